// One output channel of one pixel: the sum of IC activation digits selected by one weight plane, accumulated.
//
// A weight of w bits is taken plane by plane, the sign plane first (Horner): acc = sum; then for every further plane
// acc = 2*acc + sum, where the first doubling also negates, since the sign plane counts -2^(w-1). The bias comes later.
//
// Two input channels share one choice: 0, x0, x1 or x0 + x1, where the sum comes from outside, since all output
// channels need it. The choices of the late half of the channels fold into the adders that join them with the early
// half (six inputs: one LUT), which is why they come one cycle later.
module qbs_pe #(
    parameter int IC = 8,
    parameter int PAIRS = IC / 4,          // of a half
    parameter int LEVELS = $clog2(IC / 4)  // of the adder tree below the joined pairs
) (
    input  logic                clk,
    input  logic [PAIRS*13-1:0] early,      // of each pair: sum, x1, x0
    input  logic [ PAIRS*2-1:0] early_bits,  // of each pair: weight bits
    input  logic [PAIRS*13-1:0] late,       // one cycle later
    input  logic [ PAIRS*2-1:0] late_bits,
    input  logic                high,       // last level: the digits are the high ones
    input  logic [         1:0] mode,       // accumulator: see qbs_step
    input  logic                enable,     // accumulator: this is a step
    input  logic                capture,    // accumulator: the last step of a block of pixels
    output logic [        31:0] result      // holds until the next capture
);
  /* verilator no_inline_module */  // one copy of its code for all elements: builds in a tenth of the time
  localparam int SUM = 6 + LEVELS;

  function automatic [4:0] choice(input [12:0] pair, input [1:0] bits);
    case (bits)
      2'b00:   choice = 5'd0;
      2'b01:   choice = {1'b0, pair[3:0]};
      2'b10:   choice = {1'b0, pair[7:4]};
      default: choice = pair[12:8];
    endcase
  endfunction

  // Level 0 holds the joined pairs, every level below half as many sums.
  logic [PAIRS*5-1:0] chosen;
  logic [(LEVELS+1)*PAIRS*SUM-1:0] sums;
  genvar i, l;
  for (i = 0; i < PAIRS; i = i + 1) begin : joined
    logic [5:0] join_sum;
    assign join_sum = {1'b0, chosen[i*5+:5]} + {1'b0, choice(late[i*13+:13], late_bits[i*2+:2])};
    always_ff @(posedge clk) begin
      chosen[i*5+:5]    <= choice(early[i*13+:13], early_bits[i*2+:2]);
      sums[i*SUM+:SUM] <= SUM'(join_sum);
    end
  end
  for (l = 1; l < LEVELS; l = l + 1) begin : level
    for (i = 0; i < (PAIRS >> l); i = i + 1) begin : node
      always_ff @(posedge clk)
        sums[(l*PAIRS+i)*SUM+:SUM] <= sums[((l-1)*PAIRS+2*i)*SUM+:SUM] + sums[((l-1)*PAIRS+2*i+1)*SUM+:SUM];
    end
  end
  logic [SUM-1:0] total;
  logic [SUM+3:0] dot;
  assign total = sums[(LEVELS-1)*PAIRS*SUM+:SUM] + sums[((LEVELS-1)*PAIRS+1)*SUM+:SUM];

  logic [31:0] accumulator, base;
  logic [32:0] sum;
  assign base = mode == qbs_step::MODE_CLEAR  ? 32'd0 :
                mode == qbs_step::MODE_DOUBLE ? {accumulator[30:0], 1'b0} :
                mode == qbs_step::MODE_NEGATE ? ~{accumulator[30:0], 1'b0} : accumulator;
  // The lowest column only makes the carry that turns ~x into -x.
  assign sum  = {{(28 - SUM) {1'b0}}, dot, 1'b1} + {base, mode == qbs_step::MODE_NEGATE};

  always_ff @(posedge clk) begin
    dot <= high ? {total, 4'd0} : {4'd0, total};
    if (enable) accumulator <= sum[32:1];
    if (capture) result <= sum[32:1];
  end
endmodule
