// One sum to one code: add the bias, shift right with rounding to the nearest (ties to even), clamp to the codes.
// Three stages; the clamp at 0 is the ReLU.
module qbs_requantizer (
    input  logic        clk,
    input  logic [31:0] accumulator,
    input  logic [31:0] bias,
    input  logic [ 4:0] shift,
    input  logic [ 3:0] bits,         // of the code, 1..8
    output logic [31:0] sum,          // one cycle later, with the bias
    output logic        overflow,     // one cycle later: the sum left 32 bits
    output logic [ 7:0] code          // three cycles later
);
  /* verilator no_inline_module */
  logic [32:0] wide;
  logic [4:0] shift1;
  logic [3:0] bits1, bits2;
  assign sum = wide[31:0];
  assign overflow = wide[32] != wide[31];

  // Shifts {value, 0}: what stays in the lowest bit is the guard, what falls out below it makes `sticky`.
  logic [32:0] shifted;
  logic sticky;
  always_comb begin
    shifted = {wide[31:0], 1'b0};
    sticky  = 1'b0;
    for (int k = 0; k < 5; k = k + 1)
      if (shift1[k]) begin
        sticky  = sticky | (|(shifted & ((33'd1 << (1 << k)) - 33'd1)));
        shifted = shifted >> (1 << k);
      end
  end

  logic negative2, up2, large2;
  logic [7:0] value2;
  logic [8:0] limit2;
  logic [8:0] rounded;
  assign limit2  = (9'd1 << bits2) - 9'd1;
  assign rounded = {1'b0, value2} + 9'(up2);

  always_ff @(posedge clk) begin
    wide      <= {accumulator[31], accumulator} + {bias[31], bias};
    shift1    <= shift;
    bits1     <= bits;

    value2    <= shifted[8:1];
    large2    <= |shifted[32:9];
    up2       <= shifted[0] & (sticky | shifted[1]);
    negative2 <= wide[31];
    bits2     <= bits1;

    code      <= negative2 ? 8'd0 : large2 | rounded > limit2 ? limit2[7:0] : rounded[7:0];
  end
endmodule
