"""Loading on a terminal: a bar on standard error, or plain lines where that is none."""

from __future__ import annotations

import sys
from typing import Any

from tqdm import tqdm

from designer.data.memory import size_text
from designer.data.progress import Progress
from designer.engine.pictures import Shelf

_LONG_S = 0.5  # what is done sooner shows no bar


def terminal_shelf(quiet: bool = False) -> Shelf:
    """Return a shelf that shows how far it is, and downloads what is not here: naming a data set on the command line asks for it."""
    return Shelf(_unseen if quiet else _Bar(), may_download=True)


class _Bar:
    """Turns progress into a bar for each thing that is done."""

    def __init__(self) -> None:
        self._doing = ""
        self._bar: Any = None

    def __call__(self, progress: Progress) -> None:
        if progress.doing != self._doing:
            self._doing = progress.doing
            self._begin(progress)
        self._bar.update(progress.done - self._bar.n)
        if progress.done >= progress.total:
            self._bar.close()
            self._doing = ""

    def _begin(self, progress: Progress) -> None:
        if self._bar is not None:
            self._bar.close()
        if progress.doing == "downloading" and not sys.stderr.isatty():
            print(f"downloading {size_text(progress.total)}", file=sys.stderr, flush=True)
        self._bar = tqdm(
            total=progress.total, desc=progress.doing, unit={"bytes": "B"}.get(progress.unit, f" {progress.unit}"),
            unit_scale=progress.unit == "bytes", file=sys.stderr, disable=not sys.stderr.isatty(), dynamic_ncols=True, leave=False, delay=_LONG_S,
        )  # fmt: skip


def _unseen(progress: Progress) -> None:
    """Show nothing."""
