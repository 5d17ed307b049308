"""Lines that another process prints, waited for."""

from __future__ import annotations

import select
import time
from typing import IO


class LineReader:
    """Reads a pipe line by line with a time limit."""

    def __init__(self, pipe: IO[bytes]) -> None:
        self._pipe = pipe
        self._rest = b""

    def next(self, timeout_s: float = 60.0) -> str:
        """Return the next line.

        Raises:
            AssertionError: None came in time, or the other end closed.
        """
        deadline = time.monotonic() + timeout_s
        while b"\n" not in self._rest:
            ready, _, _ = select.select([self._pipe], [], [], max(deadline - time.monotonic(), 0))
            assert ready, f"nothing was said within {timeout_s:g} s"
            found = self._pipe.read1(65_536) if hasattr(self._pipe, "read1") else b""
            assert found, "the other process ended"
            self._rest += found
        line, self._rest = self._rest.split(b"\n", 1)
        return line.decode()

    def wait_for(self, word: str, timeout_s: float = 60.0) -> str:
        """Return the next line that begins with a word; others are skipped."""
        while True:
            line = self.next(timeout_s)
            if line.split(maxsplit=1)[:1] == [word]:
                return line
