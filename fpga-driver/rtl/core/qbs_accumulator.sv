// The end of a processing element: the last addition of its tree, the weight of the plane and digit, the running sum.
//
//   sum <= (keep ? sum : 0) + (x + y) * factor
//
// with registers where an AMD DSP48E2 has them: x, y and factor enter two cycles before keep and enable. The result is
// exact modulo 2^32. Vendor tools recognize the behaviour; yosys 0.23 packs registers only into the DSPs of older
// families, so that with QBS_DSP48E2 the cell is written out. syn/check-mapping proves that both are the same.
module qbs_accumulator #(
    parameter int WIDTH = 8  // at most 25
) (
    input  logic             clk,
    input  logic [WIDTH-1:0] x,
    input  logic [WIDTH-1:0] y,
    input  logic [     11:0] factor,  // signed
    input  logic             keep,    // this step's product is added to the sum, instead of starting one
    input  logic             enable,  // this is a step
    output logic [     31:0] sum
);
  /* verilator no_inline_module */
`ifdef QBS_DSP48E2
  logic [15:0] upper_unused;
  DSP48E2 #(
      .AMULTSEL("AD"),  // (D + A) * B
      .AREG(1),
      .ACASCREG(1),
      .DREG(1),
      .ADREG(0),
      .BREG(1),
      .BCASCREG(1),
      .CREG(0),
      .MREG(1),
      .PREG(1),
      .INMODEREG(0),
      .OPMODEREG(0),
      .ALUMODEREG(0),
      .CARRYINREG(0),
      .CARRYINSELREG(0)
  ) dsp (
      .CLK(clk),
      .A({{(30 - WIDTH) {1'b0}}, x}),
      .D({{(27 - WIDTH) {1'b0}}, y}),
      .B({{6{factor[11]}}, factor}),
      .C('0),
      .P({upper_unused, sum}),
      .INMODE(5'b00100),
      .OPMODE({3'b000, keep, 5'b00101}),  // P or 0, plus the product
      .ALUMODE('0),
      .CARRYIN(1'b0),
      .CARRYINSEL('0),
      .CEA1(1'b0),
      .CEA2(1'b1),
      .CEB1(1'b0),
      .CEB2(1'b1),
      .CED(1'b1),
      .CEM(1'b1),
      .CEP(enable),
      .CEAD(1'b0),
      .CEC(1'b0),
      .CEALUMODE(1'b0),
      .CECARRYIN(1'b0),
      .CECTRL(1'b0),
      .CEINMODE(1'b0),
      .RSTA(1'b0),
      .RSTB(1'b0),
      .RSTC(1'b0),
      .RSTD(1'b0),
      .RSTM(1'b0),
      .RSTP(1'b0),
      .RSTALLCARRYIN(1'b0),
      .RSTALUMODE(1'b0),
      .RSTCTRL(1'b0),
      .RSTINMODE(1'b0),
      .ACIN('0),
      .BCIN('0),
      .PCIN('0),
      .CARRYCASCIN(1'b0),
      .MULTSIGNIN(1'b0)
  );
`else
  logic signed [WIDTH:0] x1, y1;
  logic signed [WIDTH+1:0] both;
  logic signed [11:0] factor1;
  logic signed [31:0] product;
  assign both = (WIDTH + 2)'(x1) + (WIDTH + 2)'(y1);
  always_ff @(posedge clk) begin
    x1      <= {1'b0, x};
    y1      <= {1'b0, y};
    factor1 <= factor;
    product <= 32'(both) * 32'(factor1);
    if (enable) sum <= (keep ? sum : 32'd0) + product;
  end
`endif
endmodule
