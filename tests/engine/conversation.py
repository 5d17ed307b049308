"""A real worker on real pipes, as the window sees it: every wait is for an event, with a time limit."""

import contextlib
import os
import queue
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from types import TracebackType
from typing import TypeVar

import numpy as np

from designer.protocol.commands import AcknowledgeFrame, AnyCommand
from designer.protocol.events import AnyEvent, MapsDrawn, StepsDone
from designer.protocol.framing import FrameSplitter, decode_event, decode_greeting, frame, greeting_frame
from designer.protocol.greeting import PROTOCOL_NUMBER, Greeting

ROOT = Path(__file__).resolve().parents[2]
WORKER = (sys.executable, "-m", "designer", "worker")
LIMIT_S = 40.0

T = TypeVar("T")


class WorkerProcess:
    """Starts a worker, greets it, and reads what it says in a thread.

    Args:
        command: How to start it; that of the fixture `program` starts in a moment.
    """

    def __init__(self, command: Sequence[str] = WORKER) -> None:
        pipe = subprocess.PIPE
        self.process = subprocess.Popen(command, cwd=ROOT, env=dict(os.environ), stdin=pipe, stdout=pipe, stderr=pipe)
        self.greeting: Greeting | None = None
        self.seen: list[AnyEvent] = []
        self.log = b""
        self._events: queue.SimpleQueue[AnyEvent | Greeting | None] = queue.SimpleQueue()
        self._readers = [threading.Thread(target=self._read), threading.Thread(target=self._read_log)]
        for reader in self._readers:
            reader.start()
        self.send_bytes(greeting_frame(Greeting(protocol=PROTOCOL_NUMBER, program="test")))

    def send(self, *commands: AnyCommand) -> None:
        for command in commands:
            self.send_bytes(frame(command))

    def send_bytes(self, data: bytes) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(data)
        self.process.stdin.flush()

    def greet(self) -> Greeting:
        found = self._events.get(timeout=LIMIT_S)
        assert isinstance(found, Greeting), self._story()
        self.greeting = found
        return found

    def wait(self, kind: type[T], matching: Callable[[T], bool] = lambda event: True) -> T:
        """Return the next event of a kind; all events on the way are kept in `seen`, and frames among them are acknowledged."""
        while True:
            try:
                event = self._events.get(timeout=LIMIT_S)
            except queue.Empty:
                raise AssertionError(f"no {kind.__name__} came\n{self._story()}") from None
            assert event is not None, f"the worker ended before {kind.__name__}\n{self._story()}"
            if not isinstance(event, Greeting):
                self.seen.append(event)
            if isinstance(event, kind) and matching(event):
                return event
            if isinstance(event, MapsDrawn):
                self.send(AcknowledgeFrame(number=event.number))

    def kill(self) -> None:
        """Kill the worker itself, which greeted, and wait for its end."""
        assert self.greeting is not None
        os.kill(self.greeting.pid, signal.SIGKILL)
        self.process.wait()

    def wait_end(self, limit_s: float = LIMIT_S) -> int:
        return self.process.wait(limit_s)

    def _read(self) -> None:
        assert self.process.stdout is not None
        splitter = FrameSplitter()
        greeted = False
        while data := os.read(self.process.stdout.fileno(), 1 << 16):
            for body in splitter.feed(data):
                self._events.put(decode_event(body) if greeted else decode_greeting(body))
                greeted = True
        self._events.put(None)

    def _read_log(self) -> None:
        assert self.process.stderr is not None
        while data := os.read(self.process.stderr.fileno(), 1 << 16):
            self.log += data

    def _story(self) -> str:
        return "\n".join(str(event)[:300] for event in self.seen[-10:]) + "\n" + self.log.decode(errors="replace")

    def __enter__(self) -> "WorkerProcess":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        assert self.process.stdin is not None and self.process.stdout is not None and self.process.stderr is not None
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        for reader in self._readers:
            reader.join()
        for pipe in (self.process.stdin, self.process.stdout, self.process.stderr):
            with contextlib.suppress(BrokenPipeError):
                pipe.close()


def losses(worker: WorkerProcess, run: int) -> list[float]:
    """Return the losses of all steps told for a run, and check that none is missing."""
    found: list[float] = []
    for event in worker.seen:
        if isinstance(event, StepsDone) and event.run == run:
            assert event.first_step == len(found) + 1
            found += np.frombuffer(event.losses, np.float32).tolist()
    return found
