// Issues the array's steps: for every block of pixels all weight planes, taps, input blocks and digits, one step a
// cycle, from the weight ring and the feature buffer.
module qbs_sequencer #(
    parameter int FEATURE_BITS = 11,
    parameter int RING_BITS = 12
) (
    input  logic                    clk,
    input  logic                    reset,
    input  logic                    fault,
    input  logic                    descriptor_valid,
    input  logic [          1023:0] descriptor,
    output logic                    descriptor_full,
    input  logic                    loaded,           // one more half of the feature buffer holds its rows
    output logic                    computed,         // the half is no longer read
    input  logic [     RING_BITS:0] written,          // weight words in the ring, counted without end
    output logic [     RING_BITS:0] freed,            // weight words no longer needed
    input  logic                    result_free,      // a block's results may be captured
    output logic                    result_taken,     // the last step of a block was issued
    // Of the step, one cycle later.
    output logic [FEATURE_BITS-1:0] here,
    output logic [FEATURE_BITS-1:0] left_word,
    output logic [FEATURE_BITS-1:0] right_word,
    output logic [             1:0] tap,
    output logic [             7:0] in_map,
    output logic [   RING_BITS-1:0] weight,
    output logic                    step,
    output logic [             3:0] place,            // its sums count 2^place,
    output logic                    negative,         // or the negative of it
    output logic                    first,            // of a block of pixels
    output logic                    last,             // of a block of pixels
    // Of a descriptor, when its last step was issued.
    output logic                    strip_done,
    output logic [            63:0] strip_steps,
    output logic [            31:0] strip_waits,
    // For the counters.
    output logic                    stepping,
    output logic                    wait_weights,
    output logic                    wait_features,
    output logic                    wait_store
);
  // The descriptor in work.
  localparam int KEPT = 8 + 1 + 16 * 7 + 8 + 1 + FEATURE_BITS + RING_BITS + 1;
  logic [KEPT-1:0] head;
  logic none, take;
  logic [7:0] operation, bits;
  logic pool, two_digits;
  logic [15:0] width, height, row0, rows, load_row0, position_blocks, block_words;
  logic [FEATURE_BITS-1:0] row_words;
  logic [RING_BITS:0] weight_words;

  qbs_fifo #(
      .WIDTH(KEPT),
      .DEPTH(4)
  ) queue (
      .clk,
      .reset,
      .push (descriptor_valid),
      .tail ({
        descriptor[qbs_pkg::D_OPERATION_LSB+:8],
        descriptor[qbs_pkg::D_FLAGS_LSB+qbs_pkg::FLAG_POOL],
        descriptor[qbs_pkg::D_WIDTH_LSB+:16],
        descriptor[qbs_pkg::D_HEIGHT_LSB+:16],
        descriptor[qbs_pkg::D_ROW0_LSB+:16],
        descriptor[qbs_pkg::D_ROWS_LSB+:16],
        descriptor[qbs_pkg::D_LOAD_ROW0_LSB+:16],
        descriptor[qbs_pkg::D_OUTPUT_BLOCKS_LSB+:16],
        descriptor[qbs_pkg::D_BLOCK_WORDS_LSB+:16],
        descriptor[qbs_pkg::D_WEIGHT_BITS_LSB+:8],
        descriptor[qbs_pkg::D_INPUT_BITS_LSB+:8] > 8'd4,
        descriptor[qbs_pkg::D_ROW_WORDS_LSB+:FEATURE_BITS],
        descriptor[qbs_pkg::D_WEIGHT_WORDS_LSB+:RING_BITS+1]
      }),
      .pop  (take),
      .head,
      .empty(none),
      .full (descriptor_full)
  );
  assign {operation, pool, width, height, row0, rows, load_row0, position_blocks, block_words, bits, two_digits,
          row_words, weight_words} = head;

  logic wide;
  assign wide = operation == qbs_pkg::OP_CONV3;

  // Halves of the feature buffer that are loaded and not yet begun.
  logic [1:0] ready;
  logic half, running, begin_strip, end_strip;
  assign begin_strip = ~running & ~none & ready != 2'd0 & ~fault;
  always_ff @(posedge clk) begin
    if (reset) begin
      ready   <= '0;
      running <= 1'b0;
      half    <= 1'b1;
    end else begin
      ready <= ready + 2'(loaded) - 2'(begin_strip);
      if (begin_strip) half <= ~half;
      running <= begin_strip | (running & ~end_strip);
    end
  end

  // Blocks of pixels.
  logic [1:0] position_unused;
  logic [15:0] row;
  logic [13:0] block;
  logic second_row, last_block, last_of_channels, last_of_strip;
  logic row_up, row_down, block_up, channels_up, position_up, block_done;
  logic [13:0] row_blocks;
  logic [2:0] edge_pixel;  // last pixel of the last block that lies in the map
  assign row_blocks = 14'((17'(width) + 17'd7) >> 3);
  assign edge_pixel = width[2:0] - 3'd1;

  qbs_block_walk walk (
      .clk,
      .start(begin_strip),
      .advance(block_done),
      .oc_blocks(operation == qbs_pkg::OP_UPCONV2 ? {position_blocks, 2'b00} : {2'b00, position_blocks}),
      .position_blocks,
      .rows,
      .row_blocks,
      .pool,
      .position(position_unused),
      .row,
      .block,
      .second_row,
      .last_block,
      .last_of_channels,
      .last(last_of_strip),
      .row_up,
      .row_down,
      .block_up,
      .channels_up,
      .position_up
  );

  // Steps of a block.
  logic [15:0] word;  // of the pixel's feature words: input block and digit
  logic [1:0] tap_x, tap_y;
  logic [2:0] plane;
  logic [RING_BITS:0] oc_base, weight_now;
  logic issue, last_word, last_x, last_y, last_step, block_start;
  assign last_word = word == block_words - 16'd1;
  assign last_x = last_word & (~wide | tap_x == 2'd2);
  assign last_y = last_x & (~wide | tap_y == 2'd2);
  assign last_step = last_y & plane == 3'd0;

  assign wait_weights = running & ~fault & weight_now == written;
  assign wait_store = running & ~fault & ~wait_weights & last_step & ~result_free;
  assign wait_features = ~running & ~none & ready == 2'd0 & ~fault;
  assign issue = running & ~fault & ~wait_weights & ~wait_store;
  assign stepping = issue;
  assign block_done = issue & last_step;
  assign end_strip = block_done & last_of_strip;
  assign take = end_strip;
  assign result_taken = block_done;

  always_ff @(posedge clk) begin
    if (reset) begin
      oc_base    <= '0;
      weight_now <= '0;
    end else if (issue) begin
      if (last_step) begin
        oc_base    <= last_of_channels ? oc_base + weight_words : oc_base;
        weight_now <= last_of_channels ? oc_base + weight_words : oc_base;
      end else if (~two_digits | word[0]) weight_now <= weight_now + 1'b1;
    end
    if (begin_strip | block_done) begin
      word        <= '0;
      tap_x       <= wide ? 2'd0 : 2'd1;
      tap_y       <= wide ? 2'd0 : 2'd1;
      plane       <= 3'(bits - 8'd1);
      block_start <= 1'b1;
    end else if (issue) begin
      block_start <= 1'b0;
      word <= last_word ? '0 : word + 1'b1;
      if (last_word & wide) tap_x <= last_x ? 2'd0 : tap_x + 1'b1;
      if (last_x & wide) tap_y <= last_y ? 2'd0 : tap_y + 1'b1;
      if (last_y) plane <= plane - 1'b1;
    end
  end

  always_ff @(posedge clk) begin
    if (reset | begin_strip) begin
      strip_steps <= '0;
      strip_waits <= '0;
    end else begin
      strip_steps <= strip_steps + 64'(issue);
      strip_waits <= strip_waits + {31'd0, wait_weights | wait_store};
    end
    strip_done <= end_strip & ~reset;
  end

  // Addresses: where the output row and block lie in the buffer.
  logic [FEATURE_BITS-1:0] first_row, row_base, block_base;
  assign first_row = row0 == load_row0 ? '0 : row_words;
  always_ff @(posedge clk) begin
    if (begin_strip) begin
      row_base   <= first_row;
      block_base <= '0;
    end else if (block_done) begin
      if (channels_up | position_up) row_base <= first_row;
      else if (row_up) row_base <= row_base + row_words;
      else if (row_down) row_base <= row_base - row_words;
      if (block_up) block_base <= block_base + FEATURE_BITS'(block_words);
      else if (last_block & (~pool | second_row)) block_base <= '0;
    end
  end

  // First stage: row and column apart.
  logic [FEATURE_BITS-1:0] row_address, column;
  logic inside_y1, step1, negative1, first1, last1, left_edge1, right_edge1;
  logic [1:0] tap1;
  logic [3:0] place1;
  logic [2:0] edge1;
  logic [RING_BITS:0] weight1, freed1, freed2, freed3;
  logic [16:0] above;  // row of the map plus one, at the top tap
  assign above = 17'(row0) + 17'(row) + 17'(tap_y);
  always_ff @(posedge clk) begin
    row_address <= tap_y == 2'd0 ? row_base - row_words : tap_y == 2'd2 ? row_base + row_words : row_base;
    column      <= block_base + FEATURE_BITS'(word);
    inside_y1   <= above != '0 & above <= 17'(height);
    tap1        <= tap_x;
    left_edge1  <= block == '0;
    right_edge1 <= last_block;
    edge1       <= edge_pixel;
    weight1     <= weight_now;
    step1       <= issue & ~reset;
    place1      <= 4'(plane) + (two_digits & word[0] ? 4'd4 : 4'd0);
    negative1   <= plane == 3'(bits - 8'd1);
    first1      <= block_start;
    last1       <= last_step;
  end

  // Second stage: addresses, and which pixels lie inside.
  logic [FEATURE_BITS-1:0] centre;
  assign centre = {half1, {(FEATURE_BITS - 1) {1'b0}}} + row_address + column;
  logic half1;
  logic [FEATURE_BITS-1:0] stride1;
  always_ff @(posedge clk) begin
    half1   <= half;
    stride1 <= FEATURE_BITS'(block_words);
    here    <= centre;
    left_word  <= centre - stride1;
    right_word   <= centre + stride1;
    tap     <= tap1;
    for (int p = 0; p < 8; p = p + 1)
      in_map[p] <= inside_y1 & ~(left_edge1 & tap1 == 2'd0 & p == 0)
                   & ~(right_edge1 & 4'(p) + 4'(tap1) > 4'(edge1) + 4'd1);
    weight <= weight1[RING_BITS-1:0];
    step   <= step1 & ~reset;
    place  <= place1;
    negative <= negative1;
    first  <= first1;
    last   <= last1;
  end

  // A weight word is read two cycles after its step was issued, a feature word too: they are given free after that.
  logic [3:0] computed_in;
  always_ff @(posedge clk) begin
    if (reset) begin
      freed1 <= '0;
      freed2 <= '0;
      freed3 <= '0;
      freed  <= '0;
      computed_in <= '0;
    end else begin
      if (issue & last_of_channels) freed1 <= last_step ? oc_base + weight_words : weight_now;
      freed2 <= freed1;
      freed3 <= freed2;
      freed  <= freed3;
      computed_in <= {computed_in[2:0], end_strip};
    end
  end
  assign computed = computed_in[3];
`ifdef FORMAL
`include "qbs_sequencer_properties.sv"
`endif
endmodule
