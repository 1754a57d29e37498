// The card's memory: sparse, either anonymous or a file that others map, too.
#pragma once

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cstdint>
#include <stdexcept>
#include <string>

class CardMemory {
 public:
  // Zeros; pages come into being when they are written.
  explicit CardMemory(uint64_t bytes) : bytes_(bytes) { map(-1, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE); }

  // A sparse file of this size.
  CardMemory(const std::string& file, uint64_t bytes) : bytes_(bytes) {
    int descriptor = open(file.c_str(), O_RDWR | O_CREAT, 0600);
    if (descriptor < 0 || ftruncate(descriptor, static_cast<off_t>(bytes)) != 0) {
      throw std::runtime_error(file + ": cannot be made a file of " + std::to_string(bytes) + " bytes");
    }
    map(descriptor, MAP_SHARED);
    close(descriptor);
  }

  ~CardMemory() { munmap(base_, bytes_); }
  CardMemory(const CardMemory&) = delete;
  CardMemory& operator=(const CardMemory&) = delete;

  bool contains(uint64_t address, uint64_t count) const { return address <= bytes_ && count <= bytes_ - address; }

  // The bytes from an address on; check first that they are there.
  uint8_t* at(uint64_t address) { return base_ + address; }

 private:
  void map(int descriptor, int flags) {
    void* found = mmap(nullptr, bytes_, PROT_READ | PROT_WRITE, flags, descriptor, 0);
    if (found == MAP_FAILED) {
      throw std::runtime_error("no " + std::to_string(bytes_ >> 20) + " MiB of card memory can be mapped");
    }
    base_ = static_cast<uint8_t*>(found);
  }

  uint64_t bytes_;
  uint8_t* base_ = nullptr;
};
