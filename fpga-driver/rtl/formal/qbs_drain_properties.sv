  // Included by qbs_drain. Of the descriptors that it was handed at most four are not drained, and of those that are at
  // most two have their last block still here. (Proof that the strips' counts have room: qbs_strips.sv.)
  logic f_past = 1'b0;
  always_ff @(posedge clk) f_past <= 1'b1;
  initial assume (reset);
  always_comb assume (~(f_past & reset));

  logic [7:0] f_handed = 8'd0, f_drained = 8'd0, f_out = 8'd0, f_waiting;
  assign f_waiting = f_handed - f_drained;
  always_ff @(posedge clk)
    if (~reset) begin
      f_handed  <= f_handed + 8'(descriptor_valid);
      f_drained <= f_drained + 8'(strip_done);
      f_out     <= f_out + 8'(block_valid & block_ready & last);
    end

  // The store stage, as it is proven: once it is ready it stays so until a block comes.
  logic f_ready = 1'b0;
  always_ff @(posedge clk) f_ready <= ~reset & block_ready & ~block_valid;

  // Whole blocks in the stages below, and whether the last of them ends its descriptor.
  logic [4:1] f_whole;
  logic f_ends;
  assign f_whole = live & final_step;
  always_ff @(posedge clk) if (finish) f_ends <= last_of_strip;

  always_comb
    if (f_past) begin
      // The queue, as it is proven.
      assume (none == (f_waiting == 8'd0));
      assume (descriptor_full == (f_waiting == 8'd4));
      // The fetch unit, as it is proven.
      assume (~(descriptor_valid & descriptor_full));
      if (f_ready) assume (block_ready);

      assert (f_waiting <= 8'd4);
      assert (~(strip_done & none));
      assert (f_drained - f_out <= 8'd2);
      // No block is lost: one becomes whole only when the place for it is free.
      assert (~(whole & block_valid & ~block_ready));
      // For the induction.
      assert (~begun | ~none);
      assert (~active | begun);
      assert ((f_whole & (f_whole - 4'd1)) == '0);
      for (int k = 1; k <= 4; k = k + 1) if (f_whole[k] & active) assert (32'(index) + 32'd2 <= 32'(k));
      if (f_whole != '0) assert (f_ends == noted[EDGE+5]);
      if (block_valid & ~block_ready) assert (~active & f_whole == '0);
      if (f_whole != '0 & active) assert (block_ready);
      assert (f_drained - f_out == 8'(f_whole != '0 & f_ends) + 8'(block_valid & last));
    end
