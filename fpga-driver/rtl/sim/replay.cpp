#include <fstream>
#include <iostream>
#include <sstream>

#include "host.h"

namespace {

constexpr uint32_t CYCLES_BETWEEN_LOOKS = 64;
constexpr uint64_t LONGEST_WAIT = 2'000'000'000;  // cycles

std::vector<uint8_t> bytesOf(const std::string& hex) {
  std::vector<uint8_t> bytes;
  for (size_t i = 0; i + 1 < hex.size(); i += 2) {
    bytes.push_back(static_cast<uint8_t>(std::stoul(hex.substr(i, 2), nullptr, 16)));
  }
  return bytes;
}

class Player {
 public:
  Player(Device& device, CardMemory& memory) : device_(device), memory_(memory) {}

  // What is wrong with a line's outcome; empty if nothing is.
  std::string play(std::istringstream& line) {
    std::string verb;
    line >> verb;
    if (verb == "WAIT") {
      return wait(line);
    }
    uint64_t address = 0;
    std::string value;
    if (verb != "W" && verb != "R" && verb != "M" && verb != "C") {
      return "there is no such verb";
    }
    if (!(line >> std::hex >> address >> value)) {
      return "the line is cut short";
    }
    if (verb == "W") {
      device_.writeRegister(static_cast<uint32_t>(address), static_cast<uint32_t>(std::stoul(value, nullptr, 16)));
      return "";
    }
    if (verb == "R") {
      return compare(static_cast<uint32_t>(std::stoul(value, nullptr, 16)),
                     device_.readRegister(static_cast<uint32_t>(address)));
    }
    return memory(verb == "M", address, bytesOf(value));
  }

 private:
  std::string memory(bool write, uint64_t address, const std::vector<uint8_t>& bytes) {
    if (!memory_.contains(address, bytes.size())) {
      return "the card has no memory there";
    }
    if (write) {
      std::copy(bytes.begin(), bytes.end(), memory_.at(address));
      return "";
    }
    for (size_t i = 0; i < bytes.size(); i++) {
      if (memory_.at(address)[i] != bytes[i]) {
        return "byte " + std::to_string(i) + ": " + compare(bytes[i], memory_.at(address)[i]);
      }
    }
    return "";
  }

  std::string wait(std::istringstream& line) {
    std::string what;
    uint32_t number = 0;
    line >> what;
    if (what != "irq" && !(what == "done" && line >> number)) {
      return "WAIT irq, or WAIT done N";
    }
    uint64_t last = device_.cycles() + LONGEST_WAIT;
    while (!(what == "irq" ? device_.interrupt() : reached(number))) {
      if (!device_.busy()) {
        return "the device is idle: it will not come";
      }
      if (device_.cycles() > last) {
        return "it did not come within " + std::to_string(LONGEST_WAIT) + " cycles";
      }
      device_.advance(CYCLES_BETWEEN_LOOKS);
    }
    return "";
  }

  bool reached(uint32_t number) {
    return static_cast<int32_t>(device_.readRegister(REG_DONE_SEQUENCE) - number) >= 0;
  }

  static std::string compare(uint32_t expected, uint32_t found) {
    if (expected == found) {
      return "";
    }
    std::ostringstream text;
    text << std::hex << "expected " << expected << ", found " << found;
    return text.str();
  }

  Device& device_;
  CardMemory& memory_;
};

}  // namespace

bool replay(const std::string& file, Device& device, CardMemory& memory) {
  std::ifstream lines(file);
  if (!lines) {
    throw std::runtime_error(file + ": cannot be read");
  }
  Player player(device, memory);
  std::string text;
  for (int number = 1; std::getline(lines, text); number++) {
    if (text.empty() || text[0] == '#') {
      continue;
    }
    std::istringstream line(text);
    std::string wrong = player.play(line);
    if (!wrong.empty()) {
      std::cerr << file << ":" << number << ": " << text.substr(0, 60) << ": " << wrong << "\n";
      return false;
    }
  }
  std::cout << "replayed in " << device.cycles() << " cycles\n";
  return true;
}
