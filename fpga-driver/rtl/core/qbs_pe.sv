// One output channel of one pixel: the sum of IC activation digits selected by one weight plane, accumulated with the
// weight of the plane. The sign plane of w bits counts -2^(w-1); the high digit of a code 16 times. The bias comes later.
//
// Two input channels share one choice: 0, x0, x1 or x0 + x1, where the sum comes from outside, since all output
// channels need it. The choices of the late half of the channels fold into the adders that join them with the early
// half (six inputs: one LUT), which is why they come one cycle later. What is below is left to DSPs: the levels of the
// tree side by side in one wide adder, its last addition and the accumulation in a multiplier with its adders.
module qbs_pe #(
    parameter int IC = 8,
    parameter int PAIRS = IC / 4,          // of a half
    parameter int LEVELS = $clog2(IC / 4)  // of the adder tree below the joined pairs, the last addition included
) (
    input  logic                clk,
    input  logic [PAIRS*13-1:0] early,       // of each pair: sum, x1, x0
    input  logic [ PAIRS*2-1:0] early_bits,  // of each pair: weight bits
    input  logic [PAIRS*13-1:0] late,        // one cycle later
    input  logic [ PAIRS*2-1:0] late_bits,
    input  logic [        11:0] factor,      // last addition: what the sum counts; signed
    input  logic                keep,        // accumulator: not the first step of a block of pixels
    input  logic                enable,      // accumulator: this is a step
    input  logic                capture,     // result: the accumulator is that of a whole block
    output logic [        31:0] result       // holds until the next capture
);
  /* verilator no_inline_module */  // one copy of its code for all elements: builds in a tenth of the time
  localparam int SUM = 5 + LEVELS;  // bits of the two last sums

  function automatic [4:0] choice(input [12:0] pair, input [1:0] bits);
    case (bits)
      2'b00:   choice = 5'd0;
      2'b01:   choice = {1'b0, pair[3:0]};
      2'b10:   choice = {1'b0, pair[7:4]};
      default: choice = pair[12:8];
    endcase
  endfunction

  // All sums of the tree but the last, from the joined pairs on, in fields of SUM bits: level after level, each with
  // half as many sums as the one above.
  localparam int SUMS = 2 * PAIRS - 2;
  logic [PAIRS*5-1:0] chosen;
  logic [SUMS*SUM-1:0] sums;
  genvar i;
  for (i = 0; i < PAIRS; i = i + 1) begin : joined
    // Written as a subtraction, whose lowest column only makes the carry: yosys may swap the operands of an addition,
    // and needs a second LUT for each bit when the choice comes first.
    logic [6:0] difference;
    logic [5:0] held;
    assign difference = {1'b0, chosen[i*5+:5], 1'b0} - {1'b1, ~choice(late[i*13+:13], late_bits[i*2+:2]), 1'b1};
    always_ff @(posedge clk) begin
      chosen[i*5+:5] <= choice(early[i*13+:13], early_bits[i*2+:2]);
      held           <= difference[6:1];
    end
    assign sums[i*SUM+:SUM] = SUM'(held);
  end
  if (PAIRS > 2) begin : tree
    // Sum 2i and sum 2i+1, counted through all levels, make the sum i of those below the first level.
    logic [(PAIRS-2)*SUM-1:0] even, odd;
    for (i = 0; i < PAIRS - 2; i = i + 1) begin : node
      assign even[i*SUM+:SUM] = sums[2*i*SUM+:SUM];
      assign odd[i*SUM+:SUM]  = sums[(2*i+1)*SUM+:SUM];
    end
    qbs_adders #(
        .WIDTH((PAIRS - 2) * SUM)
    ) adders (
        .clk,
        .x   (even),
        .y   (odd),
        .sums(sums[SUMS*SUM-1:PAIRS*SUM])
    );
  end

  logic [31:0] accumulator;
  qbs_accumulator #(
      .WIDTH(SUM)
  ) accumulate (
      .clk,
      .x  (sums[(SUMS-2)*SUM+:SUM]),
      .y  (sums[(SUMS-1)*SUM+:SUM]),
      .factor,
      .keep,
      .enable,
      .sum(accumulator)
  );
  always_ff @(posedge clk) if (capture) result <= accumulator;
endmodule
