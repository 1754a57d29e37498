// What a DSP48E2 does with the settings that the design uses, as yosys' own model of its forerunner, the DSP48E1, says:
// the pre-adder is chosen by USE_DPORT there and by AMULTSEL here, and the ALU's fourth operand W is not there.
module DSP48E2 (
    input         CLK,
    input  [29:0] A,
    input  [17:0] B,
    input  [47:0] C,
    input  [26:0] D,
    output [47:0] P,
    input  [ 4:0] INMODE,
    input  [ 8:0] OPMODE,
    input  [ 3:0] ALUMODE,
    input         CARRYIN,
    input  [ 2:0] CARRYINSEL,
    input CEA1, CEA2, CEB1, CEB2, CED, CEM, CEP, CEAD, CEC, CEALUMODE, CECARRYIN, CECTRL, CEINMODE,
    input RSTA, RSTB, RSTC, RSTD, RSTM, RSTP, RSTALLCARRYIN, RSTALUMODE, RSTCTRL, RSTINMODE,
    input  [29:0] ACIN,
    input  [17:0] BCIN,
    input  [47:0] PCIN,
    input         CARRYCASCIN,
    input         MULTSIGNIN
);
  parameter AMULTSEL = "A";
  parameter USE_MULT = "MULTIPLY";
  parameter AREG = 1, ACASCREG = 1, DREG = 1, ADREG = 1, BREG = 1, BCASCREG = 1, CREG = 1, MREG = 1, PREG = 1;
  parameter INMODEREG = 1, OPMODEREG = 1, ALUMODEREG = 1, CARRYINREG = 1, CARRYINSELREG = 1;

  DSP48E1 #(
      .USE_DPORT(AMULTSEL == "AD" ? "TRUE" : "FALSE"),
      .USE_MULT(USE_MULT),
      .AREG(AREG),
      .ACASCREG(ACASCREG),
      .DREG(DREG),
      .ADREG(ADREG),
      .BREG(BREG),
      .BCASCREG(BCASCREG),
      .CREG(CREG),
      .MREG(MREG),
      .PREG(PREG),
      .INMODEREG(INMODEREG),
      .OPMODEREG(OPMODEREG),
      .ALUMODEREG(ALUMODEREG),
      .CARRYINREG(CARRYINREG),
      .CARRYINSELREG(CARRYINSELREG)
  ) forerunner (
      .CLK, .A, .B, .C, .P, .INMODE, .ALUMODE, .CARRYIN, .CARRYINSEL,
      .D(D[24:0]),
      .OPMODE(OPMODE[6:0]),
      .CEA1, .CEA2, .CEB1, .CEB2, .CED, .CEM, .CEP, .CEAD, .CEC, .CEALUMODE, .CECARRYIN, .CECTRL, .CEINMODE,
      .RSTA, .RSTB, .RSTC, .RSTD, .RSTM, .RSTP, .RSTALLCARRYIN, .RSTALUMODE, .RSTCTRL, .RSTINMODE,
      .ACIN, .BCIN, .PCIN, .CARRYCASCIN, .MULTSIGNIN
  );
endmodule
