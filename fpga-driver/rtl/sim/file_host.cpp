// Device-like files, so that the driver class of a PCIe card drives the simulation unchanged:
//
//   xdma0_h2c_0, xdma0_c2h_0   card memory: one sparse file under two names
//   xdma0_user                 the registers, 4 KiB; what the host writes is seen by polling
//   xdma0_events_0             a FIFO that gets four bytes for each interrupt
//
// A register that is written with the value it has is not seen as written: a host that latches the
// counters writes another number each time. HEAD, CONTROL and LATCH are looked at first and taken over
// last, so that they never overtake what was written before them. The simulation ends when the file
// xdma0_user is removed.
#include <sys/stat.h>

#include <csignal>
#include <cstring>
#include <iostream>

#include "host.h"

namespace {

constexpr uint64_t REGISTER_BYTES = 4096;
constexpr uint32_t CYCLES_BETWEEN_LOOKS = 256;
constexpr useconds_t IDLE_MICROSECONDS = 100;
constexpr uint32_t DOORBELLS[] = {REG_LATCH, REG_HEAD, REG_CONTROL};
constexpr uint32_t SETTINGS[] = {REG_IRQ_ENABLE,      REG_IRQ_ACKNOWLEDGE,      REG_RING_BASE_LOW,
                                 REG_RING_BASE_HIGH,  REG_RING_SIZE,            REG_WATCHDOG,
                                 REG_SCRATCH,         REG_COMPLETION_BASE_LOW,  REG_COMPLETION_BASE_HIGH};
constexpr uint32_t STABLE[] = {REG_ID,           REG_VERSION,     REG_CAP_LANES,  REG_CAP_FORMATS,
                               REG_CAP_FEATURES, REG_CAP_WEIGHTS, REG_CAP_STREAM, REG_ARCHITECTURE_CRC};
constexpr uint32_t CHANGING[] = {REG_TAIL,          REG_ERROR_SEQUENCE, REG_ERROR_DETAIL, REG_ERROR_CODE,
                                 REG_DONE_SEQUENCE, REG_IRQ_STATUS,     REG_STATUS};

class RegisterFile {
 public:
  RegisterFile(const std::string& path, Device& device) : device_(device) {
    CardMemory created(path, REGISTER_BYTES);
    descriptor_ = open(path.c_str(), O_RDWR);
    void* found = mmap(nullptr, REGISTER_BYTES, PROT_READ | PROT_WRITE, MAP_SHARED, descriptor_, 0);
    if (descriptor_ < 0 || found == MAP_FAILED) {
      throw std::runtime_error(path + ": cannot be mapped");
    }
    shown_ = static_cast<volatile uint32_t*>(found);
    for (uint32_t offset : STABLE) {
      show(offset);
    }
    showCounters();
    showChanging();
  }

  ~RegisterFile() {
    munmap(const_cast<uint32_t*>(shown_), REGISTER_BYTES);
    close(descriptor_);
  }

  bool removed() const {
    struct stat status {};
    return fstat(descriptor_, &status) != 0 || status.st_nlink == 0;
  }

  // Takes over what the host has written; whether it was anything.
  bool takeOver() {
    uint32_t rung[std::size(DOORBELLS)];
    for (size_t i = 0; i < std::size(DOORBELLS); i++) {
      rung[i] = shown_[DOORBELLS[i] / 4];
    }
    __sync_synchronize();
    bool any = false;
    for (uint32_t offset : SETTINGS) {
      any |= write(offset, shown_[offset / 4]);
    }
    for (size_t i = 0; i < std::size(DOORBELLS); i++) {
      if (write(DOORBELLS[i], rung[i])) {
        any = true;
        if (DOORBELLS[i] == REG_LATCH) {
          showCounters();
        }
      }
    }
    return any;
  }

  void showChanging() {
    for (uint32_t offset : CHANGING) {
      show(offset);
    }
  }

 private:
  bool write(uint32_t offset, uint32_t value) {
    if (value == written_[offset / 4]) {
      return false;
    }
    written_[offset / 4] = value;
    device_.writeRegister(offset, value);
    return true;
  }

  void show(uint32_t offset) { shown_[offset / 4] = device_.readRegister(offset); }

  void showCounters() {
    for (uint32_t offset = REG_CYCLES; offset <= REG_FRAMES + 4; offset += 4) {
      show(offset);
    }
  }

  Device& device_;
  int descriptor_;
  volatile uint32_t* shown_;
  uint32_t written_[REGISTER_BYTES / 4] = {};
};

}  // namespace

void serveFiles(const std::string& folder, Device& device) {
  std::signal(SIGPIPE, SIG_IGN);
  std::string fifo = folder + "/xdma0_events_0";
  if (mkfifo(fifo.c_str(), 0600) != 0) {
    throw std::runtime_error(fifo + ": " + std::strerror(errno));
  }
  int events = open(fifo.c_str(), O_RDWR | O_NONBLOCK);
  RegisterFile registers(folder + "/xdma0_user", device);
  std::cout << "listening" << std::endl;
  bool told = false;
  while (!registers.removed() && !parentIsGone()) {
    bool wasBusy = device.busy();
    bool written = registers.takeOver();
    device.advance(CYCLES_BETWEEN_LOOKS);
    if (wasBusy || written) {
      registers.showChanging();
    } else {
      usleep(IDLE_MICROSECONDS);
    }
    if (device.interrupt() && !told) {
      const uint32_t one = 1;
      [[maybe_unused]] ssize_t put = ::write(events, &one, sizeof one);  // a full FIFO loses it, as hardware does
    }
    told = device.interrupt() && !(written && device.busy());
  }
  close(events);
}
