#include "device.h"

namespace {

constexpr int RESET_CYCLES = 8;
constexpr int REGISTER_PATIENCE = 10000;  // cycles; the port answers within a few

std::unique_ptr<Vqbs_top> make(VerilatedContext& context, uint64_t seed) {
  context.randReset(2);  // registers without a reset start with anything
  context.randSeed(static_cast<int>(seed));
#if VM_TRACE
  context.traceEverOn(true);
#endif
  return std::make_unique<Vqbs_top>(&context);
}

}  // namespace

Device::Device(CardMemory& memory, MemoryTiming& timing, uint64_t seed, const std::string& traceFile)
    : timing_(timing),
      top_(make(context_, seed)),
      features_("features",
                {top_->m_axi_araddr, top_->m_axi_arlen, top_->m_axi_arvalid, top_->m_axi_arready, top_->m_axi_rdata,
                 top_->m_axi_rresp, top_->m_axi_rlast, top_->m_axi_rvalid, top_->m_axi_rready},
                memory, timing),
      weights_("weights",
               {top_->m_axiw_araddr, top_->m_axiw_arlen, top_->m_axiw_arvalid, top_->m_axiw_arready,
                top_->m_axiw_rdata, top_->m_axiw_rresp, top_->m_axiw_rlast, top_->m_axiw_rvalid, top_->m_axiw_rready},
               memory, timing),
      stores_("stores",
              {top_->m_axi_awaddr, top_->m_axi_awlen, top_->m_axi_awvalid, top_->m_axi_awready, top_->m_axi_wdata,
               top_->m_axi_wstrb, top_->m_axi_wlast, top_->m_axi_wvalid, top_->m_axi_wready, top_->m_axi_bresp,
               top_->m_axi_bvalid, top_->m_axi_bready},
              memory, timing) {
  if (!traceFile.empty()) {
#if VM_TRACE
    trace_ = std::make_unique<VerilatedFstC>();
    top_->trace(trace_.get(), 99);
    trace_->open(traceFile.c_str());
#else
    throw std::runtime_error("--trace: this qbs-sim was built without traces; build it with: build CONFIG trace");
#endif
  }
  top_->s_axil_awvalid = top_->s_axil_wvalid = top_->s_axil_arvalid = 0;
  top_->s_axil_bready = top_->s_axil_rready = 1;
  top_->m_axi_arready = top_->m_axi_awready = top_->m_axi_wready = top_->m_axiw_arready = 0;
  top_->m_axi_rvalid = top_->m_axi_bvalid = top_->m_axiw_rvalid = 0;
  top_->reset_n = 0;
  for (int i = 0; i < RESET_CYCLES; i++) {
    fall();
    rise();
  }
  top_->reset_n = 1;
}

Device::~Device() {
#if VM_TRACE
  if (trace_) {
    trace_->close();
  }
#endif
  top_->final();
}

// The falling edge: what the pins were driven to after the last edge settles.
void Device::fall() {
  top_->clk = 0;
  top_->eval();
  dump();
}

void Device::rise() {
  top_->clk = 1;
  top_->eval();
  dump();
}

void Device::dump() {
  context_.timeInc(1);
#if VM_TRACE
  if (trace_) {
    trace_->dump(context_.time());
  }
#endif
}

void Device::cycle() {
  fall();
  features_.sample();
  weights_.sample();
  stores_.sample();
  rise();
  timing_.now++;
  features_.drive();
  weights_.drive();
  stores_.drive();
}

// Lets the register port's pins settle, so that they can be looked at.
void Device::settle() {
  top_->clk = 0;
  top_->eval();
}

uint32_t Device::readRegister(uint32_t offset) {
  top_->s_axil_araddr = offset;
  top_->s_axil_arvalid = 1;
  for (int i = 0; i < REGISTER_PATIENCE; i++) {
    settle();
    bool accepted = top_->s_axil_arvalid && top_->s_axil_arready;
    bool answered = top_->s_axil_rvalid;
    uint32_t value = top_->s_axil_rdata;
    cycle();
    if (accepted) {
      top_->s_axil_arvalid = 0;
    }
    if (answered) {
      return value;
    }
  }
  throw std::runtime_error("the register port does not answer a read");
}

void Device::writeRegister(uint32_t offset, uint32_t value) {
  top_->s_axil_awaddr = offset;
  top_->s_axil_wdata = value;
  top_->s_axil_wstrb = 0xF;
  top_->s_axil_awvalid = top_->s_axil_wvalid = 1;
  busy_ = true;
  for (int i = 0; i < REGISTER_PATIENCE; i++) {
    settle();
    bool address = top_->s_axil_awready;
    bool data = top_->s_axil_wready;
    bool answered = top_->s_axil_bvalid;
    cycle();
    if (address) {
      top_->s_axil_awvalid = 0;
    }
    if (data) {
      top_->s_axil_wvalid = 0;
    }
    if (answered) {
      return;
    }
  }
  throw std::runtime_error("the register port does not answer a write");
}

void Device::advance(uint32_t cycles) {
  if (!busy_) {
    return;
  }
  for (uint32_t i = 0; i < cycles; i++) {
    cycle();
  }
  bool transfers = features_.busy() || weights_.busy() || stores_.busy();
  busy_ = transfers || (readRegister(REG_STATUS) & STATUS_IDLE) == 0;
}
