// Turns a block's sums into codes, RQ channels of eight pixels a cycle, pools them on the way, and hands whole blocks
// with their addresses to the store stage.
module qbs_drain #(
    parameter int OC = 8,
    parameter int IC = 8,
    parameter int RQ = 2,
    parameter int ADDRESS = 40,
    parameter int SLOT_BITS = 3,
    parameter int AHEAD = 5
) (
    input  logic                   clk,
    input  logic                   reset,
    input  logic                   descriptor_valid,
    input  logic [         1023:0] descriptor,
    output logic                   descriptor_full,
    input  logic                   arriving,          // the array's results will be a new block's in AHEAD cycles
    input  logic                   captured,          // they are
    input  logic [    OC*8*32-1:0] results,           // channel, pixel
    output logic                   released,          // the next block's last step may be issued
    output logic [  SLOT_BITS-1:0] parameter_slot,    // of the oc-block
    output logic [$clog2(OC/RQ)-1:0] parameter_index,
    input  logic [      RQ*64-1:0] parameters,        // one cycle later
    output logic                   parameters_done,   // the slot is no longer needed
    output logic                   overflow,
    output logic [           31:0] overflow_sequence,
    output logic                   idle,
    // A block of codes.
    output logic                   block_valid,
    input  logic                   block_ready,
    output logic [     OC*8*8-1:0] codes,             // channel, pixel
    output logic [     OC*4*8-1:0] pooled,            // channel, pixel
    output logic [          255:0] sums,              // of channel 0
    output logic [    ADDRESS-1:0] address,
    output logic [    ADDRESS-1:0] next_address,      // of the eight pixels to the right, for transposed convolutions
    output logic [    ADDRESS-1:0] pool_address,
    output logic                   raw,
    output logic                   spread,            // transposed convolution: every second pixel
    output logic                   odd,               // the second of them
    output logic                   pool,              // the pooled block is complete
    output logic                   two_digits,
    output logic [            2:0] edge_pixel,        // the last one inside the map
    output logic                   last,              // of the descriptor
    // Of the descriptor, with its last block.
    output logic [            7:0] flags,
    output logic [           31:0] sequence_number,
    output logic [           31:0] expected_crc
);
  localparam int STEPS = OC / RQ;
  localparam int INDEX = $clog2(STEPS);
  localparam int BEAT_SHIFT = $clog2(IC / 2);
  localparam int GROUP_SHIFT = $clog2(OC / IC);
  // A step issued one cycle after `released` reaches the results this many cycles later (sequencer, buffers, array).
  localparam int LATENCY = 10 + $clog2(IC / 4);
  localparam int RELEASE = STEPS > LATENCY + 1 ? STEPS - LATENCY - 1 : 0;
  // When codes are made fast enough, that step may be issued before the results are there, if nothing can keep them.
  localparam bit EARLY = STEPS + AHEAD <= LATENCY;

  // The descriptor in work.
  localparam int KEPT = 8 + 8 + 4 + 16 * 3 + 1 + 32 * 5 + ADDRESS * 2;
  logic [7:0] operation, strip_flags;
  logic [3:0] bits;
  logic [15:0] width, rows, position_blocks;
  logic strip_two_digits, none;
  logic [31:0] row_bytes, pool_row_bytes, block_bytes, strip_sequence, strip_crc;
  logic [ADDRESS-1:0] destination, pool_destination;
  logic [KEPT-1:0] head;
  logic strip_done;

  qbs_fifo #(
      .WIDTH(KEPT),
      .DEPTH(4)
  ) queue (
      .clk,
      .reset,
      .push (descriptor_valid),
      .tail ({
        descriptor[qbs_pkg::D_OPERATION_LSB+:8],
        descriptor[qbs_pkg::D_FLAGS_LSB+:8],
        descriptor[qbs_pkg::D_OUTPUT_BITS_LSB+:4],
        descriptor[qbs_pkg::D_WIDTH_LSB+:16],
        descriptor[qbs_pkg::D_ROWS_LSB+:16],
        descriptor[qbs_pkg::D_OUTPUT_BLOCKS_LSB+:16],
        descriptor[qbs_pkg::D_OUTPUT_BITS_LSB+:8] > 8'd4,
        descriptor[qbs_pkg::D_DESTINATION_ROW_BYTES_LSB+:32],
        descriptor[qbs_pkg::D_POOL_ROW_BYTES_LSB+:32],
        descriptor[qbs_pkg::D_DESTINATION_BLOCK_BYTES_LSB+:32],
        descriptor[qbs_pkg::D_SEQUENCE_LSB+:32],
        descriptor[qbs_pkg::D_EXPECTED_CRC_LSB+:32],
        descriptor[qbs_pkg::D_DESTINATION_LSB+:ADDRESS],
        descriptor[qbs_pkg::D_POOL_DESTINATION_LSB+:ADDRESS]
      }),
      .pop  (strip_done),
      .head,
      .empty(none),
      .full (descriptor_full)
  );
  assign {operation, strip_flags, bits, width, rows, position_blocks, strip_two_digits, row_bytes, pool_row_bytes,
          block_bytes, strip_sequence, strip_crc, destination, pool_destination} = head;

  logic up, pooling;
  assign up = operation == qbs_pkg::OP_UPCONV2;
  assign pooling = strip_flags[qbs_pkg::FLAG_POOL];

  // Blocks, in the order in which the sequencer made them.
  logic begun, opening, finish;
  logic [1:0] position;
  logic [15:0] row_unused;
  logic [13:0] block;
  logic second_row, last_block, last_of_channels, last_of_strip;
  logic row_up, row_down, block_up, channels_up, position_up;
  assign opening = ~none & ~begun;
  qbs_block_walk walk (
      .clk,
      .start(opening),
      .advance(finish),
      .oc_blocks(up ? {position_blocks, 2'b00} : {2'b00, position_blocks}),
      .position_blocks,
      .rows,
      .row_blocks(14'((17'(width) + 17'd7) >> 3)),
      .pool(pooling),
      .position,
      .row(row_unused),
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

  // Offsets of the block from the destinations.
  logic [ADDRESS-1:0] channel_offset, row_offset, block_offset, pool_row_offset, pool_block_offset;
  logic [ADDRESS-1:0] channel_bytes;
  assign channel_bytes = ADDRESS'(strip_two_digits ? 16 : 8) << (BEAT_SHIFT + GROUP_SHIFT);
  always_ff @(posedge clk) begin
    if (opening) begin
      channel_offset    <= '0;
      row_offset        <= '0;
      block_offset      <= '0;
      pool_row_offset   <= '0;
      pool_block_offset <= '0;
    end else if (finish) begin
      if (channels_up) channel_offset <= channel_offset + channel_bytes;
      else if (position_up) channel_offset <= '0;
      if (channels_up | position_up) begin
        row_offset      <= '0;
        pool_row_offset <= '0;
      end else if (row_up) begin
        row_offset <= row_offset + (up ? ADDRESS'(row_bytes) << 1 : ADDRESS'(row_bytes));
        if (second_row) pool_row_offset <= pool_row_offset + ADDRESS'(pool_row_bytes);
      end else if (row_down) row_offset <= row_offset - ADDRESS'(row_bytes);
      if (block_up) begin
        block_offset <= block_offset + (up ? ADDRESS'(block_bytes) << 1 : ADDRESS'(block_bytes));
        if (block[0]) pool_block_offset <= pool_block_offset + ADDRESS'(block_bytes);
      end else if (last_block & (~pooling | second_row)) begin
        block_offset      <= '0;
        pool_block_offset <= '0;
      end
    end
  end

  // Starting: the block before may still be in the stages below, if it can leave when this one's first codes arrive.
  logic waiting, active, start;
  logic [4:1] live, final_step;  // blocks in the stages below
  logic [INDEX-1:0] index;
  logic [SLOT_BITS-1:0] slot;
  assign start = (waiting | captured) & begun & ~active & (block_ready | (~block_valid & live == '0));
  assign finish = active & index == INDEX'(STEPS - 1);
  assign idle = ~waiting & ~captured & ~active & live == '0 & ~block_valid;
  assign strip_done = finish & last_of_strip;

  // The results that arrive next leave at once if this block and the one before will then have made room.
  logic certain, owed;
  logic [1:0] ahead;  // blocks begun that the store stage has not taken
  assign certain = EARLY & begun & ~waiting & ~(active & (last_of_strip | 32'(index) + AHEAD < STEPS))
                   & (ahead == 2'd0 | (ahead == 2'd1 & block_ready));
  assign released = (arriving & certain) | (owed & active & index == INDEX'(RELEASE));
  assign parameter_slot = slot;
  assign parameter_index = index;
  assign parameters_done = finish & last_of_channels;

  always_ff @(posedge clk) begin
    if (reset) begin
      begun   <= 1'b0;
      waiting <= 1'b0;
      active  <= 1'b0;
      ahead   <= '0;
      owed    <= 1'b0;
      slot    <= '0;
    end else begin
      begun   <= opening | (begun & ~strip_done);
      waiting <= (waiting | captured) & ~start;
      active  <= start | (active & ~finish);
      ahead   <= ahead + {1'b0, start} - {1'b0, block_valid & block_ready};
      owed    <= (arriving & ~certain) | (owed & ~released);
      if (parameters_done) slot <= slot + 1'b1;
    end
    if (start) index <= '0;
    else if (active) index <= index + 1'b1;
  end

  // Stage 1: the channels' sums and parameters. Then the requantizers' three.
  localparam int PART = RQ * 256;
  logic [PART-1:0] chosen, sums1;
  qbs_select #(
      .WIDTH(PART),
      .WORDS(STEPS)
  ) choose (
      .words(results),
      .index,
      .word (chosen)
  );

  logic [INDEX-1:0] at1, at2, at3, at4;
  logic [3:0] bits1;
  logic [31:0] sequence1, sequence2;
  always_ff @(posedge clk) begin
    sums1 <= chosen;
    live <= reset ? '0 : {live[3:1], active};
    final_step <= {final_step[3:1], finish};
    at1 <= index;
    at2 <= at1;
    at3 <= at2;
    at4 <= at3;
    bits1 <= bits;
    sequence1 <= strip_sequence;
    sequence2 <= sequence1;
    overflow_sequence <= sequence2;
  end

  logic [RQ*8*8-1:0] fresh;
  logic [RQ*8*32-1:0] with_bias;
  logic [RQ*8-1:0] overflows;
  genvar j, p;
  for (j = 0; j < RQ; j = j + 1) begin : channel
    for (p = 0; p < 8; p = p + 1) begin : pixel
      qbs_requantizer requantizer (
          .clk,
          .accumulator(sums1[(j*8+p)*32+:32]),
          .bias       (parameters[j*64+:32]),
          .shift      (parameters[j*64+32+:5]),
          .bits       (bits1),
          .sum        (with_bias[(j*8+p)*32+:32]),
          .overflow   (overflows[j*8+p]),
          .code       (fresh[(j*8+p)*8+:8])
      );
    end
  end

  // Pooling: the pairs of a row, then with the row above.
  logic [RQ*32-1:0] pairs, above, pool_fresh;
  logic [RQ*32-1:0] rows_above[STEPS];
  assign above = rows_above[at4];
  always_comb begin
    for (int k = 0; k < RQ * 4; k = k + 1) begin
      pairs[k*8+:8] = fresh[k*16+:8] > fresh[k*16+8+:8] ? fresh[k*16+:8] : fresh[k*16+8+:8];
      pool_fresh[k*8+:8] = pairs[k*8+:8] > above[k*8+:8] ? pairs[k*8+:8] : above[k*8+:8];
    end
  end

  // What goes with the block: known when it starts, needed when it is whole.
  localparam int EDGE = 8 + 64;  // where the edge pixel lies in it
  localparam int CONTEXT = 3 * ADDRESS + 8 + 3 + EDGE;
  logic [CONTEXT-1:0] noted, context_out;
  logic [ADDRESS-1:0] full_address;
  assign full_address = destination + (position[1] & up ? ADDRESS'(row_bytes) : '0) + channel_offset + row_offset
                        + block_offset;
  always_ff @(posedge clk)
    if (finish)
      noted <= {
        full_address,
        full_address + ADDRESS'(block_bytes),
        pool_destination + channel_offset + pool_row_offset + pool_block_offset
          + (block[0] ? ADDRESS'(4) << BEAT_SHIFT : '0),
        strip_flags[qbs_pkg::FLAG_RAW],
        up,
        position[0],
        pooling & second_row,
        strip_two_digits,
        last_of_strip,
        2'b00,
        last_block ? width[2:0] - 3'd1 : 3'd7,
        strip_flags,
        strip_sequence,
        strip_crc
      };

  logic [1:0] unused;
  assign {address, next_address, pool_address, raw, spread, odd, pool, two_digits, last, unused, edge_pixel, flags,
          sequence_number, expected_crc} = context_out;

  logic whole;
  logic [255:0] sums2;
  assign whole = live[4] & final_step[4];
  always_ff @(posedge clk) begin
    if (live[4]) begin
      for (int k = 0; k < STEPS; k = k + 1)
        if (at4 == INDEX'(k)) begin
          codes[k*RQ*64+:RQ*64]  <= fresh;
          pooled[k*RQ*32+:RQ*32] <= pool_fresh;
        end
      rows_above[at4] <= pairs;
    end
    if (live[2] & at2 == '0) sums2 <= with_bias[255:0];
    if (whole) begin
      context_out <= noted;
      for (int k = 0; k < 8; k = k + 1) sums[k*32+:32] <= 3'(k) > noted[EDGE+:3] ? '0 : sums2[k*32+:32];
    end
    overflow <= live[2] & (|overflows) & ~reset;
    block_valid <= ~reset & (whole | (block_valid & ~block_ready));
  end
`ifdef FORMAL
`include "qbs_drain_properties.sv"
`endif
endmodule
