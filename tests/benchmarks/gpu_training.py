"""ResNet-18 on pictures of 32×32 in bfloat16 on a GPU: the program's loop against one written by hand for the same card."""

import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from tests.benchmarks.training import ROOT

if TYPE_CHECKING:
    from torch import Tensor, nn

PICTURES, BATCH, WARM_UP, STEPS = 10_240, 512, 30, 200
SIDE, CLASSES = 32, 10
DEVICE = "cuda:0"


def compare(rounds: int) -> None:
    """Print images a second of both loops and their ratio; says so where there is no GPU."""
    import torch

    if not torch.cuda.is_available():
        print("not measured: torch finds no GPU here")
        return
    ratios = []
    for number in range(rounds):
        ours, plain = measured("ours"), measured("plain")
        ratios.append(ours / plain)
        print(f"round {number + 1}: ours {ours:,.0f}  by hand {plain:,.0f} images/s  ratio {ratios[-1]:.3f}", flush=True)
    name = torch.cuda.get_device_name()
    print(f"ours / by hand on {name}: {statistics.median(ratios):.3f} ({min(ratios):.3f} … {max(ratios):.3f}), N = {rounds}")


def measured(side: str) -> float:
    command = [sys.executable, "-m", "tests.benchmarks.gpu_training", side]
    return float(subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout)


def ours() -> float:
    """Return the images a second of the program's own loop."""
    import torch

    from designer.engine.evaluation import Part
    from designer.engine.results import TrainingParts
    from designer.engine.store import WeightStore
    from designer.engine.training import Trainer
    from designer.engine.wiring import training_network
    from designer.network import edits
    from designer.network.analysis import analyse
    from designer.network.file_format import load_file
    from designer.resources import templates

    architecture = load_file(templates()["resnet18"])
    analysis = analyse(architecture)
    assert analysis.input_id is not None and analysis.logits_id is not None
    architecture = edits.set_field(architecture, analysis.input_id, "shape", [3, SIDE, SIDE])
    architecture = edits.set_field(architecture, analysis.logits_id, "units", CLASSES)
    training = architecture.training
    for key, value in {"batch_size": BATCH, "epochs": 100, "precision": "bfloat16", "optimizer": "sgd", "learning_rate": 0.05}.items():
        training = training.change(key, value)
    architecture = replace(architecture, training=training)
    device = torch.device(DEVICE)
    network = training_network(architecture, analyse(architecture), WeightStore(), device, fresh=True)
    part = Part(torch.rand(PICTURES, 3, SIDE, SIDE, device=device), torch.randint(CLASSES, (PICTURES,), device=device))
    trainer = Trainer(network, TrainingParts(part, part, part), training)
    trainer.batches = trainer.batches * ((WARM_UP + STEPS) // len(trainer.batches) + 1)  # one long epoch: validation is not compared
    moments = trainer.moments()
    return _images_per_second(lambda: next(moments), trainer.take_figures)


def plain() -> float:
    """Return the images a second of a loop written by hand for speed: channels last, data on the card, fused optimiser, autocast."""
    import torch
    from torch import nn

    device = torch.device(DEVICE)
    model = _resnet18().to(device)
    model = model.to(memory_format=torch.channels_last)  # type: ignore[call-overload]  # torch leaves it out of its types
    images = torch.rand(PICTURES, 3, SIDE, SIDE, device=device)
    labels = torch.randint(CLASSES, (PICTURES,), device=device)
    optimizer, loss_of = torch.optim.SGD(model.parameters(), lr=0.05, momentum=0.9, fused=True), nn.CrossEntropyLoss()
    losses: list[Tensor] = []

    def step() -> None:
        batch = torch.randperm(PICTURES, device=device)[:BATCH]
        optimizer.zero_grad(set_to_none=True)
        with torch.autocast(device.type, torch.bfloat16):
            loss = loss_of(model(images[batch].contiguous(memory_format=torch.channels_last)), labels[batch])
        loss.backward()
        optimizer.step()
        losses.append(loss.detach())

    def read() -> None:
        torch.stack(losses).cpu()
        losses.clear()

    return _images_per_second(step, read)


def _images_per_second(step: Callable[[], object], read: Callable[[], object]) -> float:
    """Time steps; both loops read their losses every fifty steps, as a curve needs them."""
    import torch

    for _ in range(WARM_UP):
        step()
    read()
    torch.cuda.synchronize()
    began = time.perf_counter()
    for number in range(1, STEPS + 1):
        step()
        if number % 50 == 0:
            read()
    torch.cuda.synchronize()
    return STEPS * BATCH / (time.perf_counter() - began)


def _resnet18() -> "nn.Module":
    import torch
    from torch import nn
    from torch.nn import functional

    class Residual(nn.Module):
        def __init__(self, channels: int, filters: int, stride: int) -> None:
            super().__init__()
            self.conv1 = nn.Conv2d(channels, filters, 3, stride, 1, bias=False)
            self.conv2 = nn.Conv2d(filters, filters, 3, 1, 1, bias=False)
            self.norm1, self.norm2 = nn.BatchNorm2d(filters), nn.BatchNorm2d(filters)
            self.shortcut: nn.Module = nn.Identity()
            if stride != 1 or channels != filters:
                self.shortcut = nn.Sequential(nn.Conv2d(channels, filters, 1, stride, bias=False), nn.BatchNorm2d(filters))

        def forward(self, value: "Tensor") -> "Tensor":
            inner = functional.relu(self.norm1(self.conv1(value)))
            return functional.relu(self.norm2(self.conv2(inner)) + self.shortcut(value))

    stages = [(64, 64, 1), (64, 64, 1), (64, 128, 2), (128, 128, 1), (128, 256, 2), (256, 256, 1), (256, 512, 2), (512, 512, 1)]
    head = [nn.Conv2d(3, 64, 7, 2, 3, bias=False), nn.BatchNorm2d(64), nn.ReLU(), nn.MaxPool2d(3, 2, 1)]
    torch.manual_seed(0)
    return nn.Sequential(*head, *(Residual(*stage) for stage in stages), nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(512, CLASSES))


SIDES: dict[str, Callable[[], float]] = {"ours": ours, "plain": plain}

if __name__ == "__main__":
    print(SIDES[sys.argv[1]]())
