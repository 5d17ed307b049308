"""A worker of two processes, as the window sees it: it trains, is paused and stepped, loses a rank, and leaves none behind."""

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

import pytest

from designer.network.blocks.dense import Dense
from designer.network.blocks.input import Input
from designer.network.file_format import save
from designer.protocol import commands as c
from designer.protocol import events as e
from designer.runs.listing import list_runs
from tests.engine.conversation import ROOT, WorkerProcess
from tests.engine.networks import chain, lenet5, with_settings
from tests.engine.test_worker_life import DEAD_WITHIN_S, watched
from tests.engine.test_worker_run import start

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads /proc and kills")


def ranks_of(leader: int) -> list[int]:
    """Return the processes that the worker started."""
    return [int(pid) for task in Path(f"/proc/{leader}/task").iterdir() for pid in (task / "children").read_text().split()]


def test_two_processes_train_step_lose_a_rank_and_leave_none_behind(program: Callable[..., list[str]]) -> None:
    with WorkerProcess(program("worker", "--processes", "2")) as worker:
        greeting = worker.greet()
        assert greeting.processes == 2
        worker.send(c.LookAt(visible=("conv1",)), start(1, lenet5(epochs=1000, batch_size=256)))
        worker.wait(e.MapsDrawn, lambda drawn: drawn.run == 1 and drawn.step > 0)
        worker.wait(e.EpochFinished)

        worker.send(c.PauseTraining(run=1))
        worker.wait(e.TrainingPaused)
        worker.send(c.StepTraining(run=1))
        made = worker.wait(e.StepMade)
        assert made.loss_after < made.loss_before
        (rank,) = ranks_of(greeting.pid)
        os.kill(rank, signal.SIGKILL)  # while it waits for what comes next, and so does the leader
        failed = worker.wait(e.TrainingFailed)
        assert failed.text == f"rank 1 (pid {rank}) ended: killed by signal 9 (SIGKILL)"

        worker.send(start(2, lenet5(epochs=1000)))
        worker.wait(e.StepsDone, lambda told: told.run == 2)
        (rank,) = ranks_of(greeting.pid)
        os.kill(rank, signal.SIGKILL)  # in the middle of a step
        assert re.match(rf"rank 1 \(pid {rank}\) ended: killed by signal 9", worker.wait(e.TrainingFailed).text)

        worker.send(start(3, lenet5(epochs=1000)))
        worker.wait(e.StepsDone, lambda told: told.run == 3)
        with ExitStack() as stack:
            ended = [stack.enter_context(watched(pid)) for pid in ranks_of(greeting.pid)]
            worker.kill()
            assert ended and all(has_ended(DEAD_WITHIN_S) for has_ended in ended), "a rank lives on"


def test_under_torchrun_only_rank_0_speaks_and_writes(tmp_path: Path) -> None:
    file = tmp_path / "net.cnn"
    file.write_text(save(with_settings(chain(Input((1, 8, 8)), Dense(10)), epochs=1)))
    launcher = [sys.executable, "-m", "torch.distributed.run", "--standalone", "--local-addr", "127.0.0.1", "--nproc-per-node", "2"]
    command = [*launcher, "-m", "designer", "train", str(file), "--json", "--threads", "2"]
    environment = {**os.environ, "GLOO_SOCKET_IFNAME": "lo", "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=110)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["threads"] == 1
    assert [line.split()[1] for line in done.stderr.splitlines() if line.startswith("epoch")] == ["1/1"]
    (run,) = list_runs()
    assert (run.ending, run.path) == ("completed", Path(json.loads(done.stdout)["run"]))
