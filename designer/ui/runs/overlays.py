"""The runs that are ticked: up to eight, their numbers, and their curves as they are read."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from designer.runs.folder import is_live
from designer.runs.listing import RunSummary
from designer.runs.metrics import MetricsReader
from designer.ui.runs.columns import run_title
from designer.ui.training.curve_series import MOST_OVERLAID, OverlaidRun
from designer.ui.training.run_curves import RunCurves

__all__ = ["RunOverlays"]

_LIVE_MS = 1_000


@dataclass
class _Reading:
    run: OverlaidRun
    reader: MetricsReader
    done: bool = False


class RunOverlays(QObject):
    """Read the curves of ticked runs bit by bit, and of those that are on as they grow."""

    changed = Signal(object)
    """Other runs are ticked, or their curves begin anew; carries a tuple of `OverlaidRun` in the order of their numbers."""
    grown = Signal()
    """There are more points of them."""
    told = Signal(str)
    """Why a run was not ticked, one sentence."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._readings: dict[str, _Reading] = {}
        self._are_live = False
        self._slices, self._pulse = QTimer(self), QTimer(self)
        for timer, slot, interval_ms in ((self._slices, self._read_some, 0), (self._pulse, self._renew, _LIVE_MS)):
            timer.setSingleShot(True)
            timer.setInterval(interval_ms)
            timer.timeout.connect(slot)

    @property
    def runs(self) -> tuple[OverlaidRun, ...]:
        """The ticked runs in the order of their numbers."""
        return tuple(sorted((reading.run for reading in self._readings.values()), key=lambda run: run.number))

    @property
    def numbers(self) -> Mapping[str, int]:
        """Their numbers by path."""
        return {run.path: run.number for run in self.runs}

    def tick(self, run: RunSummary, ticked: bool = True) -> None:
        """Lay a run over the others, or take it out."""
        path = str(run.path)
        if ticked == (path in self._readings):
            return
        if not ticked:
            del self._readings[path]
        elif run.problem:
            self.told.emit(self.tr("{0} has no curves: {1}").format(run.path.name, run.problem))
            return
        elif len(self._readings) == MOST_OVERLAID:
            self.told.emit(self.tr("At most {0} runs can be laid over each other; take one out first.").format(MOST_OVERLAID))
            return
        else:
            taken = set(self.numbers.values())
            number = next(number for number in range(1, MOST_OVERLAID + 1) if number not in taken)
            self._readings[path] = _Reading(OverlaidRun(number, run_title(run), path, RunCurves()), MetricsReader(run.path))
        self.changed.emit(self.runs)
        self._slices.start()

    def take_out(self, path: str = "") -> None:
        """Take one run out; all of them where no path is given."""
        if self._readings and (not path or path in self._readings):
            self._readings = {key: reading for key, reading in self._readings.items() if path and key != path}
            self.changed.emit(self.runs)

    def rename(self, run: RunSummary) -> None:
        """Take what a run is called now."""
        reading = self._readings.get(str(run.path))
        if reading is not None and reading.run.title != run_title(run):
            reading.run = replace(reading.run, title=run_title(run))
            self.changed.emit(self.runs)

    def _read_some(self) -> None:
        """Read a piece of the next run that has one."""
        for reading in self._readings.values():
            if not reading.done:
                self._read(reading)
                self._slices.start()
                return
        were_live, self._are_live = self._are_live, any(is_live(Path(run.path)) for run in self.runs)
        if self._are_live or were_live:  # once more: what a run wrote last, it wrote before it let go of its folder
            self._pulse.start()

    def _read(self, reading: _Reading) -> None:
        piece = None
        with contextlib.suppress(OSError):  # deleted meanwhile: what was read stays
            piece = reading.reader.read()
        if piece is None:
            reading.done = True
            return
        if piece.restarted:
            reading.run = replace(reading.run, curves=RunCurves())
            self.changed.emit(self.runs)
        reading.run.curves.take_piece(piece)
        self.grown.emit()

    def _renew(self) -> None:
        for reading in self._readings.values():
            reading.done = False
        self._slices.start()
