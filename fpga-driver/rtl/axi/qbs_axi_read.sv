// Reads runs of beats: cuts a command into bursts that do not cross 4 KiB, keeps several in flight, and hands the beats
// on in order with the tag of their command. Beats are always taken unless the user stalls them.
module qbs_axi_read #(
    parameter int DATA = 32,
    parameter int ADDRESS = 40,
    parameter int TAG = 1,
    parameter int BURST = 64,      // beats of the longest burst
    parameter int IN_FLIGHT = 256  // beats asked for and not yet received, at most; a power of two
) (
    input  logic               clk,
    input  logic               reset,
    input  logic               stop,             // ask for nothing more
    input  logic               command_valid,
    output logic               command_ready,
    input  logic [ADDRESS-1:0] command_address,
    input  logic [       31:0] command_beats,    // at least 1
    input  logic [    TAG-1:0] command_tag,
    output logic               beat_valid,
    input  logic               beat_ready,
    output logic [   DATA-1:0] beat,
    output logic [    TAG-1:0] beat_tag,
    output logic               failed,           // an error response
    output logic               idle,
    output logic [ADDRESS-1:0] araddr,
    output logic [        7:0] arlen,
    output logic               arvalid,
    input  logic               arready,
    input  logic [   DATA-1:0] rdata,
    input  logic [        1:0] rresp,
    input  logic               rvalid,
    output logic               rready
);
  localparam int BYTES = DATA / 8;
  localparam int SHIFT = $clog2(BYTES);
  localparam int PAGE_BITS = 12 - SHIFT;  // beats of a page, as a power of two
  localparam int COUNT = $clog2(IN_FLIGHT) + 1;

  // The command being cut.
  logic [ADDRESS-1:0] address;
  logic [31:0] remaining;
  logic [TAG-1:0] tag;
  logic [PAGE_BITS:0] to_page_end;
  logic [31:0] burst;
  logic [7:0] burst_length;  // as AXI counts: less one
  assign burst_length = 8'(burst - 32'd1);
  assign to_page_end = {1'b1, {PAGE_BITS{1'b0}}} - {1'b0, address[11:SHIFT]};
  always_comb begin
    burst = remaining < 32'(BURST) ? remaining : 32'(BURST);
    if (burst > 32'(to_page_end)) burst = 32'(to_page_end);
  end

  // Tags of bursts under way.
  logic tags_full, tags_empty, burst_done;
  logic [7:0] left;
  logic [COUNT-1:0] in_flight;
  logic asking, taken;
  assign command_ready = remaining == '0 & ~stop & ~reset;
  assign asking = remaining != '0 & ~arvalid & ~tags_full & ~stop & in_flight <= COUNT'(IN_FLIGHT - BURST);
  assign taken = rvalid & rready;
  assign idle = in_flight == '0 & ~arvalid;
  assign rready = beat_ready | stop;
  assign beat_valid = rvalid & ~stop;
  assign beat = rdata;
  assign burst_done = taken & left == '0;

  logic [TAG+7:0] current;
  qbs_fifo #(
      .WIDTH(TAG + 8),
      .DEPTH(16)
  ) tags (
      .clk,
      .reset,
      .push (asking),
      .tail ({tag, burst_length}),
      .pop  (burst_done),
      .head (current),
      .empty(tags_empty),
      .full (tags_full)
  );
  assign beat_tag = current[TAG+7:8];

  // Beats of the oldest burst still to come, less one; counted down from the tag's when it becomes the oldest.
  logic [7:0] seen;
  assign left = current[7:0] - seen;

  always_ff @(posedge clk) begin
    failed <= taken & rresp[1] & ~reset;
    if (reset) begin
      remaining <= '0;
      arvalid   <= 1'b0;
      in_flight <= '0;
      seen      <= '0;
    end else begin
      if (command_valid & command_ready) begin
        address   <= command_address;
        remaining <= command_beats;
        tag       <= command_tag;
      end else if (asking) begin
        address   <= address + ADDRESS'({burst, {SHIFT{1'b0}}});
        remaining <= remaining - burst;
      end
      if (asking) begin
        arvalid <= 1'b1;
        araddr  <= address;
        arlen   <= burst_length;
      end else if (arready) arvalid <= 1'b0;
      in_flight <= in_flight + (asking ? COUNT'(burst) : '0) - COUNT'(taken);
      if (taken) seen <= burst_done ? '0 : seen + 1'b1;
    end
  end
`ifdef FORMAL
`include "qbs_axi_read_properties.sv"
`endif
endmodule
