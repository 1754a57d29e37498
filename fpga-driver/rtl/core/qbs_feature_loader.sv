// Reads the input rows of a descriptor into the free half of the feature buffer, source 0 first, row by row, once the
// descriptors that write them are done.
module qbs_feature_loader #(
    parameter int IC = 8,
    parameter int FEATURE_BITS = 11,
    parameter int ADDRESS = 40
) (
    input  logic                    clk,
    input  logic                    reset,
    input  logic                    fault,
    input  logic                    descriptor_valid,
    input  logic [          1023:0] descriptor,
    output logic                    descriptor_full,
    input  logic [            31:0] done_sequence,
    input  logic                    computed,          // one half is free again
    output logic                    loaded,            // one more half is filled
    // To the read port.
    output logic                    command_valid,
    input  logic                    command_ready,
    output logic [     ADDRESS-1:0] command_address,
    output logic [            31:0] command_beats,
    input  logic                    beat_valid,
    output logic                    write,
    output logic [             2:0] write_bank,
    output logic [FEATURE_BITS-1:0] write_address
);
  localparam int BEAT_SHIFT = $clog2(IC / 2);
  localparam int KEPT = 16 * 4 + 1 + FEATURE_BITS + 32 * 3 + ADDRESS * 2;
  logic [KEPT-1:0] head;
  logic none, take, two_digits;
  logic [15:0] load_rows, blocks, blocks0, block_words;
  logic [FEATURE_BITS-1:0] row_words;
  logic [31:0] row_beats0, row_beats1, after;
  logic [ADDRESS-1:0] source0, source1;

  qbs_fifo #(
      .WIDTH(KEPT),
      .DEPTH(4)
  ) queue (
      .clk,
      .reset,
      .push (descriptor_valid),
      .tail ({
        descriptor[qbs_pkg::D_LOAD_ROWS_LSB+:16],
        descriptor[qbs_pkg::D_INPUT_BLOCKS_LSB+:16],
        descriptor[qbs_pkg::D_INPUT_BLOCKS0_LSB+:16],
        descriptor[qbs_pkg::D_BLOCK_WORDS_LSB+:16],
        descriptor[qbs_pkg::D_INPUT_BITS_LSB+:8] > 8'd4,
        descriptor[qbs_pkg::D_ROW_WORDS_LSB+:FEATURE_BITS],
        descriptor[qbs_pkg::D_SOURCE_ROW_BEATS0_LSB+:32],
        descriptor[qbs_pkg::D_SOURCE_ROW_BEATS1_LSB+:32],
        descriptor[qbs_pkg::D_AFTER_LSB+:32],
        descriptor[qbs_pkg::D_SOURCE0_LSB+:ADDRESS],
        descriptor[qbs_pkg::D_SOURCE1_LSB+:ADDRESS]
      }),
      .pop  (take),
      .head,
      .empty(none),
      .full (descriptor_full)
  );
  assign {load_rows, blocks, blocks0, block_words, two_digits, row_words, row_beats0, row_beats1, after, source0,
          source1} = head;

  // Halves that may be written, and the conditions to begin.
  logic [1:0] free;
  logic half, loading, begin_load;
  logic [31:0] lead;
  assign lead = done_sequence - after;
  assign begin_load = ~loading & ~none & free != '0 & ~lead[31] & ~fault;
  always_ff @(posedge clk) begin
    if (reset) begin
      free    <= 2'd2;
      half    <= 1'b1;
      loading <= 1'b0;
    end else begin
      free <= free + 2'(computed) - 2'(begin_load);
      if (begin_load) half <= ~half;
      loading <= begin_load | (loading & ~take);
    end
  end

  // Asking: one command for each row of a source.
  logic asking, ask_source;
  logic [15:0] ask_row;
  logic [ADDRESS-1:0] ask_address;
  logic two_sources;
  assign two_sources = row_beats1 != '0;
  assign command_valid = asking & ~fault;
  assign command_address = ask_address;
  assign command_beats = ask_source ? row_beats1 : row_beats0;
  always_ff @(posedge clk) begin
    if (reset) asking <= 1'b0;
    else if (begin_load) begin
      asking      <= 1'b1;
      ask_source  <= 1'b0;
      ask_row     <= '0;
      ask_address <= source0;
    end else if (command_valid & command_ready) begin
      ask_row     <= ask_row + 1'b1;
      ask_address <= ask_address + (ADDRESS'(command_beats) << BEAT_SHIFT);
      if (ask_row == load_rows - 16'd1) begin
        ask_source  <= 1'b1;
        ask_row     <= '0;
        ask_address <= source1;
        asking      <= ~ask_source & two_sources;
      end
    end
  end

  // Filling: pixel of the block, word of the pixel, block of the row, row, source.
  logic [2:0] pixel;
  logic [15:0] word, source_words, row;
  logic [31:0] row_beat;
  logic source, end_word, end_row, end_source;
  logic [FEATURE_BITS-1:0] row_base, block_base, source_base;
  assign source_words = (source ? blocks - blocks0 : blocks0) << two_digits;
  assign source_base = source ? FEATURE_BITS'(blocks0 << two_digits) : '0;
  assign end_word = pixel == 3'd7;
  assign end_row = row_beat == (source ? row_beats1 : row_beats0) - 32'd1;
  assign end_source = end_row & row == load_rows - 16'd1;
  assign take = beat_valid & loading & end_source & (source | ~two_sources);
  assign write = beat_valid & loading;
  assign write_bank = pixel;
  assign write_address = {half, {(FEATURE_BITS - 1) {1'b0}}} + row_base + block_base + source_base + FEATURE_BITS'(word);
  always_ff @(posedge clk) begin
    loaded <= take & ~reset;
    if (begin_load) begin
      pixel      <= '0;
      word       <= '0;
      row        <= '0;
      row_beat   <= '0;
      source     <= 1'b0;
      row_base   <= '0;
      block_base <= '0;
    end else if (write) begin
      pixel    <= pixel + 1'b1;
      row_beat <= end_row ? '0 : row_beat + 1'b1;
      if (end_word) begin
        word <= word == source_words - 16'd1 ? '0 : word + 1'b1;
        if (word == source_words - 16'd1) block_base <= block_base + FEATURE_BITS'(block_words);
      end
      if (end_row) begin
        row        <= end_source ? '0 : row + 1'b1;
        row_base   <= end_source ? '0 : row_base + row_words;
        block_base <= '0;
        source     <= source ^ end_source;
      end
    end
  end
endmodule
