"""How the leader starts the other ranks as processes of its own, and how it hears that one has ended. Nothing here imports torch."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import designer

HOST = "127.0.0.1"
_NEW_PROCESS_GROUP = 0x200  # CREATE_NEW_PROCESS_GROUP of Windows
FOLLOWER = "designer.engine.ranks.follower"
RANK, WORLD_SIZE, ADDRESS, PORT = "RANK", "WORLD_SIZE", "MASTER_ADDR", "MASTER_PORT"
THREADS = "CNN_DESIGNER_RANK_THREADS"


class RankProcess:
    """One rank that the leader started; it dies with its standard input."""

    def __init__(self, rank: int, module: str, environment: dict[str, str], on_end: Callable[[], None]) -> None:
        self.rank = rank
        command = [sys.executable, "-m", module]
        # a process group of its own: Ctrl+C on a terminal is for the leader, which stops all in good order
        windows = sys.platform == "win32"
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=2, env=environment,
            process_group=None if windows else 0, creationflags=_NEW_PROCESS_GROUP if windows else 0,
        )  # fmt: skip
        self._ended = threading.Event()
        self._on_end = on_end
        threading.Thread(target=self._watch, name=f"rank {rank}", daemon=True).start()

    @property
    def pid(self) -> int:
        """Number of its process."""
        return self._process.pid

    def end(self, patience_s: float = 0.0) -> int | None:
        """Return how it ended, as `subprocess` says it; none: it lives.

        Args:
            patience_s: How long its end may be waited for.
        """
        return self._process.returncode if self._ended.wait(patience_s) else None

    def close(self, timeout_s: float) -> None:
        """Close its life-line, and kill it if it lives on after so many seconds."""
        assert self._process.stdin is not None
        self._process.stdin.close()
        if not self._ended.wait(timeout_s):
            self._process.kill()
            self._ended.wait(timeout_s)

    def _watch(self) -> None:
        self._process.wait()
        self._ended.set()
        self._on_end()


class RankProcesses:
    """Ranks 1 to N−1, from their start to their end.

    Args:
        ranks: How many there are with the leader.
        threads: Of the processor, for each of them.
        on_end: Called from another thread when one has ended, for whatever reason.
        module: What they run.
    """

    def __init__(self, ranks: int, threads: int, on_end: Callable[[], None], module: str = FOLLOWER) -> None:
        # bound now, so that the others know the port before torch is imported here; a port that was only looked up could be taken meanwhile
        self._listener: socket.socket | None = socket.create_server((HOST, 0))
        self.port = int(self._listener.getsockname()[1])
        keep_to_loopback()
        base = {**os.environ, WORLD_SIZE: str(ranks), ADDRESS: HOST, PORT: str(self.port), THREADS: str(threads)}
        base["PYTHONPATH"] = os.pathsep.join(filter(None, (os.fspath(Path(designer.__file__).resolve().parents[1]), os.environ.get("PYTHONPATH"))))
        base["PYTHONSAFEPATH"] = "1"
        self.processes = [RankProcess(rank, module, {**base, RANK: str(rank)}, on_end) for rank in range(1, ranks)]

    def take_listener(self) -> int:
        """Return the descriptor of the socket that listens at `port`; it belongs to whoever took it."""
        assert self._listener is not None, "it was taken before"
        listener, self._listener = self._listener, None
        return listener.detach()

    def trouble(self, patience_s: float = 0.0) -> str:
        """Return which rank has ended and how; empty: all live.

        Args:
            patience_s: How long an end may be waited for: something else said that there is one.
        """
        for process in self.processes:
            if (code := process.end(patience_s / len(self.processes))) is not None:
                return f"rank {process.rank} (pid {process.pid}) ended: {_words(code)}"
        return ""

    def close(self, timeout_s: float = 2.0) -> None:
        """End them all."""
        for process in self.processes:
            process.close(timeout_s)
        if self._listener is not None:
            self._listener.close()


def keep_to_loopback() -> None:
    """Let gloo talk over the loopback device only; without it gloo takes the address that the host's name stands for."""
    os.environ.setdefault("GLOO_SOCKET_IFNAME", "lo0" if sys.platform == "darwin" else "lo")


def _words(code: int) -> str:
    if code >= 0:
        return f"exit status {code}; its last words are in the log"
    name = signal.Signals(-code).name if -code in set(signal.Signals) else "unknown"
    return f"killed by signal {-code} ({name})"
