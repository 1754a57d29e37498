// One of four words: a LUT for each bit, where a tool keeps the hierarchy.
module qbs_select4 #(
    parameter int WIDTH = 32
) (
    input  logic [4*WIDTH-1:0] words,
    input  logic [        1:0] index,
    output logic [  WIDTH-1:0] word
);
  logic [WIDTH-1:0] low, high;
  assign low  = index[0] ? words[WIDTH+:WIDTH] : words[0+:WIDTH];
  assign high = index[0] ? words[3*WIDTH+:WIDTH] : words[2*WIDTH+:WIDTH];
  assign word = index[1] ? high : low;
endmodule
