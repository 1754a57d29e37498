// The accelerator's RTL, Verilated, as a process of its own: a card that the host's driver drives. The
// clock runs while the device is busy or a register is accessed; otherwise it stands still.
//
//   qbs-sim --socket PATH     serve one connection on a Unix socket (messages: socket_host.cpp)
//   qbs-sim --devdir FOLDER   serve device-like files (file_host.cpp)
//   qbs-sim --replay FILE     play a recorded trace (recorder.h)
//
//   --record FILE             record what comes over the socket as such a trace
//   --trace FILE.fst          write waveforms (needs: build CONFIG trace)
//   --memory MIB              card memory, 1024 if not said; pages are taken when they are written
//   --latency CYCLES          from a burst's address to its first beat or its response, 40 if not said
//   --stall PERCENT           how often a port of the memory is not ready, at random
//   --seed N                  of the stalls and of registers that have no reset
//   --fail-read ADDRESS       SLVERR for the first burst that touches the address; --fail-write alike
//
// It ends with its connection, when the register file is removed, and with the process that started it.
// Exit status: 0; 1 = wrong use, or the device broke the rules of AXI; 2 = the replay differs.
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <map>

#include "host.h"

double sc_time_stamp() { return 0; }

namespace {

class Options {
 public:
  Options(int count, char** values) {
    static const char* const known[] = {"--socket",  "--devdir", "--replay", "--record", "--trace",     "--memory",
                                        "--latency", "--stall",  "--seed",   "--fail-read", "--fail-write"};
    for (int i = 1; i < count; i += 2) {
      bool isKnown = false;
      for (const char* name : known) {
        isKnown |= name == std::string(values[i]);
      }
      if (!isKnown || i + 1 == count) {
        throw std::runtime_error(std::string(values[i]) + ": unknown, or without a value; see qbs_sim.cpp");
      }
      values_[values[i]] = values[i + 1];
    }
  }

  bool has(const std::string& name) const { return values_.count(name) > 0; }
  std::string text(const std::string& name) const { return has(name) ? values_.at(name) : ""; }
  uint64_t number(const std::string& name, uint64_t otherwise) const {
    return has(name) ? std::stoull(values_.at(name), nullptr, 0) : otherwise;
  }

 private:
  std::map<std::string, std::string> values_;
};

MemoryTiming timingOf(const Options& options) {
  MemoryTiming timing;
  timing.latency = static_cast<uint32_t>(options.number("--latency", 40));
  timing.stallPercent = static_cast<uint32_t>(options.number("--stall", 0));
  timing.dice = options.number("--seed", 1) * 0x9E3779B97F4A7C15ull + 1;  // never 0
  timing.read = {options.number("--fail-read", 0), options.has("--fail-read") ? 1u : 0u};
  timing.write = {options.number("--fail-write", 0), options.has("--fail-write") ? 1u : 0u};
  return timing;
}

CardMemory makeMemory(const Options& options) {
  uint64_t bytes = options.number("--memory", 1024) << 20;
  if (!options.has("--devdir")) {
    return CardMemory(bytes);
  }
  std::filesystem::path folder = options.text("--devdir");
  std::filesystem::create_directories(folder);
  for (const char* node : {"xdma0_h2c_0", "xdma0_c2h_0", "xdma0_user", "xdma0_events_0"}) {
    std::filesystem::remove(folder / node);
  }
  std::filesystem::create_symlink("xdma0_h2c_0", folder / "xdma0_c2h_0");
  return CardMemory(folder / "xdma0_h2c_0", bytes);
}

int run(const Options& options) {
  if (options.has("--socket") + options.has("--devdir") + options.has("--replay") != 1) {
    throw std::runtime_error("one of --socket PATH, --devdir FOLDER and --replay FILE is needed");
  }
  CardMemory memory = makeMemory(options);
  MemoryTiming timing = timingOf(options);
  Device device(memory, timing, options.number("--seed", 1), options.text("--trace"));
  if (options.has("--replay")) {
    return replay(options.text("--replay"), device, memory) ? 0 : 2;
  }
  if (options.has("--devdir")) {
    serveFiles(options.text("--devdir"), device);
    return 0;
  }
  Recorder recorder(options.text("--record"));
  serveSocket(options.text("--socket"), device, memory, timing, recorder);
  return 0;
}

}  // namespace

int main(int count, char** values) {
  parentIsGone();  // from now on it can be told
  try {
    return run(Options(count, values));
  } catch (const std::exception& e) {
    std::cerr << "qbs-sim: " << e.what() << "\n";
    return 1;
  }
}
