// Input rows of a strip, one bank per pixel of a block of eight, so that eight neighbouring pixels come out in a cycle
// whether they start on a block or one pixel before or after it.
module qbs_feature_buffer #(
    parameter int IC    = 8,
    parameter int WORDS = 2048,
    parameter int BITS  = $clog2(WORDS)
) (
    input  logic              clk,
    input  logic              write,
    input  logic [       2:0] write_bank,
    input  logic [  BITS-1:0] write_address,
    input  logic [  IC*4-1:0] write_data,
    input  logic [  BITS-1:0] here,          // the block of the output pixels
    input  logic [  BITS-1:0] left_word,        // the block left of it
    input  logic [  BITS-1:0] right_word,         // the block right of it
    input  logic [       1:0] tap,           // 0: one pixel to the left, 1: straight, 2: one pixel to the right
    input  logic [       7:0] in_map,        // output pixels whose tap lies in_map the map; others read as 0
    output logic [8*IC*4-1:0] digits         // two cycles later
);
  logic [1:0] tap1;
  logic [7:0] inside1;
  logic [8*IC*4-1:0] banks;

  always_ff @(posedge clk) begin
    tap1    <= tap;
    inside1 <= in_map;
  end

  genvar p;
  for (p = 0; p < 8; p = p + 1) begin : lane
    logic [BITS-1:0] address;
    assign address = (p == 7 && tap == 2'd0) ? left_word : (p == 0 && tap == 2'd2) ? right_word : here;

    qbs_ram #(
        .WIDTH(IC * 4),
        .DEPTH(WORDS)
    ) bank (
        .clk,
        .write        (write && write_bank == p),
        .write_address,
        .write_data,
        .read_address (address),
        .read_data    (banks[p*IC*4+:IC*4])
    );

    localparam int LEFT = (p + 7) % 8;
    localparam int RIGHT = (p + 1) % 8;
    logic [IC*4-1:0] turned;
    assign turned = tap1 == 2'd0 ? banks[LEFT*IC*4+:IC*4] :
                    tap1 == 2'd2 ? banks[RIGHT*IC*4+:IC*4] : banks[p*IC*4+:IC*4];
    always_ff @(posedge clk) digits[p*IC*4+:IC*4] <= inside1[p] ? turned : '0;
  end
endmodule
