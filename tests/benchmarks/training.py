"""LeNet-5 on pictures of MNIST's size, batch 128: the program's loop against the one anybody would write, each in processes of its own."""

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PICTURES, BATCH, WARM_UP, STEPS = 6_400, 128, 20, 200


def compare(rounds: int) -> None:
    """Print images a second of both loops and their ratio, round by round and in the median."""
    ours, plain, defaults = [], [], []
    for number in range(rounds):
        ours.append(measured("ours"))
        plain.append(measured("plain"))
        defaults.append(measured("defaults"))
        print(f"round {number + 1}: ours {ours[-1]:,.0f}  plain {plain[-1]:,.0f}  torch's own threads {defaults[-1]:,.0f} images/s", flush=True)
    for name, others in (("the plain loop, same threads", plain), ("the plain loop, torch's own threads", defaults)):
        ratios = [own / other for own, other in zip(ours, others, strict=True)]
        print(f"ours / {name}: {statistics.median(ratios):.3f} ({min(ratios):.3f} … {max(ratios):.3f}), N = {rounds}")


def measured(side: str) -> float:
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("OMP_", "MKL_"))}
    command = [sys.executable, "-m", "tests.benchmarks.training", side]
    return float(subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True).stdout)


def ours() -> float:
    """Return the images a second of the program's own loop, as `train` sets it up."""
    from designer.engine.threads import prepare_for_torch, usable_cores

    prepare_for_torch()
    import torch

    from designer.engine.evaluation import Part
    from designer.engine.results import TrainingParts
    from designer.engine.store import WeightStore
    from designer.engine.training import Trainer
    from designer.engine.wiring import training_network
    from designer.network.analysis import analyse
    from designer.network.file_format import load_file
    from designer.resources import templates

    torch.set_num_threads(usable_cores())
    architecture = load_file(templates()["lenet5"])
    network = training_network(architecture, analyse(architecture), WeightStore(), torch.device("cpu"), fresh=True)
    part = Part(torch.rand(PICTURES, 1, 28, 28), torch.randint(10, (PICTURES,)))
    trainer = Trainer(network, TrainingParts(part, part, part), architecture.training.change("batch_size", BATCH).change("epochs", 100))
    trainer.batches = trainer.batches * ((WARM_UP + STEPS) // len(trainer.batches) + 1)  # one long epoch: validation is not compared
    moments = trainer.moments()
    for _ in range(WARM_UP):
        next(moments)
    trainer.take_figures()
    began = time.perf_counter()
    for step in range(STEPS):
        next(moments)
        if step % 10 == 9:
            trainer.take_figures()
    return STEPS * BATCH / (time.perf_counter() - began)


def plain(same_threads: bool) -> float:
    """Return the images a second of a loop written by hand, in torch's usual words."""
    import torch
    from torch import nn

    from designer.engine.threads import usable_cores

    if same_threads:
        torch.set_num_threads(usable_cores())
    model = nn.Sequential(
        nn.Conv2d(1, 6, 5, padding=2), nn.ReLU(), nn.MaxPool2d(2), nn.Conv2d(6, 16, 5), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(),
        nn.Linear(400, 120), nn.ReLU(), nn.Linear(120, 84), nn.ReLU(), nn.Linear(84, 10),
    )  # fmt: skip
    images, labels = torch.rand(PICTURES, 1, 28, 28), torch.randint(10, (PICTURES,))
    loss_of, optimizer = nn.CrossEntropyLoss(), torch.optim.Adam(model.parameters(), lr=0.002)
    began = 0.0
    for step in range(WARM_UP + STEPS):
        if step == WARM_UP:
            began = time.perf_counter()
        if step % (PICTURES // BATCH) == 0:
            order = torch.randperm(PICTURES)
        first = step % (PICTURES // BATCH) * BATCH
        batch = order[first : first + BATCH]
        optimizer.zero_grad()
        loss = loss_of(model(images[batch]), labels[batch])
        loss.backward()
        optimizer.step()
    return STEPS * BATCH / (time.perf_counter() - began)


SIDES: dict[str, Callable[[], float]] = {"ours": ours, "plain": lambda: plain(True), "defaults": lambda: plain(False)}

if __name__ == "__main__":
    print(SIDES[sys.argv[1]]())
