// What may drive the simulated card: a socket, device-like files, or a recorded trace.
#pragma once

#include <unistd.h>

#include <string>

#include "device.h"
#include "recorder.h"

// Serves one connection on a Unix socket until it ends.
void serveSocket(const std::string& path, Device& device, CardMemory& memory, MemoryTiming& timing,
                 Recorder& recorder);

// Whether the process that started this one has ended; main asks first.
inline bool parentIsGone() {
  static const pid_t parent = getppid();
  return getppid() != parent;
}

// Serves device-like files in a folder until their register file is removed.
void serveFiles(const std::string& folder, Device& device);

// Plays a recorded trace; true if everything was as expected.
bool replay(const std::string& file, Device& device, CardMemory& memory);
