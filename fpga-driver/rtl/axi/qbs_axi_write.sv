// Writes short runs of beats. A run's address goes with its first beat; runs must not cross 4 KiB.
module qbs_axi_write #(
    parameter int DATA = 32,
    parameter int ADDRESS = 40
) (
    input  logic               clk,
    input  logic               reset,
    input  logic               beat_valid,
    output logic               beat_ready,
    input  logic [   DATA-1:0] beat,
    input  logic [ DATA/8-1:0] beat_strobe,
    input  logic               beat_first,
    input  logic               beat_last,
    input  logic [ADDRESS-1:0] run_address,   // with the first beat
    input  logic [        7:0] run_beats,     // with the first beat
    output logic               failed,        // an error response
    output logic               idle,          // everything taken has been answered
    output logic [ADDRESS-1:0] awaddr,
    output logic [        7:0] awlen,
    output logic               awvalid,
    input  logic               awready,
    output logic [   DATA-1:0] wdata,
    output logic [ DATA/8-1:0] wstrb,
    output logic               wlast,
    output logic               wvalid,
    input  logic               wready,
    input  logic [        1:0] bresp,
    input  logic               bvalid,
    output logic               bready
);
  logic runs_full, runs_empty, beats_full, beats_empty, push;
  assign beat_ready = ~beats_full & ~runs_full;
  assign push = beat_valid & beat_ready;

  qbs_fifo #(
      .WIDTH(ADDRESS + 8),
      .DEPTH(8)
  ) runs (
      .clk,
      .reset,
      .push (push & beat_first),
      .tail ({run_address, run_beats - 8'd1}),
      .pop  (awvalid & awready),
      .head ({awaddr, awlen}),
      .empty(runs_empty),
      .full (runs_full)
  );
  assign awvalid = ~runs_empty;

  qbs_fifo #(
      .WIDTH(DATA + DATA / 8 + 1),
      .DEPTH(32)
  ) beats (
      .clk,
      .reset,
      .push (push),
      .tail ({beat, beat_strobe, beat_last}),
      .pop  (wvalid & wready),
      .head ({wdata, wstrb, wlast}),
      .empty(beats_empty),
      .full (beats_full)
  );
  assign wvalid = ~beats_empty;

  // Runs begun and not yet answered.
  logic [9:0] open;
  assign idle = open == '0;
  assign bready = 1'b1;
  always_ff @(posedge clk) begin
    failed <= bvalid & bresp[1] & ~reset;
    if (reset) open <= '0;
    else open <= open + {9'd0, push & beat_first} - {9'd0, bvalid & bready};
  end
endmodule
