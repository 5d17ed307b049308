"""The window's end of the conversation with the worker: commands out, events in, deaths told."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal
from shiboken6 import isValid

from designer.protocol.commands import AnyCommand, ChangeProbe, ChooseProbe, CloseWorker, DescribeDatasets, LookAt, SetPace, ShowNetwork, ShowPicture
from designer.protocol.greeting import Greeting
from designer.ui.worker_process import WorkerProcess, worker_command

__all__ = ["WorkerClient"]

_NEWEST_WINS = (ShowNetwork, LookAt, ChooseProbe, ShowPicture, ChangeProbe, SetPace, DescribeDatasets)
_MOST_UNSENT_BYTES = 1024 * 1024


class WorkerClient(QObject):
    """Keep at most one worker, and pass messages to and from it.

    Commands given before the worker has greeted wait; of those that only tell what is wanted now, the newest replaces the older.
    A worker that dies is told once; `start` begins a new one.

    Args:
        command: How to start a worker; for another machine with a command in front (``ssh host …``).
        parent: The owner.
    """

    ready = Signal(object)
    """The worker answered; carries its `Greeting`."""
    event_received = Signal(object)
    """Something happened in the worker; carries the event."""
    died = Signal(str)
    """The worker is gone without having been told to; says why in a sentence."""
    logged = Signal(str)
    """One line that the worker wrote to its standard error."""

    def __init__(self, command: Sequence[str] | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._command = list(command or worker_command())
        self._process: WorkerProcess | None = None
        self._retired: list[WorkerProcess] = []
        self._greeting: Greeting | None = None
        self._waiting: deque[AnyCommand] = deque()

    @property
    def greeting(self) -> Greeting | None:
        """What the worker said first; none: it has not answered yet."""
        return self._greeting

    @property
    def is_running(self) -> bool:
        """Whether there is a worker, answering or still starting."""
        return self._process is not None

    @property
    def is_ready(self) -> bool:
        """Whether the worker has answered."""
        return self._greeting is not None

    @property
    def pid(self) -> int:
        """Number of the worker's process here; 0: there is none."""
        return self._process.pid if self._process else 0

    def use(self, command: Sequence[str]) -> None:
        """Start workers by another command from now on; the one there is ends."""
        self.stop()
        self._command = list(command)

    def start(self) -> None:
        """Start a worker unless there is one."""
        if self._process is not None:
            return
        process = WorkerProcess(self._command, self)
        process.greeted.connect(self._greet)
        process.spoke.connect(self.event_received)
        process.logged.connect(self.logged)
        process.ended.connect(self._lose)
        process.on_taken(self._send_waiting)
        self._process = process
        process.start()

    def send(self, command: AnyCommand) -> None:
        """Send a command, as soon as the worker listens; without a worker it is dropped.

        Raises:
            ProtocolError: The command is longer than a message may be.
        """
        if self._process is None:
            return
        if isinstance(command, _NEWEST_WINS):
            self._waiting = deque(older for older in self._waiting if type(older) is not type(command))
        self._waiting.append(command)
        self._send_waiting()

    def stop(self, *, at_once: bool = False) -> None:
        """Let the worker end: it closes by itself, or is killed two seconds later, or at once. Never waits."""
        process = self._release()
        if process is not None:
            if self._greeting is not None:
                process.write(CloseWorker())
            process.retire(at_once=at_once or self._greeting is None)
        self._greeting = None

    def close_and_wait(self, timeout_ms: int = 2_000) -> None:
        """End the worker and wait for it: only when the application closes."""
        self.stop()
        for process in filter(isValid, self._retired):
            process.wait(timeout_ms)
        self._retired.clear()

    def _greet(self, greeting: Greeting) -> None:
        self._greeting = greeting
        self.ready.emit(greeting)
        self._send_waiting()

    def _send_waiting(self) -> None:
        process = self._process
        while self._waiting and process is not None and self._greeting is not None and process.unsent_bytes < _MOST_UNSENT_BYTES:
            process.write(self._waiting.popleft())

    def _lose(self, sentence: str) -> None:
        process = self._release()
        self._greeting = None
        if process is not None:
            process.retire(at_once=True)
        self.died.emit(sentence)

    def _release(self) -> WorkerProcess | None:
        """Stop listening to the worker, and forget what it has not been told."""
        process, self._process = self._process, None
        self._waiting.clear()
        if process is not None:
            self._retired = [*(older for older in self._retired if isValid(older)), process]
        return process
