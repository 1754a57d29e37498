"""Turns yosys' statistics of one mapping into the record and the page: resources.py RESULTS NAME STAT DIGEST VERSION."""

import json
import pathlib
import re
import sys

BEGIN, END = "<!-- resources: begin -->", "<!-- resources: end -->"
# LUTs that a cell of distributed memory takes on an UltraScale+.
LUT_MEMORY = {"RAM32M16": 8, "RAM64M8": 8, "RAM32M": 4, "RAM64M": 4, "RAM64X1D": 2, "RAM32X1D": 2, "RAM128X1D": 4}


def modules(stat):
    """Cells of each module by kind, without those of the modules inside; and of the whole design."""
    found, current = {}, None
    for line in stat.splitlines():
        if match := re.match(r"=== (.*) ===", line):
            current = found.setdefault(match[1], {})
        elif current is not None and (match := re.match(r"     (\S+) +(\d+)$", line)):
            current[match[1]] = current.get(match[1], 0) + int(match[2])
    whole = found.pop("design hierarchy")
    return {name: cells for name, cells in found.items()}, whole


def figures(cells):
    """The counts by which FPGAs are compared. An inverter is counted as a LUT, though it often vanishes into one."""
    memory = sum(cells.get(kind, 0) * luts for kind, luts in LUT_MEMORY.items())
    memory += 4 * cells.get("TRELLIS_DPR16X4", 0)
    shift = cells.get("SRL16E", 0) + cells.get("SRLC32E", 0)
    logic = sum(count for kind, count in cells.items() if re.fullmatch(r"LUT[1-6]|INV", kind))
    logic += 2 * cells.get("CCU2C", 0)  # an ECP5's carry cells are made of LUTs; those of an UltraScale+ are not
    return {
        "lut": logic + memory + shift,
        "lut_logic": logic,
        "lut_memory": memory + shift,
        "ff": sum(n for kind, n in cells.items() if re.fullmatch(r"FD[RSCP]E|TRELLIS_FF", kind)),
        "carry": cells.get("CARRY4", 0) + cells.get("CARRY8", 0) + cells.get("CCU2C", 0),
        "bram": cells.get("RAMB36E2", 0) + cells.get("RAMB18E2", 0) / 2 + cells.get("DP16KD", 0),
        "uram": cells.get("URAM288", 0),
        "dsp": cells.get("DSP48E2", 0) + cells.get("MULT18X18D", 0),
    }


def short_name(module):
    return re.search(r"qbs_[a-z0-9_]+", module)[0]


def by_module(found, whole):
    """LUTs of each kind of module, all its copies together, its insides left out; the largest first."""
    copies = {name: whole.get(name, 0) for name in found}
    for name in found:
        if "qbs_top" in name:
            copies[name] = 1
    totals = {}
    for name, cells in found.items():
        entry = totals.setdefault(short_name(name), {"copies": 0, "lut": 0, "ff": 0})
        own = figures(cells)
        entry["copies"] += copies[name]
        entry["lut"] += copies[name] * own["lut"]
        entry["ff"] += copies[name] * own["ff"]
    return dict(sorted(totals.items(), key=lambda item: -item[1]["lut"]))


def hierarchy_copies(stat):
    """How often each module is there: the tree at the end of the statistics, counts multiplied along a path."""
    counts, path = {}, []
    for line in stat.split("=== design hierarchy ===")[1].splitlines():
        match = re.match(r"^( +)(\S*qbs_\S+) +(\d+)$", line)
        if not match:
            if line.strip().startswith("Number of"):
                break
            continue
        depth = len(match[1])
        path = [(d, n) for d, n in path if d < depth]
        number = int(match[3]) * (path[-1][1] if path else 1)
        path.append((depth, number))
        counts[match[2]] = counts.get(match[2], 0) + number
    return counts


def page(record):
    rows = ["| configuration | mapped by | LUT | of these memory | FF | BRAM | URAM | DSP |", "|---|---|---|---|---|---|---|---|"]
    for name, entry in record["configurations"].items():
        rows.append(
            f"| {name} | {entry['target']} | {entry['lut']:,} | {entry['lut_memory']:,} | {entry['ff']:,} "
            f"| {entry['bram']:g} | {entry['uram']} | {entry['dsp']:,} |"
        )
    for name, entry in record["configurations"].items():
        rows += ["", f"Where the LUTs of {name} are (all copies, without the modules inside):", ""]
        rows += ["| module | copies | LUT | FF |", "|---|---|---|---|"]
        for module, own in entry["modules"].items():
            if own["lut"] >= 100:
                rows.append(f"| `{module}` | {own['copies']} | {own['lut']:,} | {own['ff']:,} |")
    stamps = ", ".join(f"{n} of `{e['rtl_sha256'][:12]}`" for n, e in record["configurations"].items())
    rows += ["", f"Sources (sha256 over the sorted `.sv` files): {stamps}. {record['yosys']}."]
    return "\n".join(rows)


def main():
    results, name, stat_file, digest, version = sys.argv[1:]
    stat = pathlib.Path(stat_file).read_text()
    found, whole = modules(stat)
    counts = hierarchy_copies(stat)
    entry = {"target": "synth_ecp5" if name == "ecp5" else "synth_xilinx -family xcup -uram"}
    entry |= figures(whole)
    entry["rtl_sha256"] = digest
    entry["modules"] = by_module(found, whole | counts)

    path = pathlib.Path(results, "accelerator-resources.json")
    record = json.loads(path.read_text()) if path.exists() else {"configurations": {}}
    record["yosys"] = version
    record["configurations"][name] = entry
    order = ["ci", "ecp5", "k26", "k26-wide", "zu7ev"]
    record["configurations"] = {n: record["configurations"][n] for n in order if n in record["configurations"]}
    path.write_text(json.dumps(record, indent=2) + "\n")

    text_path = pathlib.Path(results, "accelerator.md")
    text = text_path.read_text()
    before, rest = text.split(BEGIN)
    text_path.write_text(before + BEGIN + "\n" + page(record) + "\n" + END + rest.split(END)[1])
    print(f"{name}: {entry['lut']} LUT, {entry['ff']} FF, {entry['bram']:g} BRAM, {entry['uram']} URAM, {entry['dsp']} DSP")


if __name__ == "__main__":
    main()
