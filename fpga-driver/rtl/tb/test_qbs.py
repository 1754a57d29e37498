"""The design as a card: random layers against the oracle, with stalls on every channel, and every error once.

After each error: it sticks, the device falls idle, nothing more is completed, and after a soft reset a good layer is
computed right again. HALTED alone goes with its cause. The last test fails if an error of the architecture file was
provoked by none of the others. INTERNAL needs a broken device: formal/prove shows that a whole one never reports it."""

import os
import random

import cocotb
from cocotb.clock import Clock
from cocotb.handle import Force, Release
from cocotb.triggers import ClockCycles

from card import COMPLETIONS, Card
from oracle import CONV1, ERRORS, FLAGS, Layer, any_layer, crc32c

SHORT = os.environ.get("QBS_SHORT") == "1"
PROVOKED = set()  # names of the errors that tests have seen
INPUTS = ["awaddr", "awvalid", "wdata", "wstrb", "wvalid", "araddr", "arvalid"]


async def card(dut, seed=1, pace=0.8):
    for name in INPUTS:
        getattr(dut, "s_axil_" + name).value = 0
    dut.s_axil_bready.value = dut.s_axil_rready.value = 1
    dut.reset_n.value = 0
    cocotb.start_soon(Clock(dut.clk, 2, unit="step").start())
    made = Card(dut, seed, pace)
    await ClockCycles(dut.clk, 5)
    dut.reset_n.value = 1
    await ClockCycles(dut.clk, 2)
    cocotb.start_soon(made.serve())
    await made.start()
    return made


def put(made, layer):
    for address, data in layer.memory():
        made.put(address, data)


def check(made, layer, number):
    """Everything that was to be stored was, nothing else, and the completion says so."""
    wanted = layer.stored()
    end = layer.base + 0x8000
    got = {a: b for a, b in made.written.items() if layer.base <= a < end}
    assert got == wanted, f"{sum(got.get(a) != b for a, b in wanted.items())} of {len(wanted)} bytes differ"
    completion = made.read(COMPLETIONS + number % 8 * 32, 32)
    assert int.from_bytes(completion[:4], "little") == number
    assert int.from_bytes(completion[4:8], "little") == 0


async def compute(made, *layers):
    first = made.head
    made.written.clear()
    for layer in layers:
        put(made, layer)
    await made.submit(*(layer.fields() for layer in layers))
    await made.until("DONE_SEQUENCE", lambda done: done == made.head)
    assert await made.get("ERROR_CODE") == 0
    for number, layer in enumerate(layers, first):
        check(made, layer, number)


async def stuck(made, error, completed=0):
    """The error is there, it stays, the device is idle and has completed nothing more."""
    code = await made.until("ERROR_CODE", lambda found: found)
    assert code == ERRORS[error], f"error {code} instead of {error}"
    await made.until("STATUS", lambda status: status & 5 == 5)
    assert await made.get("ERROR_CODE") == ERRORS[error]
    assert await made.get("DONE_SEQUENCE") == completed
    assert await made.get("IRQ_STATUS") & 2
    assert int(made.dut.irq.value) == 1
    PROVOKED.add(error)


async def recover(made):
    await made.soft_reset()
    assert await made.get("ERROR_CODE") == 0
    await compute(made, any_layer(made.rng.randrange(5), 0x10000))


@cocotb.test()
async def computes_random_layers_while_all_channels_stall(dut):
    rng = random.Random(7)
    made = await card(dut, seed=2)
    for start in range(0, 5 if SHORT else 15, 5):
        made.pace = rng.choice([1.0, 0.7, 0.25])
        await compute(made, *(any_layer(rng.randrange(1000) * 5 + start + kind, 0x10000 * (1 + kind)) for kind in range(5)))
    await made.set("IRQ_ACKNOWLEDGE", made.head)
    assert await made.get("IRQ_STATUS") == 0


@cocotb.test()
async def waits_for_the_layer_that_makes_its_input(dut):
    made = await card(dut, seed=3, pace=0.5)
    first = any_layer(0, 0x10000)
    second = any_layer(5, 0x20000, after=made.head + 1)
    await compute(made, first, second)


@cocotb.test()
async def starts_nothing_while_halted(dut):
    made = await card(dut, seed=4)
    await made.set("CONTROL", 5)
    layer = any_layer(1, 0x10000)
    put(made, layer)
    await made.submit(layer.fields())
    await ClockCycles(dut.clk, 300)
    assert await made.get("TAIL") == 0
    await made.until("STATUS", lambda status: status & 8)
    assert await made.get("ERROR_CODE") == ERRORS["HALTED"]
    assert not await made.get("STATUS") & 4, "a halt is no fault"
    PROVOKED.add("HALTED")
    await made.set("CONTROL", 1)
    await made.until("DONE_SEQUENCE", lambda done: done == 1)
    assert await made.get("ERROR_CODE") == 0
    check(made, layer, 0)


# Error, and what is wrong in the descriptor.
MALFORMED = [
    ("OPERATION", {"magic": 0x4452}),
    ("OPERATION", {"operation": 4}),
    ("DESCRIPTOR_CRC", {"crc": 0x12345678}),
    ("SEQUENCE", {"sequence": 5}),
    ("UNSUPPORTED", {"weightBits": 9}),
    ("UNSUPPORTED", {"inputBits": 0}),
    ("UNSUPPORTED", {"outputBits": 9}),
    ("ALIGNMENT", {"source0": 0x11004}),
    ("ALIGNMENT", {"destination": 1 << 40}),
    ("SIZE", {"width": 0}),
    ("SIZE", {"rows": 5}),
    ("SIZE", {"loadRows": 1}),
    ("SIZE", {"rowWords": 3}),
    ("SIZE", {"weightWords": 7}),
    ("SIZE", {"weightBytes": 8}),
    ("SIZE", {"sourceRowBeats1": 8}),
]


@cocotb.test()
async def refuses_malformed_descriptors(dut):
    made = await card(dut, seed=5)
    layer = any_layer(0, 0x10000)
    put(made, layer)
    for error, wrong in dict(reversed(MALFORMED)).items() if SHORT else MALFORMED:  # the first of each error
        await made.submit(layer.fields() | wrong)
        await stuck(made, error)
        assert not any(layer.base + 0x3000 <= a for a in made.written)
        await made.soft_reset()
    await recover(made)


@cocotb.test()
async def refuses_what_does_not_fit_into_its_buffers(dut):
    made = await card(dut, seed=6)
    fields = any_layer(0, 0x10000).fields()
    width = fields["width"] = 8 * 1025
    blocks, row_words = fields["inputBlocks"], 1025 * fields["blockWords"]
    fields |= {"rowWords": row_words, "sourceRowBeats0": row_words * 8, "height": 2, "rows": 2, "loadRows": 2}
    assert width and blocks
    await made.submit(fields)
    await stuck(made, "UNSUPPORTED")
    await recover(made)


@cocotb.test()
async def finds_a_wrong_bit_in_the_weights(dut):
    made = await card(dut, seed=8)
    layer = any_layer(0, 0x10000)
    put(made, layer)
    made.bytes[layer.base + len(layer.stream()) - 1] ^= 0x10
    await made.submit(layer.fields())
    await stuck(made, "WEIGHT_CRC")
    wrong = crc32c(made.read(layer.base, len(layer.stream())))
    assert await made.get("ERROR_DETAIL") == wrong
    await recover(made)


@cocotb.test()
async def finds_another_output_than_expected(dut):
    made = await card(dut, seed=9)
    layer = any_layer(0, 0x10000)
    put(made, layer)
    fields = layer.fields()
    await made.submit(fields)
    await made.until("DONE_SEQUENCE", lambda done: done == 1)
    right = int.from_bytes(made.read(COMPLETIONS + 8, 4), "little")
    checked = {"flags": fields["flags"] | FLAGS["CHECK"]}
    await made.submit(fields | checked | {"expectedCrc": right})
    await made.until("DONE_SEQUENCE", lambda done: done == 2)
    await made.submit(fields | checked | {"expectedCrc": right ^ 1})
    await stuck(made, "OUTPUT_CRC", completed=2)
    assert await made.get("ERROR_DETAIL") == right
    await recover(made)


@cocotb.test()
async def finds_a_sum_beyond_32_bits(dut):
    made = await card(dut, seed=10)
    layer = Layer(random.Random(1), CONV1, 0x10000, huge=True)
    put(made, layer)
    await made.submit(layer.fields())
    await stuck(made, "OVERFLOW")
    await recover(made)


@cocotb.test()
async def reports_errors_of_the_memory(dut):
    made = await card(dut, seed=11)
    layer = any_layer(0, 0x10000)
    cases = [
        ("AXI_READ", {"bad_reads": range(0x1000, 0x1080)}),  # the descriptor
        ("AXI_READ", {"bad_reads": range(0x11000, 0x11010)}),  # a row
        ("AXI_READ", {"bad_reads": range(0x10000, 0x10010)}),  # the weights
        ("AXI_WRITE", {"bad_writes": range(0x13000, 0x13100)}),  # the map
        ("AXI_WRITE", {"bad_writes": range(0x2000, 0x2020)}),  # the completion
    ]
    for error, wrong in cases[1::2] if SHORT else cases:
        for name, addresses in wrong.items():
            setattr(made, name, addresses)
        put(made, layer)
        await made.submit(layer.fields())
        await stuck(made, error)
        made.bad_reads = made.bad_writes = ()
        await recover(made)
        await made.soft_reset()


@cocotb.test()
async def the_watchdog_ends_the_wait_for_a_silent_memory(dut):
    made = await card(dut, seed=12)
    await made.set("WATCHDOG", 500)
    made.silent = True
    layer = any_layer(0, 0x10000)
    put(made, layer)
    await made.submit(layer.fields())
    await made.until("ERROR_CODE", lambda code: code == ERRORS["WATCHDOG"])
    assert not await made.get("STATUS") & 1, "idle though the memory still owes an answer"
    made.silent = False
    await stuck(made, "WATCHDOG")
    await recover(made)


@cocotb.test()
async def reports_that_a_queue_overran(dut):
    """No descriptor does it, so the store stage is kept from taking the strips' counts: the queue of 8 fills."""
    made = await card(dut, seed=13, pace=1.0)
    layer = Layer(random.Random(2), CONV1, 0x10000, raw=True)
    dut.strip_taken.value = Force(0)
    for _ in range(4):
        await compute(made, layer, layer)
    put(made, layer)
    await made.submit(layer.fields())
    await made.until("ERROR_CODE", lambda code: code == ERRORS["INTERNAL"])
    dut.strip_taken.value = Release()
    await stuck(made, "INTERNAL", completed=8)
    await recover(made)


@cocotb.test()
async def every_error_was_provoked(dut):
    """Runs last."""
    missing = ERRORS.keys() - PROVOKED - {"NONE"}
    assert not missing, f"no test provokes {sorted(missing)}"
