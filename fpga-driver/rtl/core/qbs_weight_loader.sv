// Reads the weight streams of the descriptors one after another, as far ahead as the ring has room: of every oc-block
// the parameters of its channels, then its weight words. Checks each stream's CRC.
module qbs_weight_loader #(
    parameter int OC = 8,
    parameter int IC = 8,
    parameter int RQ = 2,
    parameter int WB = 64,
    parameter int RING_BITS = 12,
    parameter int SLOT_BITS = 3,
    parameter int ADDRESS = 40
) (
    input  logic                       clk,
    input  logic                       reset,
    input  logic                       fault,
    input  logic                       descriptor_valid,
    input  logic [             1023:0] descriptor,
    output logic                       descriptor_full,
    // To the read port.
    output logic                       command_valid,
    input  logic                       command_ready,
    output logic [        ADDRESS-1:0] command_address,
    output logic [               31:0] command_beats,
    input  logic                       beat_valid,
    output logic                       beat_ready,
    input  logic [             WB-1:0] beat,
    // To the memories.
    input  logic [        RING_BITS:0] freed,
    output logic [        RING_BITS:0] written,
    output logic                       word_valid,
    output logic [          OC*IC-1:0] word,
    input  logic                       slot_freed,
    output logic                       parameter_valid,
    output logic [SLOT_BITS+$clog2(OC/RQ)-1:0] parameter_address,
    output logic [          RQ*64-1:0] parameter_word,
    output logic                       crc_wrong,
    output logic [               31:0] crc,
    output logic [               31:0] current_sequence
);
  localparam int BEAT_SHIFT = $clog2(WB / 8);
  localparam int KEPT = ADDRESS + 32 * 3 + RING_BITS + 1;
  localparam int INDEX = $clog2(OC / RQ);
  logic [ADDRESS+31:0] ask_head;
  logic [KEPT-1:0] head;
  logic ask_full, ask_none, ask_take, full, none, take;
  logic [KEPT-1:0] kept;
  assign kept = {
    descriptor[qbs_pkg::D_WEIGHTS_LSB+:ADDRESS],
    descriptor[qbs_pkg::D_WEIGHT_BYTES_LSB+:32],
    descriptor[qbs_pkg::D_WEIGHT_CRC_LSB+:32],
    descriptor[qbs_pkg::D_SEQUENCE_LSB+:32],
    descriptor[qbs_pkg::D_WEIGHT_WORDS_LSB+:RING_BITS+1]
  };
  assign descriptor_full = ask_full | full;

  // Asking runs ahead of receiving.
  qbs_fifo #(
      .WIDTH(ADDRESS + 32),
      .DEPTH(4)
  ) ask_queue (
      .clk,
      .reset,
      .push (descriptor_valid),
      .tail (kept[KEPT-1-:ADDRESS+32]),
      .pop  (ask_take),
      .head (ask_head),
      .empty(ask_none),
      .full (ask_full)
  );
  assign command_valid = ~ask_none & ~fault;
  assign ask_take = command_valid & command_ready;
  assign command_address = ask_head[ADDRESS+31:32];
  assign command_beats = ask_head[31:0] >> BEAT_SHIFT;

  qbs_fifo #(
      .WIDTH(KEPT),
      .DEPTH(8)
  ) queue (
      .clk,
      .reset,
      .push (descriptor_valid),
      .tail (kept),
      .pop  (take),
      .head,
      .empty(none),
      .full (full)
  );
  logic [ADDRESS-1:0] address_unused;
  logic [31:0] stream_bytes, expected_crc;
  logic [RING_BITS:0] weight_words;
  assign {address_unused, stream_bytes, expected_crc, current_sequence, weight_words} = head;

  // Receiving: parameters, then words.
  logic in_weights, slots_full, ring_full, last_beat, arrived;
  logic [INDEX-1:0] index;
  logic [RING_BITS:0] left_words;  // of the oc-block
  logic [31:0] beats;
  logic [SLOT_BITS:0] slots_written, slots_freed;
  logic [SLOT_BITS:0] slots_used;
  assign slots_used = slots_written - slots_freed;
  assign slots_full = slots_used[SLOT_BITS];
  logic [RING_BITS:0] words_used;
  assign words_used = written - freed;
  assign ring_full = words_used[RING_BITS];
  assign beat_ready = ~none & (in_weights ? ~ring_full : ~slots_full);
  assign arrived = beat_valid & beat_ready;
  assign last_beat = beats == (stream_bytes >> BEAT_SHIFT) - 32'd1;
  assign take = arrived & last_beat;

  logic raw_parameter;
  qbs_gather #(
      .BEAT (WB),
      .PARTS(RQ * 64 / WB)
  ) parameters (
      .clk,
      .reset,
      .beat_valid(arrived & ~in_weights),
      .beat,
      .word_valid(raw_parameter),
      .word      (parameter_word)
  );
  assign parameter_valid = raw_parameter;
  assign parameter_address = {slots_written[SLOT_BITS-1:0], index};
  qbs_gather #(
      .BEAT (WB),
      .PARTS(OC * IC / WB)
  ) words (
      .clk,
      .reset,
      .beat_valid(arrived & in_weights),
      .beat,
      .word_valid,
      .word
  );

  logic [31:0] crc_state, crc_next;
  qbs_crc32c #(
      .WIDTH(WB)
  ) checksum (
      .crc (crc_state),
      .data(beat),
      .next(crc_next)
  );
  assign crc = ~crc_next;
  assign crc_wrong = take & crc != expected_crc;

  always_ff @(posedge clk) begin
    if (reset) begin
      in_weights    <= 1'b0;
      index         <= '0;
      beats         <= '0;
      written       <= '0;
      slots_written <= '0;
      slots_freed   <= '0;
      crc_state     <= '1;
    end else begin
      if (slot_freed) slots_freed <= slots_freed + 1'b1;
      if (arrived) begin
        beats     <= last_beat ? '0 : beats + 32'd1;
        crc_state <= last_beat ? '1 : crc_next;
      end
      if (raw_parameter) begin
        index <= index + 1'b1;
        if (index == INDEX'(OC / RQ - 1)) begin
          index         <= '0;
          slots_written <= slots_written + 1'b1;
          in_weights    <= 1'b1;
          left_words    <= weight_words;
        end
      end
      if (word_valid) begin
        written    <= written + 1'b1;
        left_words <= left_words - 1'b1;
        if (left_words == (RING_BITS + 1)'(1)) in_weights <= 1'b0;
      end
    end
  end
endmodule
