  // Included by qbs_sequencer. It says that a strip is done once for each descriptor that it was handed, never before;
  // and what it was handed and has not done are at most four. (Proof that the strips' counts have room: qbs_strips.sv.)
  logic f_past = 1'b0;
  always_ff @(posedge clk) f_past <= 1'b1;
  initial assume (reset);
  always_comb assume (~(f_past & reset));

  logic [7:0] f_handed = 8'd0, f_taken = 8'd0, f_done = 8'd0, f_waiting;
  assign f_waiting = f_handed - f_taken;
  always_ff @(posedge clk)
    if (~reset) begin
      f_handed <= f_handed + 8'(descriptor_valid);
      f_taken  <= f_taken + 8'(take);
      f_done   <= f_done + 8'(strip_done);
    end

  always_comb
    if (f_past) begin
      // The queue, as it is proven.
      assume (none == (f_waiting == 8'd0));
      assume (descriptor_full == (f_waiting == 8'd4));
      // The fetch unit, as it is proven.
      assume (~(descriptor_valid & descriptor_full));

      assert (f_waiting <= 8'd4);
      assert (~(take & none));
      assert (f_taken - f_done == 8'(strip_done));
      assert (f_handed - f_done <= 8'd5);
      assert (~running | ~none);  // for the induction
    end
