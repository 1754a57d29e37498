  // Included by qbs_fifo. What comes out n-th is what went in n-th, for every n; empty and full tell the number of
  // entries; and nobody pushes into a full queue or pops an empty one. With QBS_FIFO_ALONE the last is assumed of the
  // user; in a unit it is proven of that unit. With QBS_FIFO_PROVEN there are no properties.
`ifndef QBS_FIFO_PROVEN
  logic f_past = 1'b0;
  always_ff @(posedge clk) f_past <= 1'b1;
`ifdef QBS_FIFO_ALONE
  initial assume (reset);
`endif

  (* anyconst *) logic [7:0] f_n;  // any number, always the same
  logic [7:0] f_pushes = 8'd0, f_pops = 8'd0, f_count, f_ahead;
  logic [WIDTH-1:0] f_value;
  assign f_count = f_pushes - f_pops;
  assign f_ahead = f_n - f_pops;  // entries to come out before the n-th, if that is in the queue
  always_ff @(posedge clk)
    if (reset) begin
      f_pushes <= 8'd0;
      f_pops   <= 8'd0;
    end else begin
      if (push) f_pushes <= f_pushes + 8'd1;
      if (pop) f_pops <= f_pops + 8'd1;
      if (push & f_pushes == f_n) f_value <= tail;
    end

  always_comb
    if (f_past & ~reset) begin
`ifdef QBS_FIFO_ALONE
      assume (~(push & full));
      assume (~(pop & empty));
`else
      assert (~(push & full));
      assert (~(pop & empty));
`endif
      assert (f_count <= 8'(DEPTH));
      assert (empty == (f_count == 8'd0));
      assert (full == (f_count == 8'(DEPTH)));
      if (f_ahead == 8'd0 & ~empty) assert (head == f_value);
      // For the induction: what the queue's state says about the counts.
      assert (written == f_pushes[BITS:0]);
      assert (taken == f_pops[BITS:0]);
      if (f_ahead < f_count) assert (entries[f_n[BITS-1:0]] == f_value);
    end
`endif
