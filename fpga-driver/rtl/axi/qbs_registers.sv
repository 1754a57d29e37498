// AXI4-Lite registers: capabilities, ring, sticky first error, interrupt, and counters that are read as they were when
// LATCH was written. Every address answers; reading changes nothing.
module qbs_registers #(
    parameter int OC = 8,
    parameter int IC = 8,
    parameter int RQ = 2,
    parameter int WB = 64,
    parameter int FEATURE_WORDS = 2048,
    parameter int WEIGHT_WORDS = 4096,
    parameter int PARAMETER_SLOTS = 8
) (
    input  logic         clk,
    input  logic         reset_n,
    input  logic [ 11:0] awaddr,
    input  logic         awvalid,
    output logic         awready,
    input  logic [ 31:0] wdata,
    input  logic [  3:0] wstrb,
    input  logic         wvalid,
    output logic         wready,
    output logic [  1:0] bresp,
    output logic         bvalid,
    input  logic         bready,
    input  logic [ 11:0] araddr,
    input  logic         arvalid,
    output logic         arready,
    output logic [ 31:0] rdata,
    output logic [  1:0] rresp,
    output logic         rvalid,
    input  logic         rready,
    output logic         enable,
    output logic         soft_reset,
    output logic         halt,
    output logic [ 63:0] ring_base,
    output logic [ 63:0] completion_base,
    output logic [  3:0] ring_size,
    output logic [ 31:0] head,
    input  logic [ 31:0] fetched,
    input  logic [ 31:0] done_sequence,
    input  logic [ 31:0] interrupt_sequence,  // the last one with the irq flag, plus one
    input  logic         idle,
    input  logic         busy,
    input  logic         progress,
    input  logic [  7:0] error,               // one cycle; of several the first
    input  logic [ 31:0] error_sequence,
    input  logic [ 31:0] error_detail,
    output logic         fault,
    input  logic [575:0] counters,            // nine, 64 bits each, CYCLES lowest
    output logic         irq
);
  localparam int COUNTERS = 9;
  localparam logic [11:0] COUNTERS_END = qbs_pkg::REG_CYCLES + 12'(COUNTERS * 8);

  logic [2:0] control;
  logic [1:0] irq_enable;
  logic [31:0] acknowledged, watchdog, scratch, stuck;
  logic [7:0] first_error;
  logic [31:0] first_sequence, first_detail;
  logic [COUNTERS*64-1:0] latched;
  assign enable = control[0];
  assign soft_reset = control[1];
  assign halt = control[2];
  assign fault = first_error != qbs_pkg::ERR_NONE;

  // First error, watchdog, interrupt.
  logic [1:0] irq_status;
  logic [31:0] unseen;
  assign unseen = interrupt_sequence - acknowledged;
  assign irq_status = {fault, unseen != '0 & ~unseen[31]};
  assign irq = (irq_status & irq_enable) != '0;
  always_ff @(posedge clk) begin
    if (~reset_n | soft_reset) begin
      first_error <= qbs_pkg::ERR_NONE;
      first_sequence <= '0;
      first_detail <= '0;
      stuck <= '0;
    end else begin
      stuck <= ~busy | progress | fault ? '0 : stuck + 32'd1;
      if (~fault)
        if (error != qbs_pkg::ERR_NONE) begin
          first_error <= error;
          first_sequence <= error_sequence;
          first_detail <= error_detail;
        end else if (watchdog != '0 & stuck >= watchdog) begin
          first_error <= qbs_pkg::ERR_WATCHDOG;
          first_sequence <= done_sequence;
          first_detail <= stuck;
        end
    end
  end

  // Writes: address and data may come in any order.
  logic write;
  assign write = awvalid & wvalid & (~bvalid | bready);
  assign awready = write;
  assign wready = write;
  assign bresp = 2'b00;
  always_ff @(posedge clk) begin
    bvalid <= reset_n & (write | (bvalid & ~bready));
    if (~reset_n) begin
      control         <= '0;
      irq_enable      <= '0;
      acknowledged    <= '0;
      watchdog        <= '0;
      scratch         <= '0;
      ring_base       <= '0;
      completion_base <= '0;
      ring_size       <= 4'd1;
      head            <= '0;
      latched         <= '0;
    end else if (write & wstrb == 4'hF)
      case (awaddr)
        qbs_pkg::REG_CONTROL: control <= wdata[2:0];
        qbs_pkg::REG_IRQ_ENABLE: irq_enable <= wdata[1:0];
        qbs_pkg::REG_IRQ_ACKNOWLEDGE: acknowledged <= wdata;
        qbs_pkg::REG_RING_BASE_LOW: ring_base[31:0] <= wdata;
        qbs_pkg::REG_RING_BASE_HIGH: ring_base[63:32] <= wdata;
        qbs_pkg::REG_RING_SIZE: ring_size <= wdata[3:0];
        qbs_pkg::REG_HEAD: head <= wdata;
        qbs_pkg::REG_WATCHDOG: watchdog <= wdata;
        qbs_pkg::REG_SCRATCH: scratch <= wdata;
        qbs_pkg::REG_COMPLETION_BASE_LOW: completion_base[31:0] <= wdata;
        qbs_pkg::REG_COMPLETION_BASE_HIGH: completion_base[63:32] <= wdata;
        qbs_pkg::REG_LATCH: latched <= counters;
        default: ;
      endcase
  end

  // Reads. A halt is no fault: its code is there as long as the device rests by it.
  logic halted;
  logic [7:0] error_shown;
  assign halted = halt & idle;
  assign error_shown = halted & ~fault ? qbs_pkg::ERR_HALTED : first_error;
  logic [31:0] value, counter;
  logic [11:0] counter_offset;
  assign counter_offset = araddr - qbs_pkg::REG_CYCLES;
  always_comb begin
    counter = '0;
    for (int k = 0; k < COUNTERS * 2; k = k + 1) if (counter_offset[6:2] == 5'(k)) counter = latched[k*32+:32];
  end
  always_comb
    case (araddr)
      qbs_pkg::REG_ID: value = qbs_pkg::IDENTITY;
      qbs_pkg::REG_VERSION: value = qbs_pkg::VERSION;
      qbs_pkg::REG_CAP_LANES: value = {16'(IC), 16'(OC)};
      qbs_pkg::REG_CAP_FORMATS: value = {8'd8, 8'd8, 8'd4, 8'd8};
      qbs_pkg::REG_CAP_FEATURES: value = 32'(FEATURE_WORDS);
      qbs_pkg::REG_CAP_WEIGHTS: value = 32'(WEIGHT_WORDS);
      qbs_pkg::REG_CAP_STREAM: value = {8'(RQ), 8'(PARAMETER_SLOTS), 16'(WB)};
      qbs_pkg::REG_ARCHITECTURE_CRC: value = qbs_pkg::ARCHITECTURE_CRC;
      qbs_pkg::REG_CONTROL: value = 32'(control);
      qbs_pkg::REG_STATUS: value = {28'd0, halted, fault, busy, idle};
      qbs_pkg::REG_IRQ_ENABLE: value = 32'(irq_enable);
      qbs_pkg::REG_IRQ_STATUS: value = 32'(irq_status);
      qbs_pkg::REG_IRQ_ACKNOWLEDGE: value = acknowledged;
      qbs_pkg::REG_RING_BASE_LOW: value = ring_base[31:0];
      qbs_pkg::REG_RING_BASE_HIGH: value = ring_base[63:32];
      qbs_pkg::REG_RING_SIZE: value = 32'(ring_size);
      qbs_pkg::REG_HEAD: value = head;
      qbs_pkg::REG_TAIL: value = fetched;
      qbs_pkg::REG_DONE_SEQUENCE: value = done_sequence;
      qbs_pkg::REG_WATCHDOG: value = watchdog;
      qbs_pkg::REG_SCRATCH: value = scratch;
      qbs_pkg::REG_ERROR_CODE: value = 32'(error_shown);
      qbs_pkg::REG_ERROR_SEQUENCE: value = first_sequence;
      qbs_pkg::REG_ERROR_DETAIL: value = first_detail;
      qbs_pkg::REG_COMPLETION_BASE_LOW: value = completion_base[31:0];
      qbs_pkg::REG_COMPLETION_BASE_HIGH: value = completion_base[63:32];
      default: value = araddr >= qbs_pkg::REG_CYCLES & araddr < COUNTERS_END ? counter : 32'd0;
    endcase

  assign rresp = 2'b00;
  assign arready = ~rvalid | rready;
  always_ff @(posedge clk) begin
    rvalid <= reset_n & ((arvalid & arready) | (rvalid & ~rready));
    if (arvalid & arready) rdata <= value;
  end
endmodule
