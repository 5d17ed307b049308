"""One training process from its start to its end: bytes in, messages out."""

from __future__ import annotations

import os
import signal
import sys
import sysconfig
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, QProcess, QProcessEnvironment, Qt, QTimer, Signal

import designer
from designer.protocol.commands import AnyCommand
from designer.protocol.errors import ProtocolError
from designer.protocol.framing import FrameSplitter, decode_event, decode_greeting, frame, greeting_frame
from designer.protocol.greeting import PROTOCOL_NUMBER, Greeting

__all__ = ["WorkerProcess", "worker_command"]

_READ_AT_ONCE_BYTES = 4 * 1024 * 1024
_LONGEST_LINE_BYTES = 16 * 1024
_END_TIMEOUT_MS = 2_000


def worker_command() -> list[str]:
    """Return the command that starts a worker on this machine."""
    return [sys.executable, "-m", "designer", "worker"]


class WorkerProcess(QObject):
    """Start a worker, greet it, and cut what it says into messages.

    It ends once: by `ended`. Whoever made it may drop it at any time with `retire`; it then ends in silence and deletes itself.
    """

    greeted = Signal(object)
    """The worker's `Greeting` came."""
    spoke = Signal(object)
    """An event came."""
    logged = Signal(str)
    """One line of its standard error, or of what came before the greeting."""
    ended = Signal(str)
    """The process is gone, or useless; says why in a sentence."""

    def __init__(self, command: Sequence[str], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._command = list(command)
        self._splitter = FrameSplitter()
        self._is_greeted = self._is_retired = self._has_ended = False
        self._line = bytearray()
        self._noise = ""
        self._process = QProcess(self)
        self._process.setProcessEnvironment(_environment())
        self._process.readyReadStandardOutput.connect(self._read_messages)
        self._process.readyReadStandardError.connect(self._read_lines)
        self._process.errorOccurred.connect(self._notice_error)
        self._process.finished.connect(self._finish)
        self._reading_on = self._single_shot(0, self._read_messages)
        self._patience = self._single_shot(_END_TIMEOUT_MS, self._process.kill)

    def start(self) -> None:
        """Start the process and say our greeting."""
        self._process.start(self._command[0], self._command[1:])
        self._write(greeting_frame(Greeting(protocol=PROTOCOL_NUMBER, program=designer.version())))

    def write(self, command: AnyCommand) -> None:
        """Send a command; what the pipe does not take yet waits in memory, see `unsent_bytes`."""
        self._write(frame(command))

    @property
    def pid(self) -> int:
        """Number of the process; 0: it does not run."""
        return self._process.processId()

    @property
    def unsent_bytes(self) -> int:
        """Bytes that the worker has not taken yet."""
        return self._process.bytesToWrite()

    def on_taken(self, slot: object) -> None:
        """Call a bound method whenever the worker took bytes."""
        self._process.bytesWritten.connect(slot)

    def retire(self, *, at_once: bool = False) -> None:
        """End the process in silence: after its running step, or at once.

        Never waits; a process that does not end by itself is killed after two seconds.
        """
        self._is_retired = True
        if self._process.state() == QProcess.ProcessState.NotRunning:
            self.deleteLater()
        elif at_once:
            self._process.kill()
        else:
            self._patience.start()  # its input stays open: at the end of it a worker dies at once, without writing a checkpoint

    def wait(self, timeout_ms: int) -> None:
        """Wait for the end and kill what has not ended by then: when the application closes, else never."""
        if self._process.state() != QProcess.ProcessState.NotRunning and not self._process.waitForFinished(timeout_ms):
            self._process.kill()
            self._process.waitForFinished(timeout_ms)

    def _write(self, data: bytes) -> None:
        if self._process.isWritable() and not self._has_ended:
            self._process.write(data)

    def _single_shot(self, interval_ms: int, slot: object) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(interval_ms)
        timer.setTimerType(Qt.TimerType.PreciseTimer)
        timer.timeout.connect(slot)
        return timer

    def _read_messages(self) -> None:
        """Read at most a few megabytes, so that a flood leaves the window its turns."""
        self._process.setReadChannel(QProcess.ProcessChannel.StandardOutput)
        data = bytes(self._process.read(_READ_AT_ONCE_BYTES).data())
        if self._process.bytesAvailable():
            self._reading_on.start()
        self._take(data)

    def _take(self, data: bytes) -> None:
        if self._is_retired or self._has_ended:
            return
        try:
            bodies = self._splitter.feed(data)
            self._noise += self._splitter.take_noise()
            for body in bodies:
                self._hear(body)
        except ProtocolError as error:
            self._process.kill()
            self._end(self.tr("The training process was ended because it sent something that is not a message: {0}.").format(error))

    def _hear(self, body: bytes) -> None:
        if self._is_retired:  # a listener may have dropped us in the middle of a batch
            return
        if self._is_greeted:
            self.spoke.emit(decode_event(body))
            return
        self._log_noise()
        greeting = decode_greeting(body)
        self._is_greeted = True
        self.greeted.emit(greeting)

    def _log_noise(self) -> None:
        for line in self._noise[-_LONGEST_LINE_BYTES:].splitlines():
            self.logged.emit(line)
        self._noise = ""

    def _read_lines(self) -> None:
        self._line += self._process.readAllStandardError().data()
        *lines, rest = self._line.split(b"\n")
        self._line = bytearray(rest[-_LONGEST_LINE_BYTES:])
        for line in lines:
            self.logged.emit(line[-_LONGEST_LINE_BYTES:].decode("utf-8", "replace").rstrip("\r"))

    def _notice_error(self, error: QProcess.ProcessError) -> None:
        if error == QProcess.ProcessError.FailedToStart:
            self._end(self.tr("The training process could not be started: {0}.").format(self._process.errorString()))
            if self._is_retired:
                self.deleteLater()

    def _finish(self, exit_code: int, status: QProcess.ExitStatus) -> None:
        self._patience.stop()
        while self._process.bytesAvailable() and not (self._has_ended or self._is_retired):
            self._read_messages()
        self._reading_on.stop()
        self._log_noise()
        if self._line:
            self.logged.emit(self._line.decode("utf-8", "replace"))
        crashed = status == QProcess.ExitStatus.CrashExit
        self._end(self._killed(exit_code) if crashed else self.tr("The training process ended unexpectedly (exit code {0}).").format(exit_code))
        if self._is_retired:
            self.deleteLater()

    def _killed(self, number: int) -> str:
        if sys.platform == "win32":
            return self.tr("The training process crashed.")
        name = signal.Signals(number).name if number in set(signal.Signals) else self.tr("unknown")
        hint = self.tr("; the system does that when memory runs out") if number == signal.SIGKILL else ""
        return self.tr("The training process ended unexpectedly (killed by signal {0}, {1}{2}).").format(number, name, hint)

    def _end(self, sentence: str) -> None:
        if self._has_ended:
            return
        self._has_ended = True
        if not self._is_retired:
            self.ended.emit(sentence)


def _environment() -> QProcessEnvironment:
    """Return our environment, in which the program's package is found from any folder and nothing else is found by accident."""
    environment = QProcessEnvironment.systemEnvironment()
    environment.insert("PYTHONSAFEPATH", "1")  # a random.py in the folder we were started from is not the standard library's
    environment.insert("PYTHONUNBUFFERED", "1")
    home = Path(designer.__file__).resolve().parent.parent
    if home not in {Path(sysconfig.get_path(kind)).resolve() for kind in ("purelib", "platlib")}:
        others = [environment.value("PYTHONPATH")] if environment.contains("PYTHONPATH") else []
        environment.insert("PYTHONPATH", os.pathsep.join([os.fspath(home), *others]))
    return environment
