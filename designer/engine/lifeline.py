"""The worker's ties to the window: its two pipes, and its death with them. Nothing here imports torch."""

from __future__ import annotations

import contextlib
import ctypes
import os
import queue
import signal
import sys
import threading
import time
from dataclasses import dataclass

from designer.protocol.commands import AnyCommand
from designer.protocol.errors import ProtocolError
from designer.protocol.framing import FrameSplitter, decode_command, decode_greeting

READ_BYTES = 1 << 16
STREAM_LOST = 1
"""Exit status after bytes that cannot be cut into messages any more."""


@dataclass(frozen=True)
class Refused:
    """Stands in the inbox for bytes that are not a command.

    Args:
        lost: Nothing after it can be read.
    """

    text: str
    lost: bool = False


def take_pipes() -> tuple[int, int]:
    """Keep the real standard input and output for frames; whatever prints from now on goes to standard error.

    Returns:
        File descriptors to read from and to write to, binary.
    """
    if sys.platform == "win32":
        import msvcrt

        for number in (0, 1):
            msvcrt.setmode(number, os.O_BINARY)
    reading, writing = os.dup(0), os.dup(1)
    os.dup2(2, 1)
    nowhere = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nowhere, 0)
    os.close(nowhere)
    return reading, writing


def die_with_parent() -> None:
    """Ask Linux to kill this process when its parent ends, even while code holds the interpreter's lock."""
    if not sys.platform.startswith("linux"):
        return
    parent = os.getppid()
    set_death_signal = 1  # PR_SET_PDEATHSIG, prctl(2)
    ctypes.CDLL(None, use_errno=True).prctl(set_death_signal, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != parent:  # it ended before it was asked
        os._exit(0)


def end_with_input(reading: int) -> None:
    """End this process when its input ends: whoever started it closed the pipe, or is gone. Nothing else is expected to come."""

    def read() -> None:
        with contextlib.suppress(OSError):
            while os.read(reading, READ_BYTES):
                pass
        os._exit(0)

    threading.Thread(target=read, name="life-line", daemon=True).start()


class Inbox:
    """Commands in the order they came, read by a thread that ends the process at the end of input."""

    def __init__(self, reading: int) -> None:
        self._reading = reading
        self._waiting: queue.SimpleQueue[AnyCommand | Refused | None] = queue.SimpleQueue()
        # started before torch is imported: that takes seconds in which the window may die
        threading.Thread(target=self._read, name="inbox", daemon=True).start()

    def empty(self) -> bool:
        """Tell whether nothing waits."""
        return self._waiting.empty()

    def wake(self) -> None:
        """Let whoever waits in `take` look around; may be called from any thread."""
        self._waiting.put(None)

    def take(self, timeout_s: float | None) -> list[AnyCommand | Refused]:
        """Return all that waits; if nothing does, wait for it (``None``: for ever) or for `wake`."""
        found: list[AnyCommand | Refused | None] = []
        if self._waiting.empty() and (timeout_s is None or timeout_s > 0):
            try:
                found.append(self._waiting.get(timeout=timeout_s))
            except queue.Empty:
                return []
        while not self._waiting.empty():
            found.append(self._waiting.get())
        return [message for message in found if message is not None]

    def _read(self) -> None:
        splitter, greeted = FrameSplitter(), False
        while data := self._read_some():
            try:
                bodies = splitter.feed(data)
            except ProtocolError as error:
                self._waiting.put(Refused(str(error), lost=True))
                break
            for body in bodies:
                try:
                    if greeted:
                        self._waiting.put(decode_command(body))
                    else:
                        decode_greeting(body)
                        greeted = True
                except ProtocolError as error:
                    self._waiting.put(Refused(str(error), lost=not greeted))
            if noise := splitter.take_noise():
                sys.stderr.write(noise)
        else:
            os._exit(0)

    def _read_some(self) -> bytes:
        try:
            return os.read(self._reading, READ_BYTES)
        except OSError:
            return b""


class Outbox:
    """Sends frames from a thread of its own, so that a window that is busy for a moment does not hold up training."""

    def __init__(self, writing: int) -> None:
        self._writing = writing
        self._waiting: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._write, name="outbox", daemon=True)
        self._thread.start()

    def send(self, data: bytes) -> None:
        """Hand over a whole frame."""
        self._waiting.put(data)

    def close(self, timeout_s: float = 2.0) -> None:
        """Wait until everything is written."""
        self._waiting.put(None)
        self._thread.join(timeout_s)

    def _write(self) -> None:
        while (data := self._waiting.get()) is not None:
            left = memoryview(data)
            try:
                while left:
                    left = left[os.write(self._writing, left) :]
            except OSError:  # the window is gone; the end of input follows
                return


def now() -> float:
    """Return seconds of the clock that every wait of the worker is measured by."""
    return time.perf_counter()
