"""A running fork server, and the command that starts a process of it."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path
from types import TracebackType

ROOT = Path(__file__).resolve().parents[2]


class ForkServer:
    """Starts the server and returns at once; a client that comes while torch is still imported waits.

    Args:
        path: Where its socket is made.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        with socket.socket(socket.AF_UNIX) as listener:
            listener.bind(os.fspath(path))
            listener.listen(16)
            command = [sys.executable, "-m", "tests.forks.server", str(listener.fileno())]
            self._process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, pass_fds=[listener.fileno()])

    def command(self, *words: str) -> list[str]:
        """Return what acts as ``python -m designer`` with these words."""
        return [sys.executable, "-I", "-S", os.fspath(ROOT / "tests" / "forks" / "client.py"), os.fspath(self._path), *words]

    def __enter__(self) -> ForkServer:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait(20)
