"""The weights that a run had on its way: one file for each moment kept, in the folder `history` of the run.

Moments are close together at the start, where much happens, and farther and farther apart: two for each doubling of the steps, and the end of
every epoch. Where they outgrow their room, every second one goes; the first, the last and the best stay.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Collection, Sequence
from pathlib import Path

from designer.runs.atomic import write_atomically
from designer.runs.errors import RunFolderError

FOLDER = "history"
MOST_BYTES = 256 * 2**20
"""Room on the disk for one run's history."""

_NAME = re.compile(r"(\d{9,12})\.safetensors", re.ASCII)


def is_marked(step: int) -> bool:
    """Tell whether a step is one of the moments between epochs: 0, 1, 2, 3, 4, 6, 8, 12, 16, 24, ….

    >>> [step for step in range(70) if is_marked(step)]
    [0, 1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64]
    """
    odd = step & -step  # the highest power of two that divides it
    return step == 0 or step // odd in (1, 3)


def moment_name(step: int) -> str:
    """Return the name, from the run's folder on, of the file with the weights after a step.

    >>> moment_name(12)
    'history/000000012.safetensors'
    """
    return f"{FOLDER}/{step:09d}.safetensors"


def is_moment_name(name: str) -> bool:
    """Tell whether this is such a name.

    >>> is_moment_name("history/000000012.safetensors"), is_moment_name("history/../000000012.safetensors")
    (True, False)
    """
    folder, _, file = name.partition("/")
    return folder == FOLDER and _NAME.fullmatch(file) is not None


def moment_path(run: Path, step: int) -> Path:
    """Return where the weights after a step lie."""
    return run / moment_name(step)


def kept_steps(run: Path) -> tuple[int, ...]:
    """Return the steps whose weights a run has, in order; none where it has no history that could be read."""
    try:
        names = [path.name for path in (run / FOLDER).iterdir()]
    except OSError:
        return ()
    found = (_NAME.fullmatch(name) for name in names)
    return tuple(sorted(int(match[1]) for match in found if match))


def thinned_out(steps: Sequence[int], kept: Collection[int]) -> tuple[int, ...]:
    """Return every second of the steps that may go; the first, the last and ``kept`` may not.

    >>> thinned_out((0, 1, 2, 3, 4, 6, 8), kept=(3,))
    (1, 4)
    """
    return tuple(step for step in steps[1:-1] if step not in kept)[::2]


class HistoryFolder:
    """Writes the history of a live run.

    Attributes:
        steps: The steps whose weights are kept, in order.

    Args:
        run: The run's folder.
        most_bytes: Room for all moments together.
    """

    def __init__(self, run: Path, most_bytes: int = MOST_BYTES) -> None:
        self._run = run
        self._most_bytes = most_bytes
        self._sizes = {step: _size(moment_path(run, step)) for step in kept_steps(run)}

    @property
    def steps(self) -> tuple[int, ...]:
        """The steps whose weights are kept, in order."""
        return tuple(sorted(self._sizes))

    def cut_back(self, step: int) -> None:
        """Drop what lies after a step: the run goes on from there."""
        for later in [kept for kept in self._sizes if kept > step]:
            self._drop(later)

    def keep(self, step: int, data: bytes | memoryview, best: int | None) -> None:
        """Keep the weights after a step; where there is no room, every second of the older moments goes.

        Args:
            data: A safetensors file.
            best: The step of the best epoch: it stays.

        Raises:
            RunFolderError: It cannot be written; what was kept before is as it was.
        """
        path = moment_path(self._run, step)
        try:
            path.parent.mkdir(exist_ok=True)
            write_atomically(path, data)
        except OSError as error:
            raise RunFolderError(f"{path}: the history cannot be written: {error.strerror or error}") from error
        self._sizes[step] = len(data)
        self._thin(() if best is None else (best,))

    def _thin(self, kept: Collection[int]) -> None:
        while sum(self._sizes.values()) > self._most_bytes:
            dropped = thinned_out(self.steps, kept)
            if not dropped:
                return
            for step in dropped:
                self._drop(step)

    def _drop(self, step: int) -> None:
        with contextlib.suppress(OSError):
            moment_path(self._run, step).unlink()
        del self._sizes[step]


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0
