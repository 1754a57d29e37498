// The QuantU-Net bit-serial engine: descriptors in, stored feature maps and completions out. Data flow one way:
// fetch -> loaders -> buffers -> sequencer and array -> drain -> store.
module qbs_top #(
    parameter int OC = 8,                // output channels at once
    parameter int IC = 8,                // input channels at once
    parameter int RQ = 2,                // channels requantized at once
    parameter int WB = 64,               // bits of a weight beat
    parameter int FEATURE_WORDS = 2048,  // of a pixel lane, both halves
    parameter int WEIGHT_WORDS = 4096,
    parameter int PARAMETER_SLOTS = 8,
    parameter int ADDRESS_BITS = 40
) (
    input  logic                    clk,
    input  logic                    reset_n,
    input  logic [            11:0] s_axil_awaddr,
    input  logic                    s_axil_awvalid,
    output logic                    s_axil_awready,
    input  logic [            31:0] s_axil_wdata,
    input  logic [             3:0] s_axil_wstrb,
    input  logic                    s_axil_wvalid,
    output logic                    s_axil_wready,
    output logic [             1:0] s_axil_bresp,
    output logic                    s_axil_bvalid,
    input  logic                    s_axil_bready,
    input  logic [            11:0] s_axil_araddr,
    input  logic                    s_axil_arvalid,
    output logic                    s_axil_arready,
    output logic [            31:0] s_axil_rdata,
    output logic [             1:0] s_axil_rresp,
    output logic                    s_axil_rvalid,
    input  logic                    s_axil_rready,
    // Features, descriptors, completions.
    output logic [ADDRESS_BITS-1:0] m_axi_awaddr,
    output logic [             7:0] m_axi_awlen,
    output logic                    m_axi_awvalid,
    input  logic                    m_axi_awready,
    output logic [        IC*4-1:0] m_axi_wdata,
    output logic [        IC/2-1:0] m_axi_wstrb,
    output logic                    m_axi_wlast,
    output logic                    m_axi_wvalid,
    input  logic                    m_axi_wready,
    input  logic [             1:0] m_axi_bresp,
    input  logic                    m_axi_bvalid,
    output logic                    m_axi_bready,
    output logic [ADDRESS_BITS-1:0] m_axi_araddr,
    output logic [             7:0] m_axi_arlen,
    output logic                    m_axi_arvalid,
    input  logic                    m_axi_arready,
    input  logic [        IC*4-1:0] m_axi_rdata,
    input  logic [             1:0] m_axi_rresp,
    input  logic                    m_axi_rlast,
    input  logic                    m_axi_rvalid,
    output logic                    m_axi_rready,
    // Weights.
    output logic [ADDRESS_BITS-1:0] m_axiw_araddr,
    output logic [             7:0] m_axiw_arlen,
    output logic                    m_axiw_arvalid,
    input  logic                    m_axiw_arready,
    input  logic [          WB-1:0] m_axiw_rdata,
    input  logic [             1:0] m_axiw_rresp,
    input  logic                    m_axiw_rlast,
    input  logic                    m_axiw_rvalid,
    output logic                    m_axiw_rready,
    output logic                    irq
);
  localparam int FEATURE_BITS = $clog2(FEATURE_WORDS);
  localparam int RING_BITS = $clog2(WEIGHT_WORDS);
  localparam int SLOT_BITS = $clog2(PARAMETER_SLOTS);
  localparam int INDEX_BITS = $clog2(OC / RQ);

  // Control. After a fault or at a soft reset nothing new is begun; the reset itself waits until the ports are silent.
  logic enable, soft_reset, halt, fault, stop, reset, idle, busy, quiet, silent;
  logic [63:0] ring_base, completion_base;
  logic [3:0] ring_size;
  logic [31:0] head, fetched, done_sequence, interrupt_sequence;
  logic features_idle, weights_idle, write_idle, drain_idle, store_idle, fetch_busy;
  logic [4:0] silence;
  assign stop = fault | soft_reset;
  assign reset = ~reset_n | (soft_reset & silent);
  assign quiet = features_idle & weights_idle & write_idle & drain_idle & store_idle & ~fetch_busy;
  assign silent = silence[4];  // quiet for as long as a step can be under way between two units
  assign idle = silent & (stop | fetched == done_sequence);
  assign busy = fetched != done_sequence | fetch_busy;
  always_ff @(posedge clk) silence <= ~reset_n | ~quiet ? '0 : silent ? silence : silence + 1'b1;

  // Descriptors.
  logic descriptor_valid, sequencer_full, drain_full, features_full, weights_full;
  logic [1023:0] descriptor;
  logic fetch_command, fetch_ready, fetch_beat;
  logic [ADDRESS_BITS-1:0] fetch_address;
  logic [31:0] fetch_beats, fetch_detail;
  logic [7:0] fetch_error;
  logic [IC*4-1:0] beat;
  qbs_fetch #(
      .OC(OC),
      .IC(IC),
      .FEATURE_WORDS(FEATURE_WORDS),
      .WEIGHT_WORDS(WEIGHT_WORDS),
      .ADDRESS(ADDRESS_BITS)
  ) fetch (
      .clk,
      .reset,
      .run            (enable & ~halt),
      .stop,
      .ring_base      (ring_base[ADDRESS_BITS-1:0]),
      .ring_size,
      .host_head      (head),
      .fetched,
      .units_full     (sequencer_full | drain_full | features_full | weights_full),
      .descriptor_valid,
      .descriptor,
      .command_valid  (fetch_command),
      .command_ready  (fetch_ready),
      .command_address(fetch_address),
      .command_beats  (fetch_beats),
      .beat_valid     (fetch_beat),
      .beat,
      .busy           (fetch_busy),
      .error          (fetch_error),
      .error_detail   (fetch_detail)
  );

  // Input rows.
  logic loaded, computed, feature_command, feature_beat, feature_write;
  logic [ADDRESS_BITS-1:0] feature_address;
  logic [31:0] feature_beats;
  logic [2:0] feature_bank;
  logic [FEATURE_BITS-1:0] feature_word;
  logic read_ready, read_beat, read_owner, read_failed;
  qbs_feature_loader #(
      .IC(IC),
      .FEATURE_BITS(FEATURE_BITS),
      .ADDRESS(ADDRESS_BITS)
  ) feature_loader (
      .clk,
      .reset,
      .fault          (stop),
      .descriptor_valid,
      .descriptor,
      .descriptor_full(features_full),
      .done_sequence,
      .computed,
      .loaded,
      .command_valid  (feature_command),
      .command_ready  (read_ready & ~fetch_command),
      .command_address(feature_address),
      .command_beats  (feature_beats),
      .beat_valid     (feature_beat),
      .write          (feature_write),
      .write_bank     (feature_bank),
      .write_address  (feature_word)
  );

  // Descriptors go before rows: they are short and everything waits for them.
  assign fetch_ready  = read_ready;
  assign fetch_beat   = read_beat & ~read_owner;
  assign feature_beat = read_beat & read_owner;
  qbs_axi_read #(
      .DATA(IC * 4),
      .ADDRESS(ADDRESS_BITS)
  ) feature_port (
      .clk,
      .reset,
      .stop,
      .command_valid  (fetch_command | feature_command),
      .command_ready  (read_ready),
      .command_address(fetch_command ? fetch_address : feature_address),
      .command_beats  (fetch_command ? fetch_beats : feature_beats),
      .command_tag    (~fetch_command),
      .beat_valid     (read_beat),
      .beat_ready     (1'b1),
      .beat,
      .beat_tag       (read_owner),
      .failed         (read_failed),
      .idle           (features_idle),
      .araddr         (m_axi_araddr),
      .arlen          (m_axi_arlen),
      .arvalid        (m_axi_arvalid),
      .arready        (m_axi_arready),
      .rdata          (m_axi_rdata),
      .rresp          (m_axi_rresp),
      .rvalid         (m_axi_rvalid),
      .rready         (m_axi_rready)
  );

  // Weights.
  logic weight_command, weight_ready, weight_beat, weight_taken, weight_failed, weight_tag;
  logic [ADDRESS_BITS-1:0] weight_address;
  logic [31:0] weight_beats, weight_crc, weight_sequence;
  logic [WB-1:0] weight_data;
  logic [RING_BITS:0] freed, written;
  logic word_valid, parameter_valid, parameters_done, weight_crc_wrong;
  logic [OC*IC-1:0] word, ring_word;
  logic [SLOT_BITS+INDEX_BITS-1:0] parameter_address;
  logic [RQ*64-1:0] parameter_word, parameters;
  qbs_weight_loader #(
      .OC(OC),
      .IC(IC),
      .RQ(RQ),
      .WB(WB),
      .RING_BITS(RING_BITS),
      .SLOT_BITS(SLOT_BITS),
      .ADDRESS(ADDRESS_BITS)
  ) weight_loader (
      .clk,
      .reset,
      .fault           (stop),
      .descriptor_valid,
      .descriptor,
      .descriptor_full (weights_full),
      .command_valid   (weight_command),
      .command_ready   (weight_ready),
      .command_address (weight_address),
      .command_beats   (weight_beats),
      .beat_valid      (weight_beat),
      .beat_ready      (weight_taken),
      .beat            (weight_data),
      .freed,
      .written,
      .word_valid,
      .word,
      .slot_freed      (parameters_done),
      .parameter_valid,
      .parameter_address,
      .parameter_word,
      .crc_wrong       (weight_crc_wrong),
      .crc             (weight_crc),
      .current_sequence(weight_sequence)
  );
  qbs_axi_read #(
      .DATA(WB),
      .ADDRESS(ADDRESS_BITS)
  ) weight_port (
      .clk,
      .reset,
      .stop,
      .command_valid  (weight_command),
      .command_ready  (weight_ready),
      .command_address(weight_address),
      .command_beats  (weight_beats),
      .command_tag    (1'b0),
      .beat_valid     (weight_beat),
      .beat_ready     (weight_taken),
      .beat           (weight_data),
      .beat_tag       (weight_tag),
      .failed         (weight_failed),
      .idle           (weights_idle),
      .araddr         (m_axiw_araddr),
      .arlen          (m_axiw_arlen),
      .arvalid        (m_axiw_arvalid),
      .arready        (m_axiw_arready),
      .rdata          (m_axiw_rdata),
      .rresp          (m_axiw_rresp),
      .rvalid         (m_axiw_rvalid),
      .rready         (m_axiw_rready)
  );

  // Steps.
  logic result_reserved, result_taken, released;
  logic [FEATURE_BITS-1:0] here, left_word, right_word;
  logic [1:0] tap;
  logic [3:0] place;
  logic [7:0] in_map;
  logic [RING_BITS-1:0] weight;
  logic step, negative, first, last, strip_done, stepping, wait_weights, wait_features, wait_store;
  logic [63:0] strip_steps;
  logic [31:0] strip_waits;
  always_ff @(posedge clk) result_reserved <= ~reset & (result_taken | (result_reserved & ~released));
  qbs_sequencer #(
      .FEATURE_BITS(FEATURE_BITS),
      .RING_BITS(RING_BITS)
  ) sequencer (
      .clk,
      .reset,
      .fault          (stop),
      .descriptor_valid,
      .descriptor,
      .descriptor_full(sequencer_full),
      .loaded,
      .computed,
      .written,
      .freed,
      .result_free    (~result_reserved),
      .result_taken,
      .here,
      .left_word,
      .right_word,
      .tap,
      .in_map,
      .weight,
      .step,
      .place,
      .negative,
      .first,
      .last,
      .strip_done,
      .strip_steps,
      .strip_waits,
      .stepping,
      .wait_weights,
      .wait_features,
      .wait_store
  );

  // Buffers. Features leave theirs two cycles after the address; weights wait one cycle for them.
  logic [8*IC*4-1:0] digits;
  logic [OC*IC-1:0] planes;
  logic step1, step2;
  logic [6:0] how1, how2;
  qbs_feature_buffer #(
      .IC(IC),
      .WORDS(FEATURE_WORDS)
  ) features (
      .clk,
      .write        (feature_write),
      .write_bank   (feature_bank),
      .write_address(feature_word),
      .write_data   (beat),
      .here,
      .left_word,
      .right_word,
      .tap,
      .in_map,
      .digits
  );
  qbs_ram #(
      .WIDTH(OC * IC),
      .DEPTH(WEIGHT_WORDS)
  ) weights (
      .clk,
      .write        (word_valid),
      .write_address(written[RING_BITS-1:0]),
      .write_data   (word),
      .read_address (weight),
      .read_data    (ring_word)
  );
  always_ff @(posedge clk) begin
    planes <= ring_word;
    step1  <= step & ~reset;
    step2  <= step1 & ~reset;
    how1   <= {place, negative, first, last};
    how2   <= how1;
  end

  logic arriving, captured;
  logic [OC*8*32-1:0] results;
  qbs_array #(
      .OC(OC),
      .IC(IC)
  ) array (
      .clk,
      .reset,
      .digits,
      .planes,
      .valid(step2),
      .place(how2[6:3]),
      .negative(how2[2]),
      .first(how2[1]),
      .last (how2[0]),
      .arriving,
      .captured,
      .results
  );

  // Codes.
  logic [SLOT_BITS-1:0] parameter_slot;
  logic [INDEX_BITS-1:0] parameter_index;
  logic block_valid, block_ready, raw, spread, odd, pool, two_digits, last_block, overflow;
  logic [31:0] overflow_sequence, sequence_number, expected_crc;
  logic [OC*8*8-1:0] codes;
  logic [OC*4*8-1:0] pooled;
  logic [255:0] sums;
  logic [ADDRESS_BITS-1:0] block_address, next_address, pool_address;
  logic [2:0] edge_pixel;
  logic [7:0] flags;
  qbs_ram #(
      .WIDTH(RQ * 64),
      .DEPTH(PARAMETER_SLOTS * OC / RQ)
  ) parameter_memory (
      .clk,
      .write        (parameter_valid),
      .write_address(parameter_address),
      .write_data   (parameter_word),
      .read_address ({parameter_slot, parameter_index}),
      .read_data    (parameters)
  );
  qbs_drain #(
      .OC(OC),
      .IC(IC),
      .RQ(RQ),
      .ADDRESS(ADDRESS_BITS),
      .SLOT_BITS(SLOT_BITS)
  ) drain (
      .clk,
      .reset,
      .descriptor_valid,
      .descriptor,
      .descriptor_full(drain_full),
      .arriving,
      .captured,
      .results,
      .released,
      .parameter_slot,
      .parameter_index,
      .parameters,
      .parameters_done,
      .overflow,
      .overflow_sequence,
      .idle           (drain_idle),
      .block_valid,
      .block_ready,
      .codes,
      .pooled,
      .sums,
      .address        (block_address),
      .next_address,
      .pool_address,
      .raw,
      .spread,
      .odd,
      .pool,
      .two_digits,
      .edge_pixel,
      .last           (last_block),
      .flags,
      .sequence_number,
      .expected_crc
  );

  // Stores.
  logic [95:0] strip_counts;
  logic strip_taken, counts_none, counts_full;
  logic beat_valid, beat_ready, beat_first, beat_last, write_failed, done, crc_wrong;
  logic [IC*4-1:0] store_beat;
  logic [IC/2-1:0] beat_strobe;
  logic [ADDRESS_BITS-1:0] run_address;
  logic [7:0] run_beats, done_flags;
  logic [31:0] crc, store_sequence;
  qbs_fifo #(
      .WIDTH(96),
      .DEPTH(8)
  ) strip_queue (
      .clk,
      .reset,
      .push (strip_done),
      .tail ({strip_steps, strip_waits}),
      .pop  (strip_taken),
      .head (strip_counts),
      .empty(counts_none),
      .full (counts_full)
  );
  qbs_store #(
      .OC(OC),
      .IC(IC),
      .ADDRESS(ADDRESS_BITS)
  ) store (
      .clk,
      .reset,
      .fault           (stop | write_failed),
      .busy,
      .block_valid,
      .block_ready,
      .codes,
      .pooled,
      .sums,
      .address         (block_address),
      .next_address,
      .pool_address,
      .raw,
      .spread,
      .odd,
      .pool,
      .two_digits,
      .edge_pixel,
      .last            (last_block),
      .flags,
      .sequence_number,
      .expected_crc,
      .strip_counts,
      .strip_taken,
      .completion_base (completion_base[ADDRESS_BITS-1:0]),
      .ring_size,
      .beat_valid,
      .beat_ready,
      .beat            (store_beat),
      .beat_strobe,
      .beat_first,
      .beat_last,
      .run_address,
      .run_beats,
      .write_idle,
      .done,
      .done_flags,
      .crc_wrong,
      .crc,
      .current_sequence(store_sequence),
      .idle            (store_idle)
  );
  qbs_axi_write #(
      .DATA(IC * 4),
      .ADDRESS(ADDRESS_BITS)
  ) write_port (
      .clk,
      .reset,
      .beat_valid,
      .beat_ready,
      .beat       (store_beat),
      .beat_strobe,
      .beat_first,
      .beat_last,
      .run_address,
      .run_beats,
      .failed     (write_failed),
      .idle       (write_idle),
      .awaddr     (m_axi_awaddr),
      .awlen      (m_axi_awlen),
      .awvalid    (m_axi_awvalid),
      .awready    (m_axi_awready),
      .wdata      (m_axi_wdata),
      .wstrb      (m_axi_wstrb),
      .wlast      (m_axi_wlast),
      .wvalid     (m_axi_wvalid),
      .wready     (m_axi_wready),
      .bresp      (m_axi_bresp),
      .bvalid     (m_axi_bvalid),
      .bready     (m_axi_bready)
  );

  // Ends of descriptors, errors, counters.
  logic [7:0] error;
  logic [31:0] error_sequence, error_detail;
  logic [63:0] cycles, busy_cycles, steps, weight_waits, feature_waits, store_waits, read_bytes, written_bytes, frames;
  logic features_in, weights_in, out;
  localparam int BEAT_BYTES = IC / 2;
  localparam int WEIGHT_BEAT_BYTES = WB / 8;
  assign features_in = m_axi_rvalid & m_axi_rready;
  assign weights_in = m_axiw_rvalid & m_axiw_rready;
  assign out = m_axi_wvalid & m_axi_wready;
  always_comb begin
    error = qbs_pkg::ERR_NONE;
    error_sequence = done_sequence;
    error_detail = '0;
    if (read_failed | weight_failed) error = qbs_pkg::ERR_AXI_READ;
    else if (write_failed) error = qbs_pkg::ERR_AXI_WRITE;
    else if (weight_crc_wrong) begin
      error = qbs_pkg::ERR_WEIGHT_CRC;
      error_sequence = weight_sequence;
      error_detail = weight_crc;
    end else if (fetch_error != qbs_pkg::ERR_NONE) begin
      error = fetch_error;
      error_sequence = fetched;
      error_detail = fetch_detail;
    end else if (overflow) begin
      error = qbs_pkg::ERR_OVERFLOW;
      error_sequence = overflow_sequence;
    end else if (crc_wrong) begin
      error = qbs_pkg::ERR_OUTPUT_CRC;
      error_sequence = store_sequence;
      error_detail = crc;
    end else if (strip_done & counts_full) error = qbs_pkg::ERR_INTERNAL;
  end
  always_ff @(posedge clk)
    if (reset) begin
      done_sequence      <= '0;
      interrupt_sequence <= '0;
      cycles             <= '0;
      busy_cycles        <= '0;
      steps              <= '0;
      weight_waits       <= '0;
      feature_waits      <= '0;
      store_waits        <= '0;
      read_bytes         <= '0;
      written_bytes      <= '0;
      frames             <= '0;
    end else begin
      if (done) begin
        done_sequence <= done_sequence + 32'd1;
        if (done_flags[qbs_pkg::FLAG_IRQ]) interrupt_sequence <= done_sequence + 32'd1;
      end
      cycles        <= cycles + 64'(enable);
      busy_cycles   <= busy_cycles + 64'(busy);
      steps         <= steps + 64'(stepping);
      weight_waits  <= weight_waits + 64'(wait_weights);
      feature_waits <= feature_waits + 64'(wait_features);
      store_waits   <= store_waits + 64'(wait_store);
      read_bytes    <= read_bytes + (features_in ? 64'(BEAT_BYTES) : 64'd0)
                       + (weights_in ? 64'(WEIGHT_BEAT_BYTES) : 64'd0);
      written_bytes <= written_bytes + (out ? 64'(BEAT_BYTES) : 64'd0);
      frames        <= frames + {63'd0, done & done_flags[qbs_pkg::FLAG_LAST]};
    end

  qbs_registers #(
      .OC(OC),
      .IC(IC),
      .RQ(RQ),
      .WB(WB),
      .FEATURE_WORDS(FEATURE_WORDS),
      .WEIGHT_WORDS(WEIGHT_WORDS),
      .PARAMETER_SLOTS(PARAMETER_SLOTS)
  ) registers (
      .clk,
      .reset_n,
      .awaddr  (s_axil_awaddr),
      .awvalid (s_axil_awvalid),
      .awready (s_axil_awready),
      .wdata   (s_axil_wdata),
      .wstrb   (s_axil_wstrb),
      .wvalid  (s_axil_wvalid),
      .wready  (s_axil_wready),
      .bresp   (s_axil_bresp),
      .bvalid  (s_axil_bvalid),
      .bready  (s_axil_bready),
      .araddr  (s_axil_araddr),
      .arvalid (s_axil_arvalid),
      .arready (s_axil_arready),
      .rdata   (s_axil_rdata),
      .rresp   (s_axil_rresp),
      .rvalid  (s_axil_rvalid),
      .rready  (s_axil_rready),
      .enable,
      .soft_reset,
      .halt,
      .ring_base,
      .completion_base,
      .ring_size,
      .head,
      .fetched,
      .done_sequence,
      .interrupt_sequence,
      .idle,
      .busy,
      .progress(stepping | features_in | weights_in | out),
      .error,
      .error_sequence,
      .error_detail,
      .fault,
      .counters({
        frames,
        written_bytes,
        read_bytes,
        store_waits,
        feature_waits,
        weight_waits,
        steps,
        busy_cycles,
        cycles
      }),
      .irq
  );
endmodule
