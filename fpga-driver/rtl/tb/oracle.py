"""What a layer must compute (the integer model) and how its maps, weights and descriptor lie in card memory.

Written from the integer model and the layout alone: shares no code with the RTL, the compiler or the engines."""

import json
import pathlib
import random
import struct

import numpy

ARCHITECTURE = json.loads(pathlib.Path(__file__).with_name("..").joinpath("arch", "qbs.json").read_text())
REGISTERS = {r["name"]: int(r["offset"], 16) for r in ARCHITECTURE["registers"]}
ERRORS = {e["name"]: e["code"] for e in ARCHITECTURE["errors"]}
FLAGS = {f["name"]: 1 << f["bit"] for f in ARCHITECTURE["flags"]}
FIELDS = {f["name"]: (f["offset"], f["bytes"]) for f in ARCHITECTURE["descriptor"]}
CI = next(c for c in ARCHITECTURE["configurations"] if c["name"] == "ci")
OC, IC = CI["outputLanes"], CI["inputLanes"]
BEAT = IC // 2
CONV3, CONV1, UPCONV2 = 1, 2, 3


def crc32c(data):
    crc = 0xFFFFFFFF
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = crc >> 1 ^ (0x82F63B78 if crc & 1 else 0)
    return crc ^ 0xFFFFFFFF


def digits(bits):
    return 1 if bits <= 4 else 2


def up_to(number, size):
    return -(-number // size)


def requantize(value, shift, bits):
    """Halves go to the even neighbour; below 0 is 0."""
    low = value >> shift
    rest = value - (low << shift)
    half = 1 << shift >> 1
    if shift and (rest > half or (rest == half and low & 1)):
        low += 1
    return min(max(low, 0), (1 << bits) - 1)


def beats(codes, bits):
    """(address within the map, beat) of a map [height, width, channels] in card memory."""
    height, width, channels = codes.shape
    blocks, d = up_to(channels, IC), digits(bits)
    for y in range(height):
        for x in range(width):
            for block in range(blocks):
                for digit in range(d):
                    place = (((y * up_to(width, 8) + x // 8) * blocks + block) * d + digit) * 8 + x % 8
                    lanes = [0] * IC
                    for lane, code in enumerate(codes[y, x, block * IC : (block + 1) * IC]):
                        lanes[lane] = int(code) >> 4 * digit & 15
                    yield place * BEAT, bytes(a | b << 4 for a, b in zip(lanes[::2], lanes[1::2]))


class Layer:
    """A random small layer, its place in card memory and what it must store. Channels of two sources are joined."""

    def __init__(self, rng, operation, base, raw=False, pool=False, second=False, huge=False, after=0):
        self.operation, self.raw, self.pool, self.base = operation, raw, pool, base
        self.height, self.width = rng.choice([2, 4]), rng.choice([4, 6, 10])
        self.weight_bits, self.bits = rng.randint(2, 4), rng.randint(1, 8)
        self.output_bits = rng.randint(1, 8)
        self.channels = [rng.randint(1, 10)] + ([rng.randint(1, 5)] if second else [])
        self.outputs = 1 if raw else rng.randint(1, 8)
        self.positions = 4 if operation == UPCONV2 else 1
        self.kernel = 3 if operation == CONV3 else 1
        top = (1 << self.weight_bits - 1) - 1
        shape = (self.positions, self.outputs, self.kernel, self.kernel, sum(self.channels))
        numbers = numpy.random.default_rng(rng.randrange(1 << 30))
        self.weights = numbers.integers(-top, top, shape, endpoint=True)
        self.bias = [2**31 - 1 if huge else rng.randint(-300, 300) for _ in range(self.outputs)]
        if huge:
            self.weights[...] = 1
        self.shift = [rng.randint(0, 7) for _ in range(self.outputs)]
        low = 1 if huge else 0
        self.inputs = [
            numbers.integers(low, 1 << self.bits, (self.height, self.width, c)) for c in self.channels
        ]
        self.after = after

    def results(self):
        """Sums with bias [position, height, width, output channel]."""
        x = numpy.concatenate(self.inputs, axis=2).astype(object)
        reach = self.kernel // 2
        sums = numpy.zeros((self.positions, self.height, self.width, self.outputs), object)
        for p, y, column, o in numpy.ndindex(sums.shape):
            total = self.bias[o]
            for ky in range(self.kernel):
                for kx in range(self.kernel):
                    row, col = y + ky - reach, column + kx - reach
                    if 0 <= row < self.height and 0 <= col < self.width:
                        total += int((x[row, col] * self.weights[p, o, ky, kx]).sum())
            sums[p, y, column, o] = total
        return sums

    def stored(self):
        """{address: byte} of everything the layer must write, and nothing else."""
        sums = self.results()
        found = {}
        if self.raw:
            for y in range(self.height):
                for x in range(up_to(self.width, 8) * 8):
                    value = int(sums[0, y, x, 0]) if x < self.width else 0
                    at = self.base + 0x3000 + (y * up_to(self.width, 8) * 8 + x) * 4
                    found |= {at + i: b for i, b in enumerate(struct.pack("<i", value))}
            return found
        codes = numpy.zeros(sums.shape, int)
        for at in numpy.ndindex(sums.shape):
            codes[at] = requantize(int(sums[at]), self.shift[at[3]], self.output_bits)
        padded = numpy.zeros((*codes.shape[:3], OC), int)
        padded[..., : self.outputs] = codes
        if self.operation == UPCONV2:
            whole = numpy.zeros((2 * self.height, 2 * self.width, OC), int)
            for p in range(4):
                whole[p >> 1 :: 2, p & 1 :: 2] = padded[p]
        else:
            whole = padded[0]
        maps = [(0x3000, whole)]
        if self.pool:
            maps.append((0x5000, whole.reshape(self.height // 2, 2, self.width // 2, 2, OC).max(axis=(1, 3))))
        for offset, codes in maps:
            for at, beat in beats(codes, self.output_bits):
                found |= {self.base + offset + at + i: b for i, b in enumerate(beat)}
        return found

    def stream(self):
        """Parameters and weight planes in the order of use."""
        blocks = sum(up_to(c, IC) for c in self.channels)
        places, block = [], 0  # the lane of each input channel
        for count in self.channels:
            places += [block * IC + i for i in range(count)]
            block += up_to(count, IC)
        out = bytearray()
        for p in range(self.positions):
            for o in range(OC):
                known = o < self.outputs
                out += struct.pack("<iI", self.bias[o] if known else 0, self.shift[o] if known else 0)
            for plane in reversed(range(self.weight_bits)):
                for ky in range(self.kernel):
                    for kx in range(self.kernel):
                        for block in range(blocks):
                            word = 0
                            for o in range(self.outputs):
                                for channel, place in enumerate(places):
                                    bit = int(self.weights[p, o, ky, kx, channel]) >> plane & 1
                                    if place // IC == block:
                                        word |= bit << o * IC + place % IC
                            out += word.to_bytes(OC * IC // 8, "little")
        return bytes(out)

    def memory(self):
        """(address, bytes) to put into the card: maps and weights."""
        yield self.base, self.stream()
        for source, codes in enumerate(self.inputs):
            for at, beat in beats(codes, self.bits):
                yield self.base + 0x1000 * (source + 1) + at, beat

    def fields(self):
        d, row_blocks = digits(self.bits), up_to(self.width, 8)
        blocks = [up_to(c, IC) for c in self.channels] + [0]
        stream = self.stream()
        block_bytes = 32 if self.raw else digits(self.output_bits) * 8 * BEAT
        output_width = self.width * (2 if self.operation == UPCONV2 else 1)
        return {
            "magic": 0x4451,
            "operation": self.operation,
            "flags": FLAGS["IRQ"] | FLAGS["POOL"] * self.pool | FLAGS["RAW"] * self.raw,
            "width": self.width,
            "height": self.height,
            "row0": 0,
            "rows": self.height,
            "loadRow0": 0,
            "loadRows": self.height,
            "inputBlocks": sum(blocks),
            "inputBlocks0": blocks[0],
            "outputBlocks": 1,
            "weightBits": self.weight_bits,
            "inputBits": self.bits,
            "outputBits": self.output_bits,
            "blockWords": sum(blocks) * d,
            "rowWords": row_blocks * sum(blocks) * d,
            "weightWords": self.weight_bits * self.kernel**2 * sum(blocks),
            "source0": self.base + 0x1000,
            "source1": self.base + 0x2000 if len(self.channels) == 2 else 0,
            "destination": self.base + 0x3000,
            "poolDestination": self.base + 0x5000 if self.pool else 0,
            "weights": self.base,
            "weightBytes": len(stream),
            "weightCrc": crc32c(stream),
            "sourceRowBeats0": row_blocks * blocks[0] * d * 8,
            "sourceRowBeats1": row_blocks * blocks[1] * d * 8,
            "destinationRowBytes": up_to(output_width, 8) * block_bytes,
            "poolRowBytes": up_to(self.width // 2, 8) * block_bytes if self.pool else 0,
            "destinationBlockBytes": block_bytes,
            "after": self.after,
        }


def descriptor(fields):
    out = bytearray(128)
    for name, value in fields.items():
        offset, size = FIELDS[name]
        out[offset : offset + size] = value.to_bytes(size, "little")
    if "crc" not in fields:
        out[124:] = crc32c(out[:124]).to_bytes(4, "little")
    return bytes(out)


def any_layer(seed, base, **options):
    """One of the five kinds of layers, by the seed."""
    rng = random.Random(seed)
    kinds = [
        {"operation": CONV3},
        {"operation": CONV3, "pool": True},
        {"operation": CONV1, "second": True},
        {"operation": UPCONV2},
        {"operation": CONV1, "raw": True},
    ]
    return Layer(rng, base=base, **(kinds[seed % len(kinds)] | options))
