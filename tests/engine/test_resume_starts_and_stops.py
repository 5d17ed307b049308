"""Training begun and ended again and again: nothing grows, and Stop is felt at once with a whole checkpoint."""

import os
import random
import statistics
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from designer.protocol import commands as c
from designer.protocol import events as e
from designer.runs.checkpoint_header import CHECKPOINT, read_header
from tests.engine.conversation import WorkerProcess
from tests.engine.networks import lenet5
from tests.engine.test_resume_worker import digits, start

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads /proc")
MOST_GROWTH_BYTES = 10 * 1024 * 1024


@pytest.fixture(scope="module")
def worker() -> Iterator[WorkerProcess]:
    """Start a worker by the real command, as its memory is weighed: a forked one shares some with others. The tests that weigh it come first."""
    with WorkerProcess() as started:
        started.greet()
        started.send(c.LookAt(visible=()))
        yield started


def memory_bytes(pid: int) -> int:
    fields = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) * 1024 for line in fields if line.startswith("Pss_Anon:") or line.startswith("Anonymous:"))


def held(pid: int) -> tuple[set[str], int]:
    """Return the files that a process has open (sockets and pipes by their number) and how many threads it has."""
    folder = Path(f"/proc/{pid}/fd")
    files = set()
    for entry in folder.iterdir():
        try:
            files.add(f"{entry.name} {os.readlink(entry)}")
        except FileNotFoundError:  # of this very look
            continue
    return files, len(list(Path(f"/proc/{pid}/task").iterdir()))


def start_and_stop(worker: WorkerProcess, first_run: int, count: int, choose: random.Random) -> None:
    folder = ""
    for run in range(first_run, first_run + count):
        resume = folder if choose.random() < 0.3 else ""
        worker.send(start(run, digits(epochs=1000), resume=resume))
        folder = worker.wait(e.TrainingStarted).folder
        for _ in range(choose.randint(1, 3)):
            worker.wait(e.StepsDone)
        worker.send(c.StopTraining(run=run))
        worker.wait(e.TrainingFinished)
        worker.seen.clear()


def check_growth(worker: WorkerProcess, count: int) -> str:
    pid, choose = worker.process.pid, random.Random(1)
    start_and_stop(worker, 1, 5, choose)  # what is loaded once is loaded now
    before, (files, threads) = memory_bytes(pid), held(pid)
    start_and_stop(worker, 10, count, choose)
    grown, (files_after, threads_after) = memory_bytes(pid) - before, held(pid)
    assert abs(grown) <= MOST_GROWTH_BYTES, f"{grown:,} bytes more after {count} runs"
    assert files_after == files and threads_after <= threads
    return f"{grown / 2**20:+.1f} MiB, {len(files_after)} files and {threads_after} threads as before"


def test_ten_starts_and_stops_leave_nothing_behind(worker: WorkerProcess) -> None:
    check_growth(worker, 10)


@pytest.mark.ledger
@pytest.mark.timeout(1200)
def test_a_hundred_starts_and_stops_leave_nothing_behind(worker: WorkerProcess) -> None:
    print(f"N = 100 starts and stops: {check_growth(worker, 100)}")


def stop_times_ms(worker: WorkerProcess, count: int, choose: random.Random) -> list[float]:
    """Press Stop at random moments of runs of a thousand epochs; return how long each took to be told."""
    found = []
    for run in range(1, count + 1):
        worker.send(start(run, lenet5(epochs=1000)))
        worker.wait(e.TrainingStarted)
        least = choose.randint(1, 120)
        worker.wait(e.StepsDone, lambda event, least=least: event.first_step >= least)  # type: ignore[misc]  # bound now
        began = time.perf_counter()
        worker.send(c.StopTraining(run=run))
        finished = worker.wait(e.TrainingFinished)
        found.append((time.perf_counter() - began) * 1000)
        assert read_header(Path(finished.folder) / CHECKPOINT).facts.position.step == finished.step
        worker.seen.clear()
    return found


def test_stop_is_told_soon_and_its_checkpoint_is_whole(worker: WorkerProcess) -> None:
    assert statistics.median(stop_times_ms(worker, 3, random.Random(2))) < 500


@pytest.mark.ledger
@pytest.mark.timeout(1200)
@pytest.mark.parametrize("count", [20, 500])
def test_stop_at_random_moments(worker: WorkerProcess, count: int) -> None:
    seed = random.SystemRandom().randrange(10**6)
    times = sorted(stop_times_ms(worker, count, random.Random(seed)))
    p95 = times[min(len(times) - 1, round(0.95 * len(times)))]
    print(f"N = {count} stops of seed {seed}: median {statistics.median(times):.0f} ms, p95 {p95:.0f} ms, longest {times[-1]:.0f} ms")
    assert p95 <= 500
