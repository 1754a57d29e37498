#!/usr/bin/env python3
"""Runs an exported model with tools that are not this project's and compares every code with the project's own.

cross_check.py qonnx MODEL.onnx DIR   the qonnx package, node by node; one differing code ends with exit 1
cross_check.py qdq MODEL.onnx DIR     ONNX Runtime: must be exact without its optimizations; with them the
                                      differences are reported (its int8 kernels saturate on a CPU without VNNI)

DIR holds what the project computed: input.npy (uint8 [N, H, W]), logits.npy (int32 [N, H, W]) and one
<layer>.npy (uint8 [N, h, w, C]) per layer. Needs requirements.txt.
"""
import argparse
import pathlib
import sys
import time

import numpy as np
import onnx
import onnxruntime as ort

LAYER_SUFFIX = {"qonnx": ".out", "qdq": ".codes"}


class Comparison:
    """Counts codes that were compared, and tells the first tensor that differs."""

    def __init__(self):
        self.compared = self.differing = self.mask_pixels = 0
        self.first = None

    def add(self, name, found, expected):
        if found.shape != expected.shape:
            sys.exit(f"{name}: shape {found.shape}, expected {expected.shape}")
        wrong = int(np.count_nonzero(found != expected))
        self.compared += expected.size
        self.differing += wrong
        if wrong and self.first is None:
            self.first = name

    def report(self, what, frames, seconds):
        where = f", first in {self.first}" if self.first else ""
        print(
            f"{what}: {frames} frames, {self.compared} codes compared, {self.differing} differ{where},"
            f" {self.mask_pixels} mask pixels differ, {seconds:.1f} s",
            flush=True,
        )


class Exported:
    """An exported file, and what the project computed for it."""

    def __init__(self, kind, path, folder):
        self.model = onnx.load(path)
        onnx.checker.check_model(self.model)
        notes = {p.key: p.value for p in self.model.metadata_props}
        self.logit_scale = 2.0 ** -int(notes["quantunet.logit_exponent"])
        self.threshold = int(notes["quantunet.threshold"])
        self.inputs = np.load(folder / "input.npy").astype(np.float32)[:, None] / 256
        self.logits = np.load(folder / "logits.npy")
        names = {o for node in self.model.graph.node for o in node.output}
        self.layers = {}
        for file in sorted(folder.glob("*.npy")):
            tensor = file.stem + LAYER_SUFFIX[kind]
            if file.stem not in ("input", "logits"):
                if tensor not in names:
                    sys.exit(f"{file}: the model has no tensor {tensor}")
                self.layers[tensor] = np.load(file, mmap_mode="r")
        if len(self.layers) != 22:
            sys.exit(f"{folder}: codes of {len(self.layers)} layers, a U-Net has 22 besides its head")

    def compare_logits(self, result, values, frames):
        codes = values[:, 0] / self.logit_scale
        expected = self.logits[frames]
        result.add("logits", codes, expected)
        result.mask_pixels += int(np.count_nonzero((codes > self.threshold) != (expected > self.threshold)))


def batches(count, size):
    return [slice(i, min(i + size, count)) for i in range(0, count, size)]


def check_qonnx(exported, batch):
    from qonnx.core.modelwrapper import ModelWrapper
    from qonnx.core.onnx_exec import execute_onnx
    from qonnx.transformation.infer_shapes import InferShapes

    scales = {i.name: onnx.numpy_helper.to_array(i) for i in exported.model.graph.initializer}
    result, start, wrapper = Comparison(), time.perf_counter(), None
    for frames in batches(len(exported.inputs), batch):
        inputs = exported.inputs[frames]
        if wrapper is None or wrapper.get_tensor_shape("input") != list(inputs.shape):
            resized = onnx.ModelProto()
            resized.CopyFrom(exported.model)
            for info in (*resized.graph.input, *resized.graph.output):
                info.type.tensor_type.shape.dim[0].dim_value = len(inputs)
            del resized.graph.value_info[:]
            wrapper = ModelWrapper(resized).transform(InferShapes())
        tensors = execute_onnx(wrapper, {"input": inputs}, return_full_exec_context=True)
        for name, expected in exported.layers.items():
            codes = tensors[name] / scales[name + ".scale"]
            result.add(name, codes.transpose(0, 2, 3, 1), expected[frames])
        exported.compare_logits(result, tensors["logits"], frames)
    result.report("qonnx", len(exported.inputs), time.perf_counter() - start)
    return result.differing + result.mask_pixels == 0


def run_qdq(exported, level, with_layers):
    model = onnx.ModelProto()
    model.CopyFrom(exported.model)
    if with_layers:
        shapes = {info.name: info for info in model.graph.value_info}
        model.graph.output.extend(shapes[name] for name in exported.layers)
    options = ort.SessionOptions()
    options.intra_op_num_threads = 1
    options.graph_optimization_level = level
    session = ort.InferenceSession(model.SerializeToString(), options, providers=["CPUExecutionProvider"])
    names = [output.name for output in session.get_outputs()]
    result, start = Comparison(), time.perf_counter()
    for i, image in enumerate(exported.inputs):
        frame = slice(i, i + 1)
        tensors = dict(zip(names, session.run(names, {"input": image[None]})))
        if with_layers:
            for name, expected in exported.layers.items():
                result.add(name, tensors[name].transpose(0, 2, 3, 1), expected[frame])
        exported.compare_logits(result, tensors["logits"], frame)
    return result, time.perf_counter() - start


def check_qdq(exported):
    levels = ort.GraphOptimizationLevel
    frames = len(exported.inputs)
    exact, seconds = run_qdq(exported, levels.ORT_DISABLE_ALL, with_layers=True)
    exact.report("qdq, not optimized, every layer", frames, seconds)
    for what, with_layers in (("qdq, optimized, every layer", True), ("qdq, optimized, logits", False)):
        result, seconds = run_qdq(exported, levels.ORT_ENABLE_ALL, with_layers)
        result.report(what, frames, seconds)
    return exact.differing + exact.mask_pixels == 0


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("kind", choices=("qonnx", "qdq"))
    parser.add_argument("model", type=pathlib.Path)
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--batch", type=int, default=10, help="frames that qonnx computes at a time (default 10)")
    arguments = parser.parse_args()
    ort.set_default_logger_severity(3)
    exported = Exported(arguments.kind, arguments.model, arguments.folder)
    same = check_qonnx(exported, arguments.batch) if arguments.kind == "qonnx" else check_qdq(exported)
    sys.exit(0 if same else 1)


if __name__ == "__main__":
    main()
