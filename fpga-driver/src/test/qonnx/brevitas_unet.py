#!/usr/bin/env python3
"""Trains a small U-Net with Brevitas and exports it as QONNX: the test case "a model from the field's tools".

The net is that of this project (four stages, Conv-ReLU blocks, up-convolution with ReLU, one quantizer for both
sides of a concatenation) as a Brevitas user would write it: power-of-two scales, weights of learned bit widths,
unsigned activations, int32 biases at scale_input * scale_weight. It is trained on ellipses in speckle.

    brevitas_unet.py DIR    writes into DIR
        brevitas-w2.onnx      the exported net, input [1, 1, 32, 48]
        brevitas-w2.frames    uint8 [4, 32, 48]: grey levels of four frames
        brevitas-w2.logits    int32 [4, 32, 48], little endian: the codes of Brevitas's own logits

Brevitas's logits are compared with those of the qonnx package on the exported file; they must be the same bits.
Needs requirements-brevitas.txt. Weights depend on the versions and the machine; the files are committed.
"""
import argparse
import pathlib
import sys

import brevitas.nn as qnn
import numpy as np
import torch
import torch.nn.functional as F
from brevitas.core.scaling import ScalingImplType
from brevitas.export import export_qonnx
from brevitas.inject.enum import BitWidthImplType
from brevitas.quant import Int8WeightPerTensorFixedPoint, Int32Bias
from brevitas.quant import Uint8ActPerTensorFixedPoint
from brevitas.quant.fixed_point import Int8WeightPerChannelFixedPoint
from torch import nn

WIDTH, HEIGHT, ACROSS, STAGES = 2, 32, 48, 4
STEPS, BATCH, BITS_PRICE = 1200, 24, 0.003
MAX_OFFSET = 6.0  # Brevitas learns |offset| + 2 bits and knows no largest width; 8 bits are ours


class FrameQuant(Uint8ActPerTensorFixedPoint):
    """The grey level is the code: 8 bits at 2^-8."""

    scaling_impl_type = ScalingImplType.CONST
    min_val, max_val = 0.0, 1.0


def weight_arguments(bits, quant, learned=True):
    return dict(
        weight_quant=quant,
        weight_bit_width=bits,
        weight_bit_width_impl_type=BitWidthImplType.PARAMETER if learned else BitWidthImplType.CONST,
        bias_quant=Int32Bias,
        bias=True,
        return_quant_tensor=False,
    )


def conv(inputs, outputs, bits):
    arguments = weight_arguments(bits, Int8WeightPerChannelFixedPoint)
    return qnn.QuantConv2d(inputs, outputs, 3, padding=1, **arguments)


def relu(bits):
    return qnn.QuantReLU(act_quant=Uint8ActPerTensorFixedPoint, bit_width=bits, return_quant_tensor=True)


class Block(nn.Module):
    """Two convolutions 3x3; the second one's quantizer may be somebody else's, too."""

    def __init__(self, inputs, outputs, last):
        super().__init__()
        self.conv1, self.relu1 = conv(inputs, outputs, 5), relu(6)
        self.conv2, self.relu2 = conv(outputs, outputs, 4), last

    def forward(self, x):
        return self.relu2(self.conv2(self.relu1(self.conv1(x))))


class UNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.frame = qnn.QuantIdentity(act_quant=FrameQuant, bit_width=8, return_quant_tensor=True)
        self.encoder, self.up, self.decoder = nn.ModuleList(), nn.ModuleList(), nn.ModuleList()
        self.joint = nn.ModuleList(relu(6 + stage % 3) for stage in range(STAGES))
        channels = 1
        for stage in range(STAGES):
            self.encoder.append(Block(channels, WIDTH << stage, self.joint[stage]))
            channels = WIDTH << stage
        self.bottleneck = Block(channels, 2 * channels, relu(6))
        for stage in range(STAGES):
            out = WIDTH << stage
            arguments = weight_arguments(4, Int8WeightPerTensorFixedPoint)
            self.up.append(qnn.QuantConvTranspose2d(2 * out, out, 2, stride=2, **arguments))
            self.decoder.append(Block(2 * out, out, relu(6)))
        self.head = qnn.QuantConv2d(WIDTH, 1, 1, **weight_arguments(8, Int8WeightPerTensorFixedPoint, learned=False))

    def forward(self, x):
        x, skips = self.frame(x), []
        for block in self.encoder:
            skips.append(block(x))
            x = F.max_pool2d(skips[-1], 2, 2)
        x = self.bottleneck(x)
        for stage in reversed(range(STAGES)):
            x = self.joint[stage](self.up[stage](x))
            x = self.decoder[stage](torch.cat([x, skips[stage]], dim=1))
        return self.head(x)

    def offsets(self):
        return [p for name, p in self.named_parameters() if name.endswith("bit_width_offset")]


def frames(random, count):
    """Speckle that fades with depth around a dark ellipse: grey levels and truth."""
    y, x = np.mgrid[0:HEIGHT, 0:ACROSS]
    cx, cy = random.uniform(12, ACROSS - 12, (count, 1, 1)), random.uniform(9, HEIGHT - 9, (count, 1, 1))
    rx, ry = random.uniform(5, 11, (count, 1, 1)), random.uniform(4, 8, (count, 1, 1))
    truth = ((x - cx) / rx) ** 2 + ((y - cy) / ry) ** 2 < 1
    level = np.where(truth, 15, 90 * (1 - 0.5 * y / HEIGHT))
    grey = np.minimum(255, np.rint(level * random.rayleigh(1, truth.shape))).astype(np.uint8)
    return grey, truth


def tensor(grey):
    return torch.from_numpy(grey.astype(np.float32) / 256)[:, None]


def dice(logits, truth):
    found = logits[:, 0] > 0
    return float(2 * (found & truth).sum() / (found.sum() + truth.sum()))


def train(net, random):
    for name, p in net.named_parameters():
        if name.endswith("weight"):
            nn.init.kaiming_normal_(p)
    offsets = net.offsets()
    others = [p for p in net.parameters() if all(p is not o for o in offsets)]
    optimizer = torch.optim.Adam([{"params": others, "lr": 3e-3}, {"params": offsets, "lr": 2e-2}])
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, STEPS)
    for step in range(STEPS):
        grey, truth = frames(random, BATCH)
        goal = torch.from_numpy(truth.astype(np.float32))[:, None]
        logits = net(tensor(grey))
        likely = torch.sigmoid(logits)
        overlap = 1 - (2 * (likely * goal).sum() + 1) / (likely.sum() + goal.sum() + 1)
        bits = sum(o.abs() for o in offsets) / len(offsets)
        loss = F.binary_cross_entropy_with_logits(logits, goal) + overlap + BITS_PRICE * bits
        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(others, 5)
        optimizer.step()
        schedule.step()
        with torch.no_grad():
            for o in offsets:
                o.clamp_(0, MAX_OFFSET)
        if step % 250 == 0 or step == STEPS - 1:
            print(f"step {step}: loss {float(loss):.3f}, {2 + float(bits):.2f} bits", flush=True)


def qonnx_logits(path, inputs):
    from qonnx.core.modelwrapper import ModelWrapper
    from qonnx.core.onnx_exec import execute_onnx
    from qonnx.transformation.infer_shapes import InferShapes

    model = ModelWrapper(str(path)).transform(InferShapes())
    source, result = model.graph.input[0].name, model.graph.output[0].name
    return np.concatenate([execute_onnx(model, {source: i[None]})[result] for i in inputs])


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=pathlib.Path)
    folder = parser.parse_args().folder
    torch.manual_seed(20261121)
    torch.set_num_threads(1)
    random = np.random.default_rng(20261121)
    net = UNet()
    train(net, random)
    net.eval()
    grey, truth = frames(random, 200)
    with torch.no_grad():
        score = dice(net(tensor(grey)), torch.from_numpy(truth))
        logits = net(tensor(grey[:4]))
        features = net.decoder[0].relu2.act_quant.scale()
        scale = float(features * net.head.quant_weight().scale)
    codes = logits.numpy()[:, 0] / scale
    print(f"dice on 200 new frames {score:.3f}; logits at 2^{np.log2(scale):g}, codes {codes.min()}..{codes.max()}")
    if score < 0.8 or np.any(codes != np.rint(codes)):
        sys.exit("the net did not learn, or its logits are no codes")
    path = folder / "brevitas-w2.onnx"
    export_qonnx(net, args=torch.zeros(1, 1, HEIGHT, ACROSS), export_path=str(path), opset_version=13)
    foreign = qonnx_logits(path, tensor(grey[:4]).numpy())
    if not np.array_equal(foreign, logits.numpy()):
        sys.exit("qonnx computes other logits than Brevitas")
    (folder / "brevitas-w2.frames").write_bytes(grey[:4].tobytes())
    (folder / "brevitas-w2.logits").write_bytes(np.rint(codes).astype("<i4").tobytes())
    print("qonnx computes the same logits as Brevitas, bit for bit")


if __name__ == "__main__":
    main()
