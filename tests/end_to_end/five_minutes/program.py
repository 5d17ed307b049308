"""The real program in a process of its own, asked what it shows over a socket; it is told nothing."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.end_to_end.lines import LineReader

ROOT = Path(__file__).parents[3]
LISTENER = "tests.end_to_end.five_minutes.listener"
START_S = 60.0


class Program:
    """A running program and the questions it answers."""

    def __init__(self, process: subprocess.Popen[bytes], line: socket.socket) -> None:
        self.process = process
        self._line = line
        self._answers = LineReader(line.makefile("rb"))

    def ask(self, question: str, *words: object) -> Any:
        """Return the answer to a question: a method of one of the sights, or of the places.

        Raises:
            AssertionError: There is no such thing on the screen.
        """
        return self._say({"ask": question, "words": words}, 30.0)

    def wait(self, question: str, *words: object, **until: object) -> Any:
        """Return the answer as soon as it is as wanted.

        Args:
            until: One of ``equals``, ``differs``, ``least``, ``holds`` (a text or a member) with what is compared, and ``seconds``.
        """
        seconds = float(str(until.pop("seconds", 40.0)))
        return self._say({"ask": question, "words": words, "until": until, "seconds": seconds}, seconds + 10.0)

    def kill(self) -> None:
        """End it as a power cut would."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def _say(self, message: dict[str, object], timeout_s: float) -> Any:
        self._line.sendall(json.dumps(message).encode() + b"\n")
        answer = json.loads(self._answers.next(timeout_s))
        assert "problem" not in answer, f"{message}: {answer['problem']}"
        return answer["answer"]


@contextmanager
def program(display: str, home: Path, size: tuple[int, int]) -> Iterator[Program]:
    """Start the program on a screen, with a user's folder, and end it with all that it started."""
    environment = {**os.environ, "DISPLAY": display, "QT_QPA_PLATFORM": "xcb", "PYTHONPATH": os.fspath(ROOT), "HOME": os.fspath(home)}
    environment |= {"CNN_DESIGNER_HOME": os.fspath(home / "designer"), "QT_ACCESSIBILITY": "0", "OMP_WAIT_POLICY": "PASSIVE"}
    with tempfile.TemporaryDirectory(prefix="asked-") as folder, socket.socket(socket.AF_UNIX) as ear:
        ear.bind(f"{folder}/socket")
        ear.listen(1)
        ear.settimeout(START_S)
        words = [sys.executable, "-m", LISTENER, f"{folder}/socket", *map(str, size)]
        with subprocess.Popen(words, env=environment, cwd=home) as process:
            try:
                with ear.accept()[0] as line:
                    yield Program(process, line)
            finally:
                if process.poll() is None:
                    process.terminate()
