"""Runs killed by SIGKILL at a random moment and gone on with: equal to the uninterrupted ones in every bit."""

import itertools
import json
import random
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
import torch
from safetensors.torch import load_file

from designer.network.architecture import Architecture, Block, Wire
from designer.network.blocks.batch_norm import BatchNorm
from designer.network.blocks.conv2d import Conv2d
from designer.network.blocks.dense import Dense
from designer.network.blocks.dropout import Dropout
from designer.network.blocks.input import Input
from designer.network.blocks.relu import Relu
from designer.network.file_format import save
from designer.runs.checkpoint_header import read_header
from designer.runs.listing import summarise
from tests.engine.forked_runs import RunServer
from tests.engine.networks import with_settings
from tests.engine.random_runs import random_run

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="forks, and kills what it forked")


@pytest.fixture(scope="module")
def server(program: Callable[..., list[str]]) -> Iterator[RunServer]:
    with RunServer(program("-m", "tests.engine.forked_runs")) as running:
        yield running


def state_of(run: Path) -> dict[str, Any]:
    """Return all that a run is, by name: every tensor's bytes, its place, every curve point; what depends on the clock left out."""
    facts = msgspec.to_builtins(read_header(run / "checkpoint.safetensors").facts)
    found = {name: facts[name] for name in ("position", "base_rate", "scaler", "with_state", "epochs", "best_epoch")}
    for file in ("checkpoint", "best", "last"):
        found |= {f"{file} {name}": _bits(name, tensor) for name, tensor in load_file(run / f"{file}.safetensors").items()}
    lines = [json.loads(line) for line in (run / "metrics.jsonl").read_text().splitlines()]
    found["metrics"] = [{key: value for key, value in line.items() if key != "images_per_second"} for line in lines]
    result = json.loads((run / "run.json").read_text())["result"]
    return found | {"result": {key: value for key, value in result.items() if key != "seconds"}}


def _bits(name: str, tensor: torch.Tensor) -> bytes:
    if name == "epochs":
        tensor = tensor[:, [0, 1, 2, 3, 5]]  # without images per second
    return tensor.reshape(-1).contiguous().view(torch.uint8).numpy().tobytes()


def differences(one: Path, other: Path) -> list[str]:
    first, second = state_of(one), state_of(other)
    assert set(first) == set(second)
    return [name for name in first if first[name] != second[name]]


def compare_killed(server: RunServer, folder: Path, seed: int) -> None:
    """Make a random run twice, the second time killed once or twice on the way."""
    choose = random.Random(seed)
    text, threads = save(random_run(seed)), choose.choice((1, 2))
    common = {"threads": threads, "rates": {str(choose.randint(1, 30)): 0.004} if choose.random() < 0.5 else {}}
    # a checkpoint after every piece of work, or so seldom that some steps are made once more
    intervals = choose.choice(((0, 0), (0.02, 0.02), (0.1, 0.05)))
    whole = server.run(architecture=text, out=str(folder / "whole"), **common)
    assert whole["status"] == 0, (seed, whole)
    cut = folder / "cut"
    moments = [choose.randint(1, whole["moments"]) for _ in range(choose.randint(1, 2))]
    story = f"seed {seed}, killed at {moments} of {whole['moments']}, intervals {intervals}"
    killed = server.run(architecture=text, out=str(cut), kill_at=moments[0], intervals=intervals, settled=choose.random() < 0.5, **common)
    assert killed["status"] == -9, story
    for moment in moments[1:]:
        server.run(resume=str(cut), kill_at=moment, intervals=intervals, **common)
    if summarise(cut).ending != "completed":
        resumed = server.run(resume=str(cut), intervals=intervals, **common)
        assert resumed["status"] == 0, (story, resumed)
        assert resumed["result"]["threads"] == threads
    assert differences(folder / "whole", cut) == [], story


@pytest.mark.parametrize("seed", range(3))
def test_a_killed_run_goes_on_bit_for_bit(server: RunServer, tmp_path: Path, seed: int) -> None:
    compare_killed(server, tmp_path, seed)


@pytest.mark.ledger
@pytest.mark.timeout(1800)
def test_sixty_killed_runs_go_on_bit_for_bit(server: RunServer, tmp_path: Path) -> None:
    begin = random.SystemRandom().randrange(10**6)
    for seed in range(begin, begin + 60):
        folder = tmp_path / str(seed)
        folder.mkdir()
        compare_killed(server, folder, seed)
    print(f"N = 60 runs killed and gone on with, seeds {begin} to {begin + 59}: 60 bit-identical")


def everything_used(**settings: object) -> Architecture:
    """Return a run in which every saved item matters: dropout, batch norm, momentum, a schedule, a best epoch that is not the last."""
    specs = {
        "input": Input((1, 8, 8)), "conv1": Conv2d(4, (3, 3), padding="same"), "norm1": BatchNorm(), "relu1": Relu(),
        "drop1": Dropout(0.3), "dense1": Dense(10),
    }  # fmt: skip
    names = list(specs)
    wires = tuple(itertools.starmap(Wire, itertools.pairwise(names)))
    network = Architecture("All", "", tuple(Block(name, spec) for name, spec in specs.items()), wires)
    common: dict[str, object] = {
        "batch_size": 100, "epochs": 3, "schedule": "step", "drop_every": 1, "drop_to": 0.8, "clip_norm": 1.0, "shift": 0.1, "seed": 3,
    }  # fmt: skip
    return with_settings(network, **{**common, **settings})


STEPS = 15  # of an epoch
BY_OPTIMIZER = {
    "sgd": ("momentum_buffer",),
    "adam": ("exp_avg", "exp_avg_sq", "step"),
    "adamw": ("exp_avg", "exp_avg_sq", "step"),
    "rmsprop": ("square_avg",),
}
ITEMS = (
    "tensor:network.conv1", "tensor:network.dense1", "tensor:network.norm1.weight", "tensor:network.norm1.bias",
    "tensor:network.norm1.running_mean", "tensor:network.norm1.running_var", "tensor:best", "tensor:epochs", "tensor:random.cpu",
    "position:step", "position:steps_in_epoch", "position:loss_sum", "position:right", "position:pictures",
    "fact:base_rate", "fact:best_epoch", "metrics",
)  # fmt: skip
CASES = [("sgd", item) for item in ITEMS] + [(name, f"tensor:{key}") for name, keys in BY_OPTIMIZER.items() for key in keys]


@pytest.fixture(scope="module")
def broken_off(server: RunServer, tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Path, Path]]:
    """Return by optimiser an uninterrupted run, and one that was killed in the middle of its last epoch, after its best one."""
    found = {}
    for optimizer in BY_OPTIMIZER:
        folder = tmp_path_factory.mktemp(optimizer)
        rate = {"sgd": 0.05}.get(optimizer, 0.01)
        # so high a rate in the last epoch that the one before stays the best
        order = {"architecture": save(everything_used(optimizer=optimizer, learning_rate=rate)), "rates": {str(2 * STEPS + 1): 40 * rate}}
        whole = server.run(out=str(folder / "whole"), **order)
        assert whole["status"] == 0, whole
        assert summarise(folder / "whole").best_epoch == 2
        evaluations = whole["moments"] - 3 * STEPS - 3 - 1
        per_epoch = STEPS + 1 + evaluations // 4
        killed = server.run(out=str(folder / "cut"), kill_at=2 * per_epoch + 8, checkpoints_until=2 * per_epoch + 6, settled=True, **order)
        assert killed["status"] == -9
        found[optimizer] = folder / "whole", folder / "cut"
    return found


def go_on(server: RunServer, cut: Path, folder: Path, **order: object) -> Path:
    shutil.copytree(cut, folder)
    done = server.run(resume=str(folder), **order)
    assert done["status"] in (0, 1), done
    return folder


@pytest.mark.parametrize("optimizer", BY_OPTIMIZER)
def test_with_everything_that_was_saved_the_run_is_the_same(
    server: RunServer, broken_off: dict[str, tuple[Path, Path]], tmp_path: Path, optimizer: str
) -> None:
    whole, cut = broken_off[optimizer]
    facts = read_header(cut / "checkpoint.safetensors").facts
    assert facts.position.epoch == 3 and 0 < facts.position.steps_in_epoch < STEPS
    assert differences(whole, go_on(server, cut, tmp_path / "run")) == []


def test_every_item_of_the_file_is_left_out_once(broken_off: dict[str, tuple[Path, Path]]) -> None:
    for optimizer, (_, cut) in broken_off.items():
        header = read_header(cut / "checkpoint.safetensors")
        named = [item.partition(":")[2] for name, item in CASES if name == optimizer or item.startswith("tensor:")]
        assert [name for name in header.entries if not any(name.startswith(item) or name.endswith(item) for item in named)] == []
        state = {*msgspec.to_builtins(header.facts.position), "base_rate", "best_epoch"} - {"epoch"}  # without its epoch it is refused
        assert {item.partition(":")[2] for item in ITEMS if item.startswith(("position:", "fact:"))} == state


@pytest.mark.parametrize(("optimizer", "item"), CASES)
def test_each_item_left_out_makes_another_run(
    server: RunServer, broken_off: dict[str, tuple[Path, Path]], tmp_path: Path, optimizer: str, item: str
) -> None:
    whole, cut = broken_off[optimizer]
    folder = go_on(server, cut, tmp_path / "run", drop=item)
    if summarise(folder).ending == "completed":
        assert differences(whole, folder) != [], f"{item} is saved, and nothing depends on it"
