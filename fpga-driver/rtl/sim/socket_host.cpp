// The socket's messages, little-endian. Every message is
//
//   u32 length of what follows | u8 type | body
//
// type  request body                 reply of the same type
//   1   u32 offset                   u32 value            read a register
//   2   u32 offset, u32 value        -                    write a register
//   3   u64 address, bytes           -                    write card memory
//   4   u64 address, u32 count       bytes                read card memory
//   5   -                            u64 x 4              cycles; bytes read by the features' and the
//                                                         weights' port, bytes of write beats
//   6   u8 0 read, 1 write,          -                    the next `times` bursts that touch the address
//       u64 address, u32 times                            are answered with SLVERR
//
// Replies come in the order of the requests. Two messages come unasked: 128 (no body) when the interrupt
// line rises, and again if it is still high after an acknowledgement; 127 (UTF-8 text) in place of a
// reply that cannot be given: with it the simulation ends.
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstring>
#include <iostream>

#include "host.h"

namespace {

constexpr uint32_t CYCLES_BETWEEN_LOOKS = 256;
constexpr uint32_t LONGEST_MESSAGE = 1u << 30;
constexpr int LOOK_FOR_PARENT_MILLIS = 1000;
constexpr uint8_t ERROR = 127;
constexpr uint8_t INTERRUPT = 128;

struct Message {
  uint8_t type = 0;
  std::vector<uint8_t> body;

  template <class Value>
  Value get(size_t at) const {
    if (body.size() < at + sizeof(Value)) {
      throw std::runtime_error("a message of type " + std::to_string(type) + " is too short");
    }
    Value value;
    std::memcpy(&value, body.data() + at, sizeof(Value));
    return value;
  }

  template <class Value>
  void put(Value value) {
    const auto* bytes = reinterpret_cast<const uint8_t*>(&value);
    body.insert(body.end(), bytes, bytes + sizeof(Value));
  }
};

class Connection {
 public:
  explicit Connection(int descriptor) : descriptor_(descriptor) {}
  ~Connection() { close(descriptor_); }

  bool readable(int timeoutMillis) const {
    pollfd look{descriptor_, POLLIN, 0};
    return poll(&look, 1, timeoutMillis) > 0;
  }

  // False at the end of the connection.
  bool receive(Message& message) {
    uint32_t length = 0;
    if (!fill(&length, sizeof length)) {
      return false;
    }
    if (length < 1 || length > LONGEST_MESSAGE) {
      throw std::runtime_error("a message of " + std::to_string(length) + " bytes");
    }
    message.body.resize(length - 1);
    return fill(&message.type, 1) && fill(message.body.data(), message.body.size());
  }

  void send(const Message& message) {
    auto length = static_cast<uint32_t>(message.body.size() + 1);
    drain(&length, sizeof length);
    drain(&message.type, 1);
    drain(message.body.data(), message.body.size());
  }

 private:
  bool fill(void* to, size_t count) {
    auto* bytes = static_cast<uint8_t*>(to);
    while (count > 0) {
      ssize_t got = recv(descriptor_, bytes, count, 0);
      if (got <= 0) {
        return false;
      }
      bytes += got;
      count -= static_cast<size_t>(got);
    }
    return true;
  }

  void drain(const void* from, size_t count) {
    const auto* bytes = static_cast<const uint8_t*>(from);
    while (count > 0) {
      ssize_t put = ::send(descriptor_, bytes, count, MSG_NOSIGNAL);
      if (put <= 0) {
        throw std::runtime_error("the connection ended in the middle of a message");
      }
      bytes += put;
      count -= static_cast<size_t>(put);
    }
  }

  int descriptor_;
};

// A host that dies before it has connected leaves nothing behind that could be seen to close.
void awaitHost(int listening, const std::string& path) {
  pollfd look{listening, POLLIN, 0};
  while (poll(&look, 1, LOOK_FOR_PARENT_MILLIS) == 0) {
    if (parentIsGone()) {
      unlink(path.c_str());
      throw std::runtime_error("whoever started it has ended before connecting");
    }
  }
}

int acceptOne(const std::string& path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (path.size() >= sizeof address.sun_path) {
    throw std::runtime_error(path + ": too long for a Unix socket");
  }
  std::strcpy(address.sun_path, path.c_str());
  int listening = socket(AF_UNIX, SOCK_STREAM, 0);
  if (bind(listening, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0 || listen(listening, 1) != 0) {
    throw std::runtime_error(path + ": " + std::strerror(errno));
  }
  std::cout << "listening" << std::endl;
  awaitHost(listening, path);
  int accepted = accept(listening, nullptr, nullptr);
  close(listening);
  unlink(path.c_str());
  return accepted;
}

class Session {
 public:
  Session(Device& device, CardMemory& memory, MemoryTiming& timing, Recorder& recorder)
      : device_(device), memory_(memory), timing_(timing), recorder_(recorder) {}

  Message answer(const Message& request) {
    Message reply{request.type, {}};
    switch (request.type) {
      case 1: readRegister(request, reply); break;
      case 2: writeRegister(request); break;
      case 3: writeMemory(request); break;
      case 4: readMemory(request, reply); break;
      case 5: statistics(reply); break;
      case 6: inject(request); break;
      default: throw std::runtime_error("no message has the type " + std::to_string(request.type));
    }
    return reply;
  }

  // Whether the host is to hear of an interrupt now.
  bool interruptRose() {
    bool level = device_.interrupt();
    bool rose = level && !told_;
    told_ = level;
    if (rose) {
      recorder_.interrupt();
    }
    return rose;
  }

 private:
  void readRegister(const Message& request, Message& reply) {
    auto offset = request.get<uint32_t>(0);
    uint32_t value = device_.readRegister(offset);
    recorder_.registerRead(offset, value);
    reply.put(value);
  }

  void writeRegister(const Message& request) {
    auto offset = request.get<uint32_t>(0);
    auto value = request.get<uint32_t>(4);
    device_.writeRegister(offset, value);
    recorder_.registerWritten(offset, value);
    if (offset == REG_IRQ_ACKNOWLEDGE) {
      told_ = false;
    }
  }

  void writeMemory(const Message& request) {
    auto address = request.get<uint64_t>(0);
    size_t count = request.body.size() - sizeof address;
    check(address, count);
    std::memcpy(memory_.at(address), request.body.data() + sizeof address, count);
    recorder_.memoryWritten(address, memory_.at(address), count);
  }

  void readMemory(const Message& request, Message& reply) {
    auto address = request.get<uint64_t>(0);
    auto count = request.get<uint32_t>(8);
    check(address, count);
    reply.body.assign(memory_.at(address), memory_.at(address) + count);
    recorder_.memoryRead(address, memory_.at(address), count);
  }

  void statistics(Message& reply) {
    reply.put(device_.cycles());
    reply.put(device_.featureBytesRead());
    reply.put(device_.weightBytesRead());
    reply.put(device_.bytesWritten());
  }

  void inject(const Message& request) {
    InjectedFault fault{request.get<uint64_t>(1), request.get<uint32_t>(9)};
    (request.get<uint8_t>(0) == 0 ? timing_.read : timing_.write) = fault;
  }

  void check(uint64_t address, size_t count) {
    if (!memory_.contains(address, count)) {
      throw std::runtime_error("the card has no memory at " + std::to_string(address) + ", " +
                               std::to_string(count) + " bytes");
    }
  }

  Device& device_;
  CardMemory& memory_;
  MemoryTiming& timing_;
  Recorder& recorder_;
  bool told_ = false;
};

}  // namespace

void serveSocket(const std::string& path, Device& device, CardMemory& memory, MemoryTiming& timing,
                 Recorder& recorder) {
  Connection connection(acceptOne(path));
  Session session(device, memory, timing, recorder);
  Message request;
  try {
    for (;;) {
      if (connection.readable(device.busy() ? 0 : -1)) {
        if (!connection.receive(request)) {
          return;
        }
        connection.send(session.answer(request));
      }
      device.advance(CYCLES_BETWEEN_LOOKS);
      if (session.interruptRose()) {
        connection.send(Message{INTERRUPT, {}});
      }
    }
  } catch (const std::runtime_error& e) {
    std::string text = e.what();
    connection.send(Message{ERROR, {text.begin(), text.end()}});
    throw;
  }
}
