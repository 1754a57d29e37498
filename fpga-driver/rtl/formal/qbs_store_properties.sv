  // Included by qbs_store. Until there is an error it reports every descriptor whose last block it took, one at a time:
  // it takes no other block before. (Proof that the strips' counts have room: qbs_strips.sv.)
  logic f_past = 1'b0;
  always_ff @(posedge clk) f_past <= 1'b1;
  initial assume (reset);
  always_comb assume (~(f_past & reset));

  logic [7:0] f_in = 8'd0, f_done = 8'd0;
  logic f_failed = 1'b0, f_ready = 1'b0;
  always_ff @(posedge clk) begin
    f_ready <= ~reset & block_ready & ~block_valid;
    if (~reset) begin
      f_in     <= f_in + 8'(block_valid & block_ready & last);
      f_done   <= f_done + 8'(done);
      f_failed <= f_failed | fault | (answered & wrong);
    end
  end

  always_comb
    if (f_past) begin
      if (f_ready) assert (block_ready);
      if (~f_failed) assert (f_in - f_done == 8'(state != EMPTY & own_last));
      if (crc_wrong) assert (f_failed);
      // For the induction.
      assert (state <= REPORTED);
      if (state >= ANSWERS) assert (own_last);
    end
