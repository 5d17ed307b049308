"""Copies of a run's files, sent to a window on another machine as they are written, so that its run list has them too."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from designer.engine.lifeline import now
from designer.engine.looking import Send
from designer.protocol.events import AnyEvent, RunFileCopied, TrainingFailed, TrainingFinished, TrainingStarted
from designer.runs.folder import ARCHITECTURE, BEST, DESCRIPTION, LAST, METRICS
from designer.runs.history import kept_steps, moment_name
from designer.runs.home import runs_folder

COPIED = (ARCHITECTURE, METRICS, BEST, LAST)
"""With the history, and the description as the last. The checkpoint is not among them: a run goes on where it was trained."""
PART_BYTES = 256 * 1024
LOOK_EVERY_S = 1.0


@dataclass
class _Seen:
    """How a file was when it was last sent."""

    changed_ns: int = -1
    size: int = 0


class RunSender:
    """Sends what is new in the folder of the run, a part at each turn; messages to the window go through it.

    A file that is replaced is sent whole; metrics only grow, and only what they grew by is sent.
    """

    def __init__(self, send: Send) -> None:
        self._send = send
        self._is_wanted = False
        self._folder: Path | None = None
        self._earlier: deque[Path] = deque()
        self._seen: dict[str, _Seen] = {}
        self._parts: Iterator[RunFileCopied] = iter(())
        self._has_parts = self._is_over = False
        self._look_at = 0.0

    def begin(self, unfinished: Sequence[str] = ()) -> None:
        """Send copies from now on.

        Args:
            unfinished: Names of earlier runs to be sent once more.
        """
        self._is_wanted = True
        there = runs_folder()
        self._earlier.extend(there / name for name in unfinished if Path(name).name == name)

    def send(self, event: AnyEvent) -> None:
        """Pass an event on, and take note of runs that begin and end."""
        self._send(event)
        match event:
            case TrainingStarted(folder=folder):
                self.finish()
                self._follow(Path(folder), is_over=False)
            case TrainingFinished() | TrainingFailed():
                self._is_over, self._look_at = True, 0.0
            case _:
                pass

    def wait_s(self) -> float | None:
        """Return how long there is nothing to send; ``None``: until something happens."""
        if not self._is_wanted or (self._folder is None and not self._earlier):
            return None
        if self._folder is None:
            return 0.0
        return 0.0 if self._has_parts else max(0.0, self._look_at - now())

    def turn(self) -> None:
        """Send the next part, or look for what is new."""
        if self.wait_s() != 0:
            return
        if self._folder is None:
            self._follow(self._earlier.popleft(), is_over=True)
            return
        part = next(self._parts, None)
        self._has_parts = part is not None
        if part is not None:
            self._send(part)
            return
        if self._is_over and self._look_at:
            self._folder = None
            return
        self._parts, self._has_parts = self._changes(self._folder), True
        self._look_at = now() + LOOK_EVERY_S

    def finish(self) -> None:
        """Send all that is left of the run."""
        while self._is_wanted and self._folder is not None and (self._has_parts or not self._look_at):
            self.turn()

    def _follow(self, folder: Path, is_over: bool) -> None:
        self._folder, self._seen, self._is_over = folder, {}, is_over
        self._parts, self._has_parts, self._look_at = iter(()), False, 0.0

    def _changes(self, folder: Path) -> Iterator[RunFileCopied]:
        for name in (*COPIED, *map(moment_name, kept_steps(folder)), DESCRIPTION):
            try:
                yield from self._change(folder, name)
            except OSError:  # not written yet, or taken away: then there is nothing to copy
                continue

    def _change(self, folder: Path, name: str) -> Iterator[RunFileCopied]:
        seen = self._seen.setdefault(name, _Seen())
        with (folder / name).open("rb") as file:
            facts = os.fstat(file.fileno())
            if (facts.st_mtime_ns, facts.st_size) == (seen.changed_ns, seen.size):
                return
            first = seen.size if name == METRICS and facts.st_size >= seen.size else 0
            file.seek(first)
            while True:
                data = file.read(min(PART_BYTES, facts.st_size - first))
                last = first + len(data) >= facts.st_size or not data
                yield RunFileCopied(folder=folder.name, name=name, first=first, data=data, last=last)
                first += len(data)
                if last:
                    break
            seen.changed_ns, seen.size = facts.st_mtime_ns, first
