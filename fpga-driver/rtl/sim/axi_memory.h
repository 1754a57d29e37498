// The memory side of an AXI4 port with one ID: latency, random stalls, injected errors, and a check
// of the master's manners. It is the least friendly memory that AXI allows: what a read returns is
// fixed when its address is accepted, and what a write stores is seen only with its response.
#pragma once

#include <cstring>
#include <deque>
#include <sstream>
#include <vector>

#include "card_memory.h"

constexpr uint8_t AXI_OKAY = 0;
constexpr uint8_t AXI_SLVERR = 2;
constexpr uint8_t AXI_DECERR = 3;
constexpr uint64_t AXI_BOUNDARY = 4096;
constexpr size_t AXI_OUTSTANDING = 16;

// A fault that waits at an address for as many bursts as it is told.
struct InjectedFault {
  uint64_t address = 0;
  uint32_t times = 0;

  bool hits(uint64_t from, uint64_t bytes) {
    if (times == 0 || address < from || address >= from + bytes) {
      return false;
    }
    --times;
    return true;
  }
};

// What all ports of a memory share: the time, the dice and the faults.
struct MemoryTiming {
  uint64_t now = 0;
  uint32_t latency = 40;
  uint32_t stallPercent = 0;
  uint64_t dice = 1;
  InjectedFault read;
  InjectedFault write;

  // xorshift64 (Marsaglia 2003).
  bool stalls() {
    if (stallPercent == 0) {
      return false;
    }
    dice ^= dice << 13;
    dice ^= dice >> 7;
    dice ^= dice << 17;
    return (dice >> 33) % 100 < stallPercent;
  }
};

[[noreturn]] inline void protocolError(const char* port, const char* what, uint64_t address) {
  std::ostringstream text;
  text << "AXI port " << port << ": " << what << " (address 0x" << std::hex << address << ")";
  throw std::runtime_error(text.str());
}

struct Burst {
  uint64_t address;
  uint32_t beats;
  uint64_t readyAt;
  uint8_t response;
  std::vector<uint8_t> data;
  std::vector<bool> enabled;  // writes: the strobes
};

// A master's address channel: holds what was offered, so that nothing may change before it is taken.
class AddressCheck {
 public:
  void sample(const char* port, bool valid, bool ready, uint64_t address, uint32_t length, size_t beatBytes) {
    if (waiting_ && (!valid || address != address_ || length != length_)) {
      protocolError(port, "an address was withdrawn or changed before it was taken", address_);
    }
    waiting_ = valid && !ready;
    address_ = address;
    length_ = length;
    uint64_t bytes = (length + 1) * static_cast<uint64_t>(beatBytes);
    if (valid && address % beatBytes != 0) {
      protocolError(port, "a burst is not aligned to its beats", address);
    }
    if (valid && address / AXI_BOUNDARY != (address + bytes - 1) / AXI_BOUNDARY) {
      protocolError(port, "a burst crosses a boundary of 4 KiB", address);
    }
  }

 private:
  bool waiting_ = false;
  uint64_t address_ = 0;
  uint32_t length_ = 0;
};

// AR and R of a port. The fields are references to the model's pins.
template <class Beat>
struct ReadPins {
  QData& araddr;
  CData& arlen;
  CData& arvalid;
  CData& arready;
  Beat& rdata;
  CData& rresp;
  CData& rlast;
  CData& rvalid;
  CData& rready;
};

template <class Beat>
class AxiReads {
 public:
  AxiReads(const char* port, ReadPins<Beat> pins, CardMemory& memory, MemoryTiming& timing)
      : port_(port), pins_(pins), memory_(memory), timing_(timing) {}

  // Just before the rising edge: which transfers happen at it.
  void sample() {
    check_.sample(port_, pins_.arvalid, pins_.arready, pins_.araddr, pins_.arlen, sizeof(Beat));
    accepted_ = pins_.arvalid && pins_.arready;
    delivered_ = pins_.rvalid && pins_.rready;
    if (accepted_) {
      enqueue(pins_.araddr, pins_.arlen + 1u);
    }
  }

  // Just after it: the pins of the next cycle.
  void drive() {
    if (delivered_) {
      pins_.rvalid = 0;
      bytes += sizeof(Beat);
      if (++beat_ == bursts_.front().beats) {
        bursts_.pop_front();
        beat_ = 0;
      }
    }
    pins_.arready = bursts_.size() < AXI_OUTSTANDING && !timing_.stalls();
    if (!pins_.rvalid && !bursts_.empty() && bursts_.front().readyAt <= timing_.now && !timing_.stalls()) {
      const Burst& burst = bursts_.front();
      pins_.rvalid = 1;
      pins_.rlast = beat_ + 1 == burst.beats;
      pins_.rresp = burst.response;
      std::memcpy(&pins_.rdata, burst.data.data() + beat_ * sizeof(Beat), sizeof(Beat));
    }
  }

  bool busy() const { return !bursts_.empty() || pins_.arvalid; }

  uint64_t bytes = 0;

 private:
  void enqueue(uint64_t address, uint32_t beats) {
    uint64_t count = beats * sizeof(Beat);
    Burst burst{address, beats, timing_.now + timing_.latency, AXI_OKAY, std::vector<uint8_t>(count), {}};
    if (!memory_.contains(address, count)) {
      burst.response = AXI_DECERR;
    } else if (timing_.read.hits(address, count)) {
      burst.response = AXI_SLVERR;
    } else {
      std::memcpy(burst.data.data(), memory_.at(address), count);
    }
    bursts_.push_back(std::move(burst));
  }

  const char* port_;
  ReadPins<Beat> pins_;
  CardMemory& memory_;
  MemoryTiming& timing_;
  AddressCheck check_;
  std::deque<Burst> bursts_;
  uint32_t beat_ = 0;
  bool accepted_ = false;
  bool delivered_ = false;
};

// AW, W and B of a port.
template <class Beat, class Strobe>
struct WritePins {
  QData& awaddr;
  CData& awlen;
  CData& awvalid;
  CData& awready;
  Beat& wdata;
  Strobe& wstrb;
  CData& wlast;
  CData& wvalid;
  CData& wready;
  CData& bresp;
  CData& bvalid;
  CData& bready;
};

template <class Beat, class Strobe>
class AxiWrites {
 public:
  AxiWrites(const char* port, WritePins<Beat, Strobe> pins, CardMemory& memory, MemoryTiming& timing)
      : port_(port), pins_(pins), memory_(memory), timing_(timing) {}

  void sample() {
    check_.sample(port_, pins_.awvalid, pins_.awready, pins_.awaddr, pins_.awlen, sizeof(Beat));
    if (pins_.awvalid && pins_.awready) {
      open_.push_back(Burst{pins_.awaddr, pins_.awlen + 1u, 0, AXI_OKAY, {}, {}});
    }
    if (pins_.wvalid && pins_.wready) {
      takeBeat();
    }
    answered_ = pins_.bvalid && pins_.bready;
  }

  void drive() {
    if (answered_) {
      pins_.bvalid = 0;
      written_.pop_front();
    }
    pins_.awready = open_.size() + written_.size() < AXI_OUTSTANDING && !timing_.stalls();
    pins_.wready = !open_.empty() && !timing_.stalls();
    if (!pins_.bvalid && !written_.empty() && written_.front().readyAt <= timing_.now && !timing_.stalls()) {
      pins_.bvalid = 1;
      pins_.bresp = store(written_.front());
    }
  }

  bool busy() const { return !open_.empty() || !written_.empty() || pins_.awvalid || pins_.wvalid; }

  uint64_t bytes = 0;

 private:
  void takeBeat() {
    Burst& burst = open_.front();
    const auto* data = reinterpret_cast<const uint8_t*>(&pins_.wdata);
    burst.data.insert(burst.data.end(), data, data + sizeof(Beat));
    for (size_t i = 0; i < sizeof(Beat); i++) {
      burst.enabled.push_back((static_cast<uint64_t>(pins_.wstrb) >> i & 1) != 0);
    }
    bytes += sizeof(Beat);
    bool last = burst.data.size() == burst.beats * sizeof(Beat);
    if (last != (pins_.wlast != 0)) {
      protocolError(port_, "wlast is not with the last beat", burst.address);
    }
    if (last) {
      burst.readyAt = timing_.now + timing_.latency;
      written_.push_back(std::move(burst));
      open_.pop_front();
    }
  }

  uint8_t store(const Burst& burst) {
    if (!memory_.contains(burst.address, burst.data.size())) {
      return AXI_DECERR;
    }
    if (timing_.write.hits(burst.address, burst.data.size())) {
      return AXI_SLVERR;
    }
    for (size_t i = 0; i < burst.data.size(); i++) {
      if (burst.enabled[i]) {
        *memory_.at(burst.address + i) = burst.data[i];
      }
    }
    return AXI_OKAY;
  }

  const char* port_;
  WritePins<Beat, Strobe> pins_;
  CardMemory& memory_;
  MemoryTiming& timing_;
  AddressCheck check_;
  std::deque<Burst> open_;     // whose data is still to come
  std::deque<Burst> written_;  // whose response is still to come
  bool answered_ = false;
};
