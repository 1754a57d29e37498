// Walks over the blocks of eight pixels of a strip in the order of computing and storing:
// oc-block, then row (or pair of rows, when pooling), then block, then the row of the pair.
module qbs_block_walk (
    input  logic        clk,
    input  logic        start,             // begin at the first block
    input  logic        advance,           // go to the next
    input  logic [17:0] oc_blocks,         // all positions together
    input  logic [15:0] position_blocks,   // oc-blocks of a position
    input  logic [15:0] rows,
    input  logic [13:0] row_blocks,
    input  logic        pool,
    output logic [ 1:0] position,          // of a transposed convolution: dy, dx
    output logic [15:0] row,               // within the strip
    output logic [13:0] block,             // within the row
    output logic        second_row,        // of a pair
    output logic        last_block,        // of its row
    output logic        last_of_channels,  // of its oc-block
    output logic        last,              // of the strip
    // Where `advance` leads to, for those who keep addresses.
    output logic        row_up,            // to the row below
    output logic        row_down,          // back to the first row of the pair
    output logic        block_up,          // to the block on the right
    output logic        channels_up,       // to the next oc-block of the position, first row, first block
    output logic        position_up        // to the next position, first oc-block, first row, first block
);
  logic [17:0] oc_block;
  logic [15:0] channel_block;

  logic pair_done, last_row, last_of_position;
  assign second_row       = pool & row[0];
  assign pair_done        = ~pool | row[0];
  assign last_block       = block == row_blocks - 1'b1;
  assign last_row         = row == rows - 1'b1;
  assign last_of_channels = pair_done & last_block & last_row;
  assign last_of_position = channel_block == position_blocks - 1'b1;
  assign last             = last_of_channels & (oc_block == oc_blocks - 1'b1);

  assign row_up      = ~pair_done | (last_block & ~last_row);
  assign row_down    = pool & pair_done & ~last_block;
  assign block_up    = pair_done & ~last_block;
  assign channels_up = last_of_channels & ~last_of_position;
  assign position_up = last_of_channels & last_of_position;

  always_ff @(posedge clk) begin
    if (start) begin
      oc_block      <= '0;
      channel_block <= '0;
      position      <= '0;
      row           <= '0;
      block         <= '0;
    end else if (advance) begin
      if (last_of_channels) begin
        oc_block      <= oc_block + 1'b1;
        channel_block <= last_of_position ? '0 : channel_block + 1'b1;
        position      <= position + 2'(last_of_position);
        row           <= '0;
      end else if (row_up) row <= row + 1'b1;
      else if (row_down) row <= row - 1'b1;
      if (block_up) block <= block + 1'b1;
      else if (pair_done) block <= '0;
    end
  end
endmodule
