// The Verilated accelerator with its clock, its register port and its memory.
#pragma once

#include <verilated.h>
#if VM_TRACE
#include <verilated_fst_c.h>
#endif

#include <memory>
#include <optional>

#include "Vqbs_top.h"
#include "axi_memory.h"
#include "qbs_registers.h"

constexpr uint32_t STATUS_IDLE = 1;
constexpr uint32_t STATUS_FAULT = 4;

class Device {
 public:
  Device(CardMemory& memory, MemoryTiming& timing, uint64_t seed, const std::string& traceFile);
  ~Device();

  uint32_t readRegister(uint32_t offset);
  void writeRegister(uint32_t offset, uint32_t value);

  // Lets the clock run for some cycles if the device has something to do.
  void advance(uint32_t cycles);

  // Whether it has; a write to a register wakes it, and its register STATUS says when it is idle again.
  bool busy() const { return busy_; }

  // The interrupt line.
  bool interrupt() const { return top_->irq != 0; }

  uint64_t cycles() const { return timing_.now; }
  uint64_t featureBytesRead() const { return features_.bytes; }
  uint64_t weightBytesRead() const { return weights_.bytes; }
  uint64_t bytesWritten() const { return stores_.bytes; }

 private:
  using FeatureBeat = std::remove_reference_t<decltype(Vqbs_top::m_axi_rdata)>;
  using WeightBeat = std::remove_reference_t<decltype(Vqbs_top::m_axiw_rdata)>;
  using Strobe = std::remove_reference_t<decltype(Vqbs_top::m_axi_wstrb)>;

  void cycle();
  void fall();
  void rise();
  void dump();
  void settle();

  MemoryTiming& timing_;
  VerilatedContext context_;
  std::unique_ptr<Vqbs_top> top_;
#if VM_TRACE
  std::unique_ptr<VerilatedFstC> trace_;
#endif
  AxiReads<FeatureBeat> features_;
  AxiReads<WeightBeat> weights_;
  AxiWrites<FeatureBeat, Strobe> stores_;
  bool busy_ = false;
};
