  // Included by qbs_axi_read. Of every beat that was ever asked for: it is read once, in its turn, from its address, and
  // handed on with the tag of the command that asked for it. Bursts do not cross 4 KiB and do not change while they wait;
  // beats in flight never exceed the limit. The user's commands are aligned; the memory sends only what was asked for.
  logic f_past = 1'b0;
  always_ff @(posedge clk) f_past <= 1'b1;
  initial assume (reset);
  always_comb assume (~(f_past & reset));

  // The n-th beat, its command's tag and its address.
  (* anyconst *) logic [9:0] f_n;  // any number, always the same
  logic [9:0] f_commanded = '0, f_asked = '0, f_sent = '0, f_received = '0;
  logic [TAG-1:0] f_tag;
  logic [ADDRESS-1:0] f_address;
  logic f_command, f_now, f_bursting;
  assign f_command = command_valid & command_ready;
  assign f_now = f_command & f_n >= f_commanded & f_n - f_commanded < command_beats[9:0];
  assign f_bursting = arvalid & arready;
  always_comb begin
    if (command_valid) begin
      assume (command_address[SHIFT-1:0] == '0);
      assume (command_beats != '0 & command_beats <= 32'd12);
      assume (command_address <= {ADDRESS{1'b1}} - ADDRESS'(12 * BYTES));
    end
    assume (f_commanded < 10'd900);  // the numbers do not wrap
    if (rvalid) assume (f_received != f_sent);
  end
  always_ff @(posedge clk)
    if (~reset) begin
      if (f_command) f_commanded <= f_commanded + command_beats[9:0];
      if (asking) f_asked <= f_asked + burst[9:0];
      if (f_bursting) f_sent <= f_sent + 10'(arlen) + 10'd1;
      if (taken) f_received <= f_received + 10'd1;
      if (f_now) begin
        f_tag     <= command_tag;
        f_address <= command_address + ADDRESS'(f_n - f_commanded) * ADDRESS'(BYTES);
      end
    end

  always_comb
    if (f_past) begin
      assert (in_flight <= COUNT'(IN_FLIGHT));
      if (arvalid) begin
        assert (13'(araddr[11:0]) + (13'(arlen) + 13'd1) * 13'(BYTES) <= 13'd4096);
        assert (arlen < 8'(BURST));
        if (f_n >= f_sent & f_n - f_sent <= 10'(arlen))
          assert (f_address == araddr + ADDRESS'(f_n - f_sent) * ADDRESS'(BYTES));
      end
`ifndef QBS_INDUCTION
      if (beat_valid & f_received == f_n) assert (beat_tag == f_tag);
      if (rvalid) assert (~tags_empty);
`endif
      // For the induction: how the numbers of beats hang together.
      assert (f_commanded - f_asked == remaining[9:0] & remaining <= 32'd12);
      assert (f_asked - f_sent == (arvalid ? 10'(arlen) + 10'd1 : 10'd0));
      assert (f_asked - f_received == 10'(in_flight));
      assert (f_received <= f_sent & f_sent <= f_asked & f_asked <= f_commanded);
      if (remaining != '0) begin
        assert (address[SHIFT-1:0] == '0);
        assert (address <= {ADDRESS{1'b1}} - ADDRESS'(remaining) * ADDRESS'(BYTES));
        if (f_n >= f_asked & f_n < f_commanded) begin
          assert (f_address == address + ADDRESS'(f_n - f_asked) * ADDRESS'(BYTES));
          assert (f_tag == tag);
        end
      end
    end
  logic f_waiting = 1'b0;
  logic [ADDRESS-1:0] f_araddr;
  logic [7:0] f_arlen;
  always_ff @(posedge clk) begin
    f_waiting <= ~reset & arvalid & ~arready;
    f_araddr  <= araddr;
    f_arlen   <= arlen;
  end
  always_comb if (f_past & f_waiting) assert (arvalid & araddr == f_araddr & arlen == f_arlen);
