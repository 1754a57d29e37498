// First-in first-out queue in registers or distributed memory. `head` shows the oldest entry while not empty.
module qbs_fifo #(
    parameter int WIDTH = 8,
    parameter int DEPTH = 4  // a power of two
) (
    input  logic             clk,
    input  logic             reset,
    input  logic             push,
    input  logic [WIDTH-1:0] tail,
    input  logic             pop,
    output logic [WIDTH-1:0] head,
    output logic             empty,
    output logic             full
);
  localparam int BITS = $clog2(DEPTH);

  logic [WIDTH-1:0] entries[DEPTH];
  // One bit more than an index: equal indices are "empty" or "full" by the highest one.
  logic [BITS:0] written;
  logic [BITS:0] taken;

  assign empty = written == taken;
  assign full  = written == {~taken[BITS], taken[BITS-1:0]};
  assign head  = entries[taken[BITS-1:0]];

  always_ff @(posedge clk) begin
    if (push) entries[written[BITS-1:0]] <= tail;
    if (reset) begin
      written <= '0;
      taken   <= '0;
    end else begin
      if (push) written <= written + 1'b1;
      if (pop) taken <= taken + 1'b1;
    end
  end
`ifdef FORMAL
`include "qbs_fifo_properties.sv"
`endif
endmodule
