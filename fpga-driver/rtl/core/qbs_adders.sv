// Adders side by side, registered: fields of one wide sum that leave room for their carries. In an AMD FPGA one DSP48E2
// adds up to 48 bits of them; see qbs_accumulator for how it comes there.
module qbs_adders #(
    parameter int WIDTH = 48  // at most 48
) (
    input  logic             clk,
    input  logic [WIDTH-1:0] x,
    input  logic [WIDTH-1:0] y,
    output logic [WIDTH-1:0] sums
);
  /* verilator no_inline_module */
`ifdef QBS_DSP48E2
  logic [47:0] left, right, p;
  assign left = {{(48 - WIDTH) {1'b0}}, x};
  assign right = {{(48 - WIDTH) {1'b0}}, y};
  assign sums = p[WIDTH-1:0];
  DSP48E2 #(
      .USE_MULT("NONE"),
      .AREG(0),
      .ACASCREG(0),
      .DREG(0),
      .ADREG(0),
      .BREG(0),
      .BCASCREG(0),
      .CREG(0),
      .MREG(0),
      .PREG(1),
      .INMODEREG(0),
      .OPMODEREG(0),
      .ALUMODEREG(0),
      .CARRYINREG(0),
      .CARRYINSELREG(0)
  ) dsp (
      .CLK(clk),
      .A(left[47:18]),
      .B(left[17:0]),
      .C(right),
      .D('0),
      .P(p),
      .INMODE('0),
      .OPMODE(9'b000110011),  // C + A:B
      .ALUMODE('0),
      .CARRYIN(1'b0),
      .CARRYINSEL('0),
      .CEP(1'b1),
      .CEA1(1'b0),
      .CEA2(1'b0),
      .CEB1(1'b0),
      .CEB2(1'b0),
      .CED(1'b0),
      .CEM(1'b0),
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
  always_ff @(posedge clk) sums <= x + y;
`endif
endmodule
