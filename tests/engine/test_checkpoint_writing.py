"""Checkpoints as they are written: beside training, whole or not at all; a disk that is full stops nothing."""

import errno
import json
import os
import random
import signal
import sys
import threading
from pathlib import Path
from typing import Any

import pytest
import torch

from designer.engine.checkpoint import Checkpoints, Intervals
from designer.engine.checkpoint_file import NotFiniteError, checkpoint_parts
from designer.engine.trainer_state import on_host
from designer.runs.checkpoint_header import CHECKPOINT, read_header
from tests.engine.checkpoint_bench import Bench


def test_a_state_with_a_value_that_is_no_number_is_never_written(tmp_path: Path) -> None:
    bench = Bench(tmp_path / "run")
    bench.go(3)
    before = (tmp_path / "run" / CHECKPOINT).read_bytes()
    for value in (float("nan"), float("inf")):
        with torch.no_grad():
            bench.trainer.network.state()["b4.weight"][0, 0] = value
        bench.checkpoints.take()
        bench.checkpoints.wait()
        assert "b4.weight" in bench.checkpoints.take_problem() or value == float("inf"), "said once"
        assert (tmp_path / "run" / CHECKPOINT).read_bytes() == before
    facts = read_header(tmp_path / "run" / CHECKPOINT).facts
    with pytest.raises(NotFiniteError):
        checkpoint_parts(facts, {"network.a": on_host(torch.tensor([1.0, float("-inf")]))})


def test_a_full_disk_lets_training_go_on_and_is_tried_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bench = Bench(tmp_path / "run")
    bench.go(2)
    path = tmp_path / "run" / CHECKPOINT
    before, lines = path.read_bytes(), (path.parent / "metrics.jsonl").read_bytes()
    write = os.write

    def full(descriptor: int, data: Any) -> int:
        if os.fstat(descriptor).st_size >= 100:  # the files that are there have no room any more
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return write(descriptor, data[:50])

    monkeypatch.setattr(os, "write", full)
    bench.go(2)
    problem = bench.checkpoints.take_problem()
    assert "No space left" in problem and "\n" not in problem
    assert bench.checkpoints.take_problem() == "", "said once"
    assert path.read_bytes() == before and (path.parent / "metrics.jsonl").read_bytes() == lines
    assert [other.name for other in path.parent.iterdir() if other.suffix == ".tmp"] == []
    monkeypatch.setattr(os, "write", write)
    bench.go(2)
    assert read_header(path).facts.position.step == bench.trainer.step > 4
    steps = [json.loads(line)["step"] for line in (path.parent / "metrics.jsonl").read_text().splitlines() if "loss" in json.loads(line)]
    assert steps == list(range(1, bench.trainer.step + 1)), "the lines that waited were written, each once"


def test_copying_takes_a_hundredth_of_the_time_at_most(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = [0.0]
    monkeypatch.setattr("designer.engine.checkpoint.now", lambda: clock[0])
    bench = Bench(tmp_path / "run", Intervals(), epochs=400)
    copy = Checkpoints._copy

    def slow(self: Checkpoints) -> Any:
        clock[0] += 0.2
        self._tell_figures()
        found = copy(self)
        self._copying_s = 0.2
        return found

    monkeypatch.setattr(Checkpoints, "_copy", slow)
    taken = []
    monkeypatch.setattr(Checkpoints, "_write", lambda self, facts, tensors: taken.append(clock[0]))
    while clock[0] < 200:
        bench.go(1)
        clock[0] += 2.0
    assert 8 <= len(taken) <= 11, "every 20 s where a copy takes 0.2 s"


def test_nothing_is_computed_by_torch_in_the_writing_thread(tmp_path: Path) -> None:
    from torch.utils._python_dispatch import TorchDispatchMode

    bench = Bench(tmp_path / "run")
    bench.go(3)
    found = bench.checkpoints._copy()
    assert found is not None
    computed: list[str] = []

    class Watch(TorchDispatchMode):  # type: ignore[no-untyped-call]  # torch leaves it untyped
        def __torch_dispatch__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
            computed.append(str(func))
            return func(*args, **(kwargs or {}))

    def write() -> None:
        with Watch():  # type: ignore[no-untyped-call]  # torch leaves it untyped
            bench.checkpoints._write(*found)

    thread = threading.Thread(target=write)
    thread.start()
    thread.join()
    assert computed == [] and bench.checkpoints.take_problem() == ""


SAVER = """
import sys, threading
from pathlib import Path
import numpy as np
from designer.runs.folder import RunFolder
from designer.runs.atomic import write_atomically
path = Path(sys.argv[1])
parts = [np.full(300_000, number, np.uint8).data for number in range(40)]
count = 0
while True:
    count += 1
    write_atomically(path, count.to_bytes(8, "little"), *parts, count.to_bytes(8, "little"))
    sys.stdout.write(f"{count}\\n")
    sys.stdout.flush()
"""


def kill_while_saving(folder: Path, count: int, seed: int) -> None:
    """Kill a process that saves all the time, at random moments: what is there is whole, and not older than what was acknowledged."""
    import subprocess

    choose, path = random.Random(seed), folder / "saved"
    for number in range(count):
        with subprocess.Popen([sys.executable, "-c", SAVER, str(path)], stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout is not None
            process.stdout.readline()
            waits = threading.Event()
            waits.wait(choose.random() * 0.05)
            process.send_signal(signal.SIGKILL)
            told = [int(line) for line in process.stdout.read().splitlines()] or [1]
            process.wait()
        data = path.read_bytes()
        assert data[:8] == data[-8:] and len(data) == 40 * 300_000 + 16, f"trial {number} of seed {seed}: the file is damaged"
        assert int.from_bytes(data[:8], "little") >= told[-1]


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL")
def test_a_kill_in_the_middle_of_saving_damages_nothing(tmp_path: Path) -> None:
    kill_while_saving(tmp_path, 5, seed=3)


@pytest.mark.ledger
@pytest.mark.timeout(1200)
def test_fifty_kills_in_the_middle_of_saving_damage_nothing(tmp_path: Path) -> None:
    seed = random.SystemRandom().randrange(10**6)
    kill_while_saving(tmp_path, 50, seed)
    print(f"N = 50 kills while saving, seed {seed}: 0 files damaged or older than acknowledged")
