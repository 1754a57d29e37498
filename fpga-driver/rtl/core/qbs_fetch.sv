// Fetches descriptors from the ring, checks everything in them that could make the device hang or read elsewhere than
// it was told to, and hands them to all units at once.
module qbs_fetch #(
    parameter int OC = 8,
    parameter int IC = 8,
    parameter int FEATURE_WORDS = 2048,
    parameter int WEIGHT_WORDS = 4096,
    parameter int ADDRESS = 40
) (
    input  logic               clk,
    input  logic               reset,
    input  logic               run,               // enabled and not halted
    input  logic               stop,              // give up what is under way
    input  logic [ADDRESS-1:0] ring_base,
    input  logic [        3:0] ring_size,
    input  logic [       31:0] host_head,
    output logic [       31:0] fetched,
    input  logic               units_full,
    output logic               descriptor_valid,
    output logic [     1023:0] descriptor,
    // To the read port.
    output logic               command_valid,
    input  logic               command_ready,
    output logic [ADDRESS-1:0] command_address,
    output logic [       31:0] command_beats,
    input  logic               beat_valid,
    input  logic [   IC*4-1:0] beat,
    output logic               busy,
    output logic [        7:0] error,             // one cycle
    output logic [       31:0] error_detail
);
  localparam int BEAT_SHIFT = $clog2(IC / 2);
  localparam int BEATS = 128 / (IC / 2);
  localparam int ALIGN = BEAT_SHIFT + 3;

  localparam logic [2:0] WAIT = 3'd0;
  localparam logic [2:0] ASK = 3'd1;
  localparam logic [2:0] RECEIVE = 3'd2;
  localparam logic [2:0] CHECKSUM = 3'd3;
  localparam logic [2:0] FIELDS = 3'd4;
  localparam logic [2:0] PRODUCTS = 3'd5;
  localparam logic [2:0] HAND_OUT = 3'd6;
  logic [2:0] state;
  logic [5:0] count;
  assign busy = state != WAIT;

  logic [14:0] slot;
  assign slot = fetched[14:0] & ~(15'h7FFF << ring_size);
  assign command_valid = state == ASK;
  assign command_address = ring_base + {{(ADDRESS - 22) {1'b0}}, slot, 7'd0};
  assign command_beats = 32'(BEATS);
  assign descriptor_valid = state == HAND_OUT & ~units_full & ~stop;

  // The fields that are checked.
  logic [7:0] operation, flags, weight_bits, input_bits, output_bits;
  logic [15:0] width, height, row0, rows, load_row0, load_rows, blocks, blocks0, position_blocks, block_words;
  logic [31:0] row_words, weight_words, weight_bytes, row_beats0, row_beats1, row_bytes, pool_row_bytes, block_bytes;
  assign operation = descriptor[qbs_pkg::D_OPERATION_LSB+:8];
  assign flags = descriptor[qbs_pkg::D_FLAGS_LSB+:8];
  assign weight_bits = descriptor[qbs_pkg::D_WEIGHT_BITS_LSB+:8];
  assign input_bits = descriptor[qbs_pkg::D_INPUT_BITS_LSB+:8];
  assign output_bits = descriptor[qbs_pkg::D_OUTPUT_BITS_LSB+:8];
  assign width = descriptor[qbs_pkg::D_WIDTH_LSB+:16];
  assign height = descriptor[qbs_pkg::D_HEIGHT_LSB+:16];
  assign row0 = descriptor[qbs_pkg::D_ROW0_LSB+:16];
  assign rows = descriptor[qbs_pkg::D_ROWS_LSB+:16];
  assign load_row0 = descriptor[qbs_pkg::D_LOAD_ROW0_LSB+:16];
  assign load_rows = descriptor[qbs_pkg::D_LOAD_ROWS_LSB+:16];
  assign blocks = descriptor[qbs_pkg::D_INPUT_BLOCKS_LSB+:16];
  assign blocks0 = descriptor[qbs_pkg::D_INPUT_BLOCKS0_LSB+:16];
  assign position_blocks = descriptor[qbs_pkg::D_OUTPUT_BLOCKS_LSB+:16];
  assign block_words = descriptor[qbs_pkg::D_BLOCK_WORDS_LSB+:16];
  assign row_words = descriptor[qbs_pkg::D_ROW_WORDS_LSB+:32];
  assign weight_words = descriptor[qbs_pkg::D_WEIGHT_WORDS_LSB+:32];
  assign weight_bytes = descriptor[qbs_pkg::D_WEIGHT_BYTES_LSB+:32];
  assign row_beats0 = descriptor[qbs_pkg::D_SOURCE_ROW_BEATS0_LSB+:32];
  assign row_beats1 = descriptor[qbs_pkg::D_SOURCE_ROW_BEATS1_LSB+:32];
  assign row_bytes = descriptor[qbs_pkg::D_DESTINATION_ROW_BYTES_LSB+:32];
  assign pool_row_bytes = descriptor[qbs_pkg::D_POOL_ROW_BYTES_LSB+:32];
  assign block_bytes = descriptor[qbs_pkg::D_DESTINATION_BLOCK_BYTES_LSB+:32];

  logic wide, up, raw, pool, two_digits;
  assign wide = operation == qbs_pkg::OP_CONV3;
  assign up = operation == qbs_pkg::OP_UPCONV2;
  assign raw = flags[qbs_pkg::FLAG_RAW];
  assign pool = flags[qbs_pkg::FLAG_POOL];
  assign two_digits = input_bits > 8'd4;

  function automatic logic misaligned(input [63:0] address);
    misaligned = address[ALIGN-1:0] != '0 | (address >> ADDRESS) != 64'd0;
  endfunction

  // The first check that fails; products are compared afterwards, one a cycle.
  logic [16:0] strip_end, load_end, above;
  logic [7:0] field_error;
  logic [31:0] field_detail;
  assign strip_end = 17'(row0) + 17'(rows);
  assign load_end = 17'(load_row0) + 17'(load_rows);
  assign above = {1'b0, row0} - {16'd0, wide & row0 != '0};
  always_comb begin
    field_error  = qbs_pkg::ERR_NONE;
    field_detail = '0;
    if (descriptor[15:0] != qbs_pkg::MAGIC | ~(wide | up | operation == qbs_pkg::OP_CONV1)) begin
      field_error  = qbs_pkg::ERR_OPERATION;
      field_detail = descriptor[31:0];
    end else if (descriptor[qbs_pkg::D_SEQUENCE_LSB+:32] != fetched) begin
      field_error  = qbs_pkg::ERR_SEQUENCE;
      field_detail = descriptor[qbs_pkg::D_SEQUENCE_LSB+:32];
    end else if (weight_bits < 8'd2 | weight_bits > 8'd8 | input_bits < 8'd1 | input_bits > 8'd8
                 | (~raw & (output_bits < 8'd1 | output_bits > 8'd8))) begin
      field_error  = qbs_pkg::ERR_UNSUPPORTED;
      field_detail = {8'd0, output_bits, input_bits, weight_bits};
    end else if (misaligned(
            descriptor[qbs_pkg::D_SOURCE0_LSB+:64]
        ) | misaligned(
            descriptor[qbs_pkg::D_SOURCE1_LSB+:64]
        ) | misaligned(
            descriptor[qbs_pkg::D_DESTINATION_LSB+:64]
        ) | misaligned(
            descriptor[qbs_pkg::D_POOL_DESTINATION_LSB+:64]
        ) | misaligned(
            descriptor[qbs_pkg::D_WEIGHTS_LSB+:64]
        ) | row_bytes[ALIGN-1:0] != '0 | pool_row_bytes[ALIGN-1:0] != '0
        | (raw ? block_bytes != 32'd32 : block_bytes[ALIGN-1:0] != '0)) begin
      field_error  = qbs_pkg::ERR_ALIGNMENT;
      field_detail = descriptor[qbs_pkg::D_DESTINATION_LSB+:32];
    end else if (width == '0 | height == '0 | rows == '0 | blocks0 == '0 | blocks0 > blocks | position_blocks == '0
                 | strip_end > 17'(height) | 17'(load_row0) != above
                 | load_end != (wide & strip_end < 17'(height) ? strip_end + 17'd1 : strip_end)
                 | (pool & (rows[0] | row0[0] | width[0] | up | raw)) | (raw & (up | position_blocks != 16'd1))
                 | block_words != (two_digits ? blocks << 1 : blocks) | (blocks[15] & two_digits)
                 | weight_words[31:16] != '0 | row_words[31:16] != '0) begin
      field_error  = qbs_pkg::ERR_SIZE;
      field_detail = {row0, rows};
    end
  end

  // Products, one a cycle: rowWords, weightWords, row beats of both sources, stream bytes, words of the strip.
  localparam int WORD_BYTES = OC * IC / 8;
  localparam int WORD_SHIFT = $clog2(WORD_BYTES);
  localparam int HALF_FEATURE_WORDS = FEATURE_WORDS / 2;
  logic [2:0] product_index;
  logic [17:0] left, right;
  logic [35:0] product, expected;
  logic [13:0] row_blocks;
  logic [15:0] digit_blocks0, digit_blocks1;
  logic fits;
  assign row_blocks = 14'((17'(width) + 17'd7) >> 3);
  assign digit_blocks0 = two_digits ? blocks0 << 1 : blocks0;
  assign digit_blocks1 = two_digits ? (blocks - blocks0) << 1 : blocks - blocks0;
  always_comb begin
    left = 18'(row_blocks);
    right = 18'(block_words);
    expected = 36'(row_words);
    case (product_index)
      3'd1: begin
        left = wide ? (18'(weight_bits) << 3) + 18'(weight_bits) : 18'(weight_bits);
        right = 18'(blocks);
        expected = 36'(weight_words);
      end
      3'd2: begin
        right = 18'(digit_blocks0);
        expected = 36'(row_beats0[31:3]);
      end
      3'd3: begin
        right = 18'(digit_blocks1);
        expected = 36'(row_beats1[31:3]);
      end
      3'd4: begin
        left = up ? {position_blocks, 2'b00} : 18'(position_blocks);
        right = 18'(weight_words) + 18'(OC * 8 / WORD_BYTES);
        expected = 36'(weight_bytes[31:WORD_SHIFT]);
      end
      3'd5: begin
        left = 18'(load_rows);
        right = 18'(row_words);
      end
      default: ;
    endcase
  end
  assign fits = product_index != 3'd5 ? product == expected1
      : product <= 36'(HALF_FEATURE_WORDS) & weight_words < 32'(WEIGHT_WORDS);
  logic [35:0] expected1;
  logic whole_beats;  // nothing was lost by comparing eighths and words
  assign whole_beats = row_beats0[2:0] == '0 & row_beats1[2:0] == '0
      & (weight_bytes & (WORD_BYTES - 1)) == '0;

  logic [31:0] crc, crc_next;
  qbs_crc32c #(
      .WIDTH(32)
  ) checksum (
      .crc,
      .data(descriptor[31:0]),
      .next(crc_next)
  );

  always_ff @(posedge clk) begin
    error <= qbs_pkg::ERR_NONE;
    product <= left * right;
    expected1 <= expected;
    if (reset) begin
      state   <= WAIT;
      fetched <= '0;
    end else
      case (state)
        WAIT: if (run & ~stop & host_head != fetched) state <= ASK;
        ASK:
        if (stop) state <= WAIT;
        else if (command_ready) begin
          state <= RECEIVE;
          count <= '0;
        end
        RECEIVE:
        if (beat_valid) begin
          descriptor <= {beat, descriptor[1023:IC*4]};
          count      <= count + 1'b1;
          if (count == 6'(BEATS - 1)) begin
            state <= CHECKSUM;
            count <= '0;
            crc   <= '1;
          end
        end else if (stop) state <= WAIT;
        CHECKSUM: begin
          // 31 words through the CRC, then the descriptor has turned round once.
          descriptor <= {descriptor[31:0], descriptor[1023:32]};
          count      <= count + 1'b1;
          if (count != 6'd31) crc <= crc_next;
          else begin
            state <= FIELDS;
            if (descriptor[31:0] != ~crc) begin
              error        <= qbs_pkg::ERR_DESCRIPTOR_CRC;
              error_detail <= ~crc;
              state        <= WAIT;
            end
          end
        end
        FIELDS: begin
          state         <= PRODUCTS;
          product_index <= '0;
          count         <= '0;
          if (field_error != qbs_pkg::ERR_NONE) begin
            error        <= field_error;
            error_detail <= field_detail;
            state        <= WAIT;
          end
        end
        PRODUCTS: begin
          // Even counts multiply, odd ones compare.
          count <= count + 1'b1;
          if (count[0]) begin
            product_index <= product_index + 1'b1;
            if (product_index == 3'd5) state <= HAND_OUT;
            if (~fits | ~whole_beats) begin
              error        <= product_index == 3'd5 ? qbs_pkg::ERR_UNSUPPORTED : qbs_pkg::ERR_SIZE;
              error_detail <= product[31:0];
              state        <= WAIT;
            end
          end
        end
        default:
        if (stop) state <= WAIT;
        else if (~units_full) begin
          fetched <= fetched + 32'd1;
          state   <= WAIT;
        end
      endcase
  end
`ifdef FORMAL
`include "qbs_fetch_properties.sv"
`endif
endmodule
