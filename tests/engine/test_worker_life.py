"""No worker outlives its window, and none holds what is not its own."""

import contextlib
import os
import select
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from designer.protocol import commands as c
from designer.protocol import events as e
from designer.protocol.framing import MAGIC, FrameSplitter
from tests.engine.conversation import ROOT, WORKER, WorkerProcess
from tests.engine.networks import lenet5
from tests.engine.test_worker_run import start

DEAD_WITHIN_S = 2.0


def close_input(worker: WorkerProcess) -> None:
    assert worker.process.stdin is not None
    worker.process.stdin.close()


def test_a_closed_input_ends_a_worker_that_imports_torch() -> None:
    with WorkerProcess() as worker:
        close_input(worker)
        assert worker.wait_end(10) == 0  # the interpreter itself may still be starting
        assert worker.greeting is None


def test_a_closed_input_ends_an_idle_worker(program: Callable[..., list[str]]) -> None:
    with WorkerProcess(program("worker")) as worker:
        worker.greet()
        close_input(worker)
        assert worker.wait_end(DEAD_WITHIN_S) == 0


def test_a_closed_input_ends_a_worker_that_trains(program: Callable[..., list[str]]) -> None:
    with WorkerProcess(program("worker")) as worker:
        worker.greet()
        worker.send(start(1, lenet5(epochs=1000)))
        worker.wait(e.StepsDone)
        close_input(worker)
        assert worker.wait_end(DEAD_WITHIN_S) == 0


def test_close_ends_a_run_in_good_order(program: Callable[..., list[str]]) -> None:
    with WorkerProcess(program("worker")) as worker:
        worker.greet()
        worker.send(start(1, lenet5(epochs=1000)))
        worker.wait(e.StepsDone)
        worker.send(c.CloseWorker())
        finished = worker.wait(e.TrainingFinished)
        assert worker.wait_end(DEAD_WITHIN_S) == 0
        assert {path.name for path in Path(finished.folder).iterdir()} >= {"last.safetensors", "run.json"}
        assert not (Path(finished.folder) / "lock").exists()


@contextlib.contextmanager
def watched(pid: int) -> Iterator[Callable[[float], bool]]:
    """Give a function that waits so many seconds for the end of a process that is no child of this one."""
    descriptor = os.pidfd_open(pid)
    try:
        yield lambda seconds: bool(select.select([descriptor], [], [], seconds)[0])
    finally:
        os.close(descriptor)


PARENT = """
import subprocess, sys
worker = subprocess.Popen(sys.argv[1:], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
print(worker.pid, flush=True)
while data := worker.stdout.read1(1 << 16):
    if {magic!r} in data:
        print("greeted", flush=True)
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="kill tests run on Linux")
def test_a_killed_window_takes_the_worker_along() -> None:
    code = PARENT.format(magic=MAGIC)
    with subprocess.Popen([sys.executable, "-c", code, *WORKER], cwd=ROOT, stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        pid = int(parent.stdout.readline())
        assert parent.stdout.readline() == "greeted\n"
        with watched(pid) as has_ended:
            parent.kill()
            assert has_ended(DEAD_WITHIN_S), "the worker lives on"


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="kill tests run on Linux")
def test_a_stopped_worker_dies_with_its_window_too() -> None:
    code = PARENT.format(magic=MAGIC)
    with subprocess.Popen([sys.executable, "-c", code, *WORKER], cwd=ROOT, stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        pid = int(parent.stdout.readline())
        assert parent.stdout.readline() == "greeted\n"
        with watched(pid) as has_ended:
            os.kill(pid, signal.SIGSTOP)
            parent.kill()
            assert has_ended(DEAD_WITHIN_S), "the worker lives on"


def test_what_cannot_be_cut_into_messages_ends_the_worker_with_a_word(program: Callable[..., list[str]]) -> None:
    with WorkerProcess(program("worker")) as worker:
        worker.greet()
        worker.send_bytes(b"\xff\xff\xff\xff")
        assert "a frame claims" in worker.wait(e.CommandFailed).text
        assert worker.wait_end(DEAD_WITHIN_S) == 1


def test_noise_before_the_greeting_goes_to_the_log_and_prints_never_reach_the_frames() -> None:
    code = "import os; os.write(1, b'Last login: today\\n'); from designer.engine import worker; print('printed'); worker.main(1)"
    pipe = subprocess.PIPE
    with subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, stdin=pipe, stdout=pipe, stderr=pipe) as process:
        assert process.stdin is not None and process.stdout is not None
        splitter, bodies = FrameSplitter(), list[bytes]()
        while not bodies:
            bodies += splitter.feed(os.read(process.stdout.fileno(), 1 << 16))
        assert "Last login: today" in splitter.take_noise()
        process.stdin.close()
        process.wait(DEAD_WITHIN_S)


LOOK = """
import os, sys
from designer.engine import lifeline, worker

def look(inbox, timeout_s):
    names = {name.partition(".")[0] for name in sys.modules}
    print(os.environ["OMP_WAIT_POLICY"], "torch" in names, sorted(names & {"PySide6", "shiboken6", "pyqtgraph"}), file=sys.stderr, flush=True)
    os._exit(0)

lifeline.Inbox.take = look
worker.main(1)
"""


def test_the_worker_waits_passively_and_loads_no_qt(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OMP_WAIT_POLICY")  # of the tests themselves
    pipe = subprocess.PIPE
    with subprocess.Popen([sys.executable, "-c", LOOK], cwd=ROOT, stdin=pipe, stdout=pipe, stderr=pipe, text=True) as process:
        assert process.stderr is not None
        assert process.stderr.readline() == "PASSIVE True []\n"
        process.wait(DEAD_WITHIN_S)
