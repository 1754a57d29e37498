"""The peer of the training benchmark: the same U-Net in PyTorch, channels-last, one training step per line of input.

Arguments: width batch threads. Input lines name a precision, "float32" or "bfloat16" (autocast); the answer to each is one
line with the seconds of that step. BCE loss, Adam, random frames of 128 x 128. The first line of output is PyTorch's version.
"""
import sys
import time

import torch
from torch import nn

width, batch, threads = (int(argument) for argument in sys.argv[1:4])
torch.set_num_threads(threads)
torch.manual_seed(1)


def block(inputs, outputs):
    layers = []
    for channels in (inputs, outputs):
        layers += [nn.Conv2d(channels, outputs, 3, padding=1), nn.BatchNorm2d(outputs), nn.ReLU()]
    return nn.Sequential(*layers)


class UNet(nn.Module):
    def __init__(self):
        super().__init__()
        stages = [width << stage for stage in range(4)]
        self.encoders = nn.ModuleList([block(i, o) for i, o in zip([1] + stages, stages)])
        self.bottleneck = block(8 * width, 16 * width)
        self.ups = nn.ModuleList([nn.ConvTranspose2d(2 * c, c, 2, 2) for c in reversed(stages)])
        self.decoders = nn.ModuleList([block(2 * c, c) for c in reversed(stages)])
        self.head = nn.Conv2d(width, 1, 1)

    def forward(self, x):
        skips = []
        for encoder in self.encoders:
            x = encoder(x)
            skips.append(x)
            x = nn.functional.max_pool2d(x, 2)
        x = self.bottleneck(x)
        for up, decoder, skip in zip(self.ups, self.decoders, reversed(skips)):
            x = decoder(torch.cat([up(x), skip], 1))
        return self.head(x)


class Training:
    def __init__(self, precision):
        self.rounded = precision == "bfloat16"
        self.net = UNet().train().to(memory_format=torch.channels_last)
        self.adam = torch.optim.Adam(self.net.parameters())
        self.frames = torch.rand(batch, 1, 128, 128).contiguous(memory_format=torch.channels_last)
        self.masks = (torch.rand(batch, 1, 128, 128) > 0.5).float()

    def step(self):
        start = time.perf_counter()
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=self.rounded):
            logits = self.net(self.frames)
        loss = nn.functional.binary_cross_entropy_with_logits(logits.float(), self.masks)
        self.adam.zero_grad()
        loss.backward()
        self.adam.step()
        return time.perf_counter() - start


print(torch.__version__, flush=True)
trainings = {}
for line in sys.stdin:
    precision = line.strip()
    if precision not in trainings:
        trainings[precision] = Training(precision)
    print(trainings[precision].step(), flush=True)
