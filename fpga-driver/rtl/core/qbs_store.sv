// Writes blocks of codes to card memory with a CRC over everything written, and at the end of a descriptor, when the
// memory has answered, its completion.
module qbs_store #(
    parameter int OC = 8,
    parameter int IC = 8,
    parameter int ADDRESS = 40
) (
    input  logic               clk,
    input  logic               reset,
    input  logic               fault,
    input  logic               busy,             // there is work
    // A block from the drain.
    input  logic               block_valid,
    output logic               block_ready,
    input  logic [ OC*8*8-1:0] codes,            // channel, pixel
    input  logic [ OC*4*8-1:0] pooled,
    input  logic [      255:0] sums,
    input  logic [ADDRESS-1:0] address,
    input  logic [ADDRESS-1:0] next_address,
    input  logic [ADDRESS-1:0] pool_address,
    input  logic               raw,
    input  logic               spread,
    input  logic               odd,
    input  logic               pool,
    input  logic               two_digits,
    input  logic [        2:0] edge_pixel,
    input  logic               last,
    input  logic [        7:0] flags,
    input  logic [       31:0] sequence_number,
    input  logic [       31:0] expected_crc,
    // Of the descriptor: how its array steps went.
    input  logic [       95:0] strip_counts,     // steps, waits
    output logic               strip_taken,
    input  logic [ADDRESS-1:0] completion_base,
    input  logic [        3:0] ring_size,
    // To the write port.
    output logic               beat_valid,
    input  logic               beat_ready,
    output logic [   IC*4-1:0] beat,
    output logic [   IC/2-1:0] beat_strobe,
    output logic               beat_first,
    output logic               beat_last,
    output logic [ADDRESS-1:0] run_address,
    output logic [        7:0] run_beats,
    input  logic               write_idle,
    // A descriptor's end.
    output logic               done,
    output logic [        7:0] done_flags,
    output logic               crc_wrong,
    output logic [       31:0] crc,
    output logic [       31:0] current_sequence,
    output logic               idle
);
  localparam int GROUPS = OC / IC;
  localparam int BEAT_BYTES = IC / 2;
  localparam int RAW_BEATS = 32 / BEAT_BYTES;

  // The block being written.
  localparam logic [2:0] EMPTY = 3'd0;
  localparam logic [2:0] FULL = 3'd1;        // all its pixels; of a transposed convolution those that go to the left
  localparam logic [2:0] RIGHT = 3'd2;       // of a transposed convolution those that go to the right
  localparam logic [2:0] POOL = 3'd3;
  localparam logic [2:0] ANSWERS = 3'd4;     // the last block is out: wait for the memory
  localparam logic [2:0] COMPLETION = 3'd5;
  localparam logic [2:0] REPORTED = 3'd6;    // wait for the memory again
  logic [2:0] state;
  logic [OC*8*8-1:0] own_codes;
  logic [OC*4*8-1:0] own_pooled;
  logic [255:0] own_sums;
  logic [ADDRESS-1:0] left_address, right_address, small_address;
  logic own_raw, own_spread, own_odd, own_pool, own_two, own_last;
  logic [2:0] own_edge;
  logic [7:0] own_flags;
  logic [31:0] own_expected;

  assign block_ready = state == EMPTY;
  assign idle = state == EMPTY & ~block_valid;

  // The beat: group of channels, digit, pixel; or a part of the sums or of the completion.
  logic [3:0] group;
  logic digit;
  logic [2:0] pixel;
  logic last_pixel, last_digit, last_group, last_beat, go;
  assign last_pixel = state == POOL ? pixel == 3'd3 :
                      state == COMPLETION | own_raw ? pixel == 3'(RAW_BEATS - 1) : pixel == 3'd7;
  assign last_digit = state == COMPLETION | own_raw | digit == own_two;
  assign last_group = state == COMPLETION | own_raw | group == 4'(GROUPS - 1);
  assign last_beat = last_pixel & last_digit & last_group;
  assign go = beat_valid & beat_ready;
  assign beat_valid = state == FULL | state == RIGHT | state == POOL | state == COMPLETION;

  // A pooled run is four beats of a digit; the others are whole blocks.
  assign beat_first = pixel == '0 & (state == POOL | (digit == 1'b0 & group == '0));
  assign beat_last = last_pixel & (state == POOL | (last_digit & last_group));
  always_comb begin
    run_beats = own_two ? 8'(16 * GROUPS) : 8'(8 * GROUPS);
    if (own_raw | state == COMPLETION) run_beats = 8'(RAW_BEATS);
    if (state == POOL) run_beats = 8'd4;
  end
  logic [ADDRESS-1:0] small_run;
  assign small_run = small_address + ADDRESS'({own_two ? {group, digit} : {1'b0, group}, 3'd0}) * ADDRESS'(BEAT_BYTES);
  assign run_address = state == FULL ? left_address : state == RIGHT ? right_address : state == POOL ? small_run :
      completion_base + {{(ADDRESS - 20) {1'b0}}, (current_sequence[14:0] & ring_mask), 5'd0};
  logic [14:0] ring_mask;
  assign ring_mask = ~(15'h7FFF << ring_size);

  // Which codes: pixel x of the output comes from pixel `from` of the block.
  logic [2:0] from;
  logic in_map;
  assign from = ~own_spread ? pixel : state == RIGHT ? {1'b1, pixel[2:1]} : {1'b0, pixel[2:1]};
  always_comb begin
    in_map = from <= own_edge & (~own_spread | pixel[0] == own_odd);
    if (state == POOL) in_map = {pixel[1:0], 1'b1} <= own_edge;
    if (state == COMPLETION | own_raw) in_map = 1'b1;
  end

  localparam int GROUP_BITS = $clog2(GROUPS);
  logic [OC*64-1:0] groups;
  logic [OC*32-1:0] small_groups;
  logic [31:0] eight, small_four;
  logic [15:0] four, four_left;
  logic [7:0] two_left;
  logic [IC*4-1:0] nibbles;
  logic [255:0] part, completion;
  always_comb begin
    // Trees of choices between two, as in the drain: the group, then the pixel.
    groups = own_codes;
    small_groups = own_pooled;
    for (int l = 0; l < GROUP_BITS; l = l + 1)
      for (int g = 0; g < GROUPS; g = g + 1)
        if (g < GROUPS >> (l + 1)) begin
          groups[g*IC*64+:IC*64] = group[l] ? groups[(2*g+1)*IC*64+:IC*64] : groups[2*g*IC*64+:IC*64];
          small_groups[g*IC*32+:IC*32] = group[l] ? small_groups[(2*g+1)*IC*32+:IC*32] : small_groups[2*g*IC*32+:IC*32];
        end
    for (int c = 0; c < IC; c = c + 1) begin
      small_four = small_groups[c*32+:32];
      for (int p = 0; p < 8; p = p + 1)
        eight[p*4+:4] = digit ? groups[(c*8+p)*8+4+:4] : groups[(c*8+p)*8+:4];
      for (int p = 0; p < 4; p = p + 1)
        four[p*4+:4] = digit ? small_four[p*8+4+:4] : small_four[p*8+:4];
      four_left = from[2] ? eight[31:16] : eight[15:0];
      if (state == POOL) four_left = four;
      two_left = (state == POOL ? pixel[1] : from[1]) ? four_left[15:8] : four_left[7:0];
      nibbles[c*4+:4] = (state == POOL ? pixel[0] : from[0]) ? two_left[7:4] : two_left[3:0];
    end
    part = (state == COMPLETION ? completion : own_sums) >> (32'(pixel) * IC * 4);
    beat = state == COMPLETION | own_raw ? part[IC*4-1:0] : nibbles;
  end
  assign beat_strobe = {BEAT_BYTES{in_map}};

  logic [31:0] crc_state, crc_next;
  qbs_crc32c #(
      .WIDTH(IC * 4)
  ) checksum (
      .crc (crc_state),
      .data(beat),
      .next(crc_next)
  );
  assign crc = ~crc_state;

  // The completion.
  logic [63:0] cycles, strip_cycles;  // since the completion before, or since there was work
  logic answered;
  logic [31:0] waits;
  logic [63:0] steps;
  assign {steps, waits} = strip_counts;
  assign completion = {steps, strip_cycles, waits, crc, 32'd0, current_sequence};
  assign answered = state == ANSWERS & write_idle;
  assign done = state == REPORTED & write_idle & ~fault;
  assign done_flags = own_flags;
  assign strip_taken = done;
  logic wrong;
  assign wrong = own_flags[qbs_pkg::FLAG_CHECK] & crc != own_expected;

  always_ff @(posedge clk) begin
    crc_wrong <= answered & wrong & ~reset;
    cycles    <= reset | ~busy | answered ? 64'd0 : cycles + 64'd1;
    if (answered) strip_cycles <= cycles + 64'd1;
    if (block_valid & block_ready) begin
      own_codes        <= codes;
      own_pooled       <= pooled;
      own_sums         <= sums;
      left_address     <= address;
      right_address    <= next_address;
      small_address    <= pool_address;
      own_raw          <= raw;
      own_spread       <= spread;
      own_odd          <= odd;
      own_pool         <= pool;
      own_two          <= two_digits & ~raw;
      own_edge         <= edge_pixel;
      own_last         <= last;
      own_flags        <= flags;
      own_expected     <= expected_crc;
      current_sequence <= sequence_number;
    end
    if (reset) begin
      state     <= EMPTY;
      crc_state <= '1;
      group     <= '0;
      digit     <= 1'b0;
      pixel     <= '0;
    end else begin
      if (go) begin
        if (in_map & state != COMPLETION) crc_state <= crc_next;
        pixel <= last_pixel ? '0 : pixel + 1'b1;
        if (last_pixel) digit <= last_digit ? 1'b0 : 1'b1;
        if (last_pixel & last_digit) group <= last_group ? '0 : group + 1'b1;
      end
      case (state)
        EMPTY: if (block_valid) state <= FULL;
        FULL:
        if (go & last_beat)
          state <= own_spread & own_edge >= 3'd4 ? RIGHT : own_pool ? POOL : own_last ? ANSWERS : EMPTY;
        RIGHT: if (go & last_beat) state <= own_last ? ANSWERS : EMPTY;
        POOL: if (go & last_beat) state <= own_last ? ANSWERS : EMPTY;
        ANSWERS: if (write_idle) state <= fault | wrong ? EMPTY : COMPLETION;
        COMPLETION: if (go & last_beat) state <= REPORTED;
        default:
        if (write_idle) begin
          state     <= EMPTY;
          crc_state <= '1;
        end
      endcase
    end
  end
`ifdef FORMAL
`include "qbs_store_properties.sv"
`endif
endmodule
