  // Put into a copy of qbs_top whose units may do anything, but for the feature loader, its read port, and what is proven
  // of the fetch unit. Of the two who share the port, the fetch unit is served first; the loader keeps its command until
  // it is taken; and every beat goes to the one whose command asked for it.
  logic f_past = 1'b0;
  always_ff @(posedge clk) f_past <= 1'b1;
  // A stop lasts until the reset.
  logic f_stopped = 1'b0;
  always_ff @(posedge clk) f_stopped <= ~reset & stop;
  always_comb begin
    if (f_stopped) assume (stop);
    assume (~(descriptor_valid & features_full));
  end

  // The fetch unit keeps its command until it is taken, too.
  logic f_fetch_waits = 1'b0, f_loader_waits = 1'b0;
  logic [ADDRESS_BITS-1:0] f_fetch_address, f_feature_address;
  logic [31:0] f_fetch_beats, f_feature_beats;
  always_ff @(posedge clk) begin
    f_fetch_waits     <= ~reset & fetch_command & ~fetch_ready;
    f_fetch_address   <= fetch_address;
    f_fetch_beats     <= fetch_beats;
    f_loader_waits    <= ~reset & feature_command & (fetch_command | ~read_ready);
    f_feature_address <= feature_address;
    f_feature_beats   <= feature_beats;
  end
  always_comb begin
    if (f_fetch_waits & ~stop) assume (fetch_command & fetch_address == f_fetch_address & fetch_beats == f_fetch_beats);
    if (f_loader_waits & ~stop)
      assert (feature_command & feature_address == f_feature_address & feature_beats == f_feature_beats);
    if (fetch_command & read_ready) assert (fetch_ready);
  end

  // The n-th beat, and who asked for it.
  (* anyconst *) logic [9:0] f_n;  // any number, always the same
  logic [9:0] f_commanded = '0, f_received = '0, f_beats;
  logic f_taken, f_of_loader;
  assign f_taken = (fetch_command | feature_command) & read_ready & ~reset;
  assign f_beats = fetch_command ? fetch_beats[9:0] : feature_beats[9:0];
  always_ff @(posedge clk) begin
    if (f_taken) f_commanded <= f_commanded + f_beats;
    if (f_taken & f_n >= f_commanded & f_n - f_commanded < f_beats) f_of_loader <= ~fetch_command;
    if (read_beat) f_received <= f_received + 10'd1;
  end
  always_comb
    if (f_past & read_beat) begin
      assert (fetch_beat ^ feature_beat);
      assert (f_received < f_commanded);
      if (f_received == f_n) assert (feature_beat == f_of_loader);
    end
