// Writes what a host did as a text trace that `qbs-sim --replay` plays without the host.
//
//   W addr data        write a register (hexadecimal, as everywhere but in WAIT done)
//   R addr expect      read a register that does not depend on time
//   M addr hex...      write card memory
//   C addr hex...      read card memory and compare
//   WAIT irq           wait for the interrupt line
//   WAIT done N        wait until DONE_SEQUENCE has reached N
//
// Registers that depend on time (STATUS, TAIL, IRQ_STATUS, the counters) are left out, and so are the
// cycles of completions: how fast a host polls is no part of what it asks for.
#pragma once

#include <cstdio>
#include <string>

#include "qbs_registers.h"

constexpr uint64_t COMPLETION_BYTES = 32;
constexpr uint64_t COMPLETION_COMPARED = 12;  // sequence, status, outputCrc

class Recorder {
 public:
  explicit Recorder(const std::string& file) {
    if (!file.empty() && (file_ = std::fopen(file.c_str(), "w")) == nullptr) {
      throw std::runtime_error(file + ": cannot be written");
    }
  }

  ~Recorder() {
    if (file_ != nullptr) {
      std::fclose(file_);
    }
  }

  Recorder(const Recorder&) = delete;
  Recorder& operator=(const Recorder&) = delete;

  void registerWritten(uint32_t offset, uint32_t value) {
    if (offset == REG_COMPLETION_BASE_LOW) {
      completions_ = (completions_ & ~0xFFFFFFFFull) | value;
    } else if (offset == REG_COMPLETION_BASE_HIGH) {
      completions_ = (completions_ & 0xFFFFFFFFull) | static_cast<uint64_t>(value) << 32;
    } else if (offset == REG_RING_SIZE) {
      completionsEnd_ = COMPLETION_BYTES << (value & 31);
    }
    line("W %03x %08x\n", offset, value);
  }

  void registerRead(uint32_t offset, uint32_t value) {
    if (offset == REG_DONE_SEQUENCE) {
      line("WAIT done %u\n", value);
    } else if (offset != REG_STATUS && offset != REG_TAIL && offset != REG_IRQ_STATUS && offset < REG_CYCLES) {
      line("R %03x %08x\n", offset, value);
    }
  }

  void memoryWritten(uint64_t address, const uint8_t* data, size_t count) { bytes('M', address, data, count); }

  void memoryRead(uint64_t address, const uint8_t* data, size_t count) {
    bool completions = address >= completions_ && address + count <= completions_ + completionsEnd_ &&
                       address % COMPLETION_BYTES == 0 && count % COMPLETION_BYTES == 0;
    if (!completions) {
      bytes('C', address, data, count);
      return;
    }
    for (size_t at = 0; at < count; at += COMPLETION_BYTES) {
      bytes('C', address + at, data + at, COMPLETION_COMPARED);
    }
  }

  void interrupt() { line("WAIT irq\n"); }

 private:
  template <class... Values>
  void line(const char* format, Values... values) {
    if (file_ != nullptr) {
      std::fprintf(file_, format, values...);
    }
  }

  void bytes(char what, uint64_t address, const uint8_t* data, size_t count) {
    if (file_ == nullptr) {
      return;
    }
    std::fprintf(file_, "%c %llx ", what, static_cast<unsigned long long>(address));
    for (size_t i = 0; i < count; i++) {
      std::fprintf(file_, "%02x", data[i]);
    }
    std::fputc('\n', file_);
  }

  FILE* file_ = nullptr;
  uint64_t completions_ = 0;
  uint64_t completionsEnd_ = 0;
};
