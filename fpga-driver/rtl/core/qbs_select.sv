// One of many words, by a tree of choices between four: 11 LUTs for a bit of 32 words. Left alone with the whole, yosys
// takes three times as many.
module qbs_select #(
    parameter int WIDTH = 32,
    parameter int WORDS = 8  // a power of two, 2..64
) (
    input  logic [  WORDS*WIDTH-1:0] words,
    input  logic [$clog2(WORDS)-1:0] index,
    output logic [        WIDTH-1:0] word
);
  localparam int FIRST = (WORDS + 3) / 4;
  localparam int SECOND = (FIRST + 3) / 4;
  logic [5:0] digits;
  logic [FIRST*4*WIDTH-1:0] all;
  logic [SECOND*4*WIDTH-1:0] quarter;
  logic [4*WIDTH-1:0] sixteenth;
  assign digits = 6'(index);
  assign all = (FIRST * 4 * WIDTH)'(words);

  genvar k;
  for (k = 0; k < SECOND * 4; k = k + 1) begin : first
    if (k < FIRST) begin : used
      qbs_select4 #(
          .WIDTH(WIDTH)
      ) four (
          .words(all[k*4*WIDTH+:4*WIDTH]),
          .index(digits[1:0]),
          .word (quarter[k*WIDTH+:WIDTH])
      );
    end else begin : unused
      assign quarter[k*WIDTH+:WIDTH] = '0;
    end
  end
  for (k = 0; k < 4; k = k + 1) begin : second
    if (k < SECOND & FIRST > 1) begin : used
      qbs_select4 #(
          .WIDTH(WIDTH)
      ) four (
          .words(quarter[k*4*WIDTH+:4*WIDTH]),
          .index(digits[3:2]),
          .word (sixteenth[k*WIDTH+:WIDTH])
      );
    end else begin : unused
      assign sixteenth[k*WIDTH+:WIDTH] = k == 0 ? quarter[WIDTH-1:0] : '0;
    end
  end
  if (SECOND > 1) begin : third
    qbs_select4 #(
        .WIDTH(WIDTH)
    ) four (
        .words(sixteenth),
        .index(digits[5:4]),
        .word
    );
  end else begin : whole
    assign word = sixteenth[WIDTH-1:0];
  end
endmodule
