"""The card around the design: memory behind its AXI ports that stalls at random and can be told to fail, and a host."""

import random
from collections import deque

from cocotb.triggers import RisingEdge

from oracle import BEAT, REGISTERS, descriptor

RING, COMPLETIONS, RING_BITS = 0x1000, 0x2000, 3


class ReadPort:
    def __init__(self, card, dut, prefix, size):
        self.card, self.size = card, size
        for name in ("araddr", "arlen", "arvalid", "arready", "rdata", "rresp", "rlast", "rvalid", "rready"):
            setattr(self, name, getattr(dut, prefix + name))
        self.waiting, self.asked, self.on_air, self.ready = deque(), None, False, 0
        self.arready.value = self.rvalid.value = self.rdata.value = self.rresp.value = self.rlast.value = 0

    def edge(self):
        if int(self.arvalid.value):
            ask = int(self.araddr.value), int(self.arlen.value) + 1
            assert self.asked in (None, ask), "an address changed while it waited"
            self.asked = ask
            if self.ready:
                address, count = ask
                assert address % self.size == 0 and address // 4096 == (address + count * self.size - 1) // 4096
                self.waiting.extend((address + i * self.size, i == count - 1) for i in range(count))
                self.asked = None
        else:
            assert self.asked is None, "an address was taken back"
        if self.on_air and int(self.rready.value):
            self.on_air = False
        if not self.on_air and self.waiting and not self.card.silent and self.card.go():
            address, last = self.waiting.popleft()
            self.rdata.value = int.from_bytes(self.card.read(address, self.size), "little")
            self.rresp.value = 2 if address in self.card.bad_reads else 0
            self.rlast.value = last
            self.on_air = True
        self.rvalid.value = self.on_air
        self.ready = self.card.go()
        self.arready.value = self.ready


class WritePort:
    def __init__(self, card, dut):
        self.card = card
        for name in ("awaddr", "awlen", "awvalid", "awready", "wdata", "wstrb", "wlast", "wvalid", "wready", "bresp",
                     "bvalid", "bready"):
            setattr(self, name, getattr(dut, "m_axi_" + name))
        self.runs, self.beats, self.answers = deque(), deque(), deque()
        self.take_address = self.take_beat = self.on_air = False
        self.awready.value = self.wready.value = self.bvalid.value = self.bresp.value = 0

    def edge(self):
        if self.take_address and int(self.awvalid.value):
            address, count = int(self.awaddr.value), int(self.awlen.value) + 1
            assert address // 4096 == (address + count * BEAT - 1) // 4096, "a burst crosses 4 KiB"
            self.runs.append((address, count))
        if self.take_beat and int(self.wvalid.value):
            self.beats.append((int(self.wdata.value), int(self.wstrb.value), int(self.wlast.value)))
        if self.on_air and int(self.bready.value):
            self.on_air = False
        while self.runs and len(self.beats) >= self.runs[0][1]:
            address, count = self.runs.popleft()
            for i in range(count):
                data, strobe, last = self.beats.popleft()
                assert last == (i == count - 1), "wlast is not with the last beat"
                self.card.write(address + i * BEAT, data.to_bytes(BEAT, "little"), strobe)
            self.answers.append(2 if address in self.card.bad_writes else 0)
        if not self.on_air and self.answers and self.card.go():
            self.bresp.value = self.answers.popleft()
            self.on_air = True
        self.bvalid.value = self.on_air
        self.take_address, self.take_beat = self.card.go(), self.card.go()
        self.awready.value, self.wready.value = self.take_address, self.take_beat


class Card:
    """Memory and host. `pace` is the chance of each channel to move in a cycle."""

    def __init__(self, dut, seed, pace):
        self.dut, self.pace, self.rng = dut, pace, random.Random(seed)
        self.bytes, self.written = {}, {}
        self.silent, self.bad_reads, self.bad_writes = False, (), ()
        self.head = 0
        self.ports = [ReadPort(self, dut, "m_axi_", BEAT), ReadPort(self, dut, "m_axiw_", 8), WritePort(self, dut)]

    def go(self):
        return self.rng.random() < self.pace

    def read(self, address, count):
        return bytes(self.bytes.get(address + i, 0xA5) for i in range(count))

    def write(self, address, data, strobe):
        for i, byte in enumerate(data):
            if strobe >> i & 1:
                self.bytes[address + i] = self.written[address + i] = byte

    def put(self, address, data):
        self.bytes |= {address + i: byte for i, byte in enumerate(data)}

    async def serve(self):
        while True:
            await RisingEdge(self.dut.clk)
            for port in self.ports:
                port.edge()

    async def set(self, register, value):
        d = self.dut
        d.s_axil_awaddr.value, d.s_axil_wdata.value, d.s_axil_wstrb.value = REGISTERS[register], value, 15
        d.s_axil_awvalid.value = d.s_axil_wvalid.value = 1
        await RisingEdge(d.clk)
        while not int(d.s_axil_awready.value):
            await RisingEdge(d.clk)
        d.s_axil_awvalid.value = d.s_axil_wvalid.value = 0

    async def get(self, register):
        d = self.dut
        d.s_axil_araddr.value, d.s_axil_arvalid.value = REGISTERS[register], 1
        await RisingEdge(d.clk)
        while not int(d.s_axil_arready.value):
            await RisingEdge(d.clk)
        d.s_axil_arvalid.value = 0
        while True:
            await RisingEdge(d.clk)
            if int(d.s_axil_rvalid.value):
                return int(d.s_axil_rdata.value)

    async def start(self):
        """From reset to ready for descriptors."""
        await self.set("RING_BASE_LOW", RING)
        await self.set("COMPLETION_BASE_LOW", COMPLETIONS)
        await self.set("RING_SIZE", RING_BITS)
        await self.set("WATCHDOG", 3000)
        await self.set("IRQ_ENABLE", 3)
        await self.set("HEAD", 0)
        await self.set("CONTROL", 1)

    async def submit(self, *all_fields):
        for fields in all_fields:
            slot = RING + self.head % (1 << RING_BITS) * 128
            self.put(slot, descriptor({"sequence": self.head} | fields))
            self.head += 1
        await self.set("HEAD", self.head)

    async def until(self, register, wanted, limit=400):
        """Reads a register until `wanted` is true of it."""
        for _ in range(limit):
            value = await self.get(register)
            if wanted(value):
                return value
            for _ in range(20):
                await RisingEdge(self.dut.clk)
        raise AssertionError(f"{register} stays at {value}")

    async def soft_reset(self):
        await self.set("CONTROL", 2)
        await self.until("STATUS", lambda status: status & 1)
        await self.set("CONTROL", 0)
        self.head = 0
        await self.start()
