"""The curves of a run, read from ``metrics.jsonl`` piece by piece: the file may grow meanwhile, and nothing in it is trusted.

A line is a step (``step``, ``loss``, ``accuracy``, perhaps ``learning_rate``) or the end of an epoch (``epoch``, ``validation_…``). What is
damaged is left out: a last line that is not complete yet, a line that is no JSON, a step that does not come after those before.
"""

from __future__ import annotations

import math
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import msgspec
import numpy as np
from numpy.typing import NDArray

from designer.runs.folder import METRICS

__all__ = ["EpochPoint", "EpochTail", "MetricsPiece", "MetricsReader"]

Floats = NDArray[np.float64]

MOST_BYTES = 256 * 1024 * 1024
"""Of one file: three million steps; the rest is not read."""

_LONGEST_LINE_BYTES = 64 * 1024
_MOST_STEPS = 2.0**53
_SLICE_BYTES = 256 * 1024


class _Line(msgspec.Struct):
    step: int = 0
    loss: float | None = None
    accuracy: float | None = None
    learning_rate: float | None = None
    epoch: int | None = None
    train_loss: float | None = None
    train_accuracy: float | None = None
    validation_loss: float | None = None
    validation_accuracy: float | None = None
    images_per_second: float | None = None


_decoder = msgspec.json.Decoder(_Line)


@dataclass(frozen=True)
class EpochPoint:
    """The end of an epoch; NaN where a figure is missing.

    Args:
        step: Steps done by then.
    """

    epoch: int
    step: int
    loss: float
    accuracy: float
    train_loss: float = math.nan
    train_accuracy: float = math.nan
    images_per_second: float = math.nan

    def beats(self, other: EpochPoint | None) -> bool:
        """Tell whether its validation is better: by accuracy, on a tie by the lower loss."""
        if other is None or math.isnan(other.accuracy):
            return not math.isnan(self.accuracy)
        return self.accuracy > other.accuracy or (self.accuracy == other.accuracy and self.loss < other.loss)


@dataclass(frozen=True)
class MetricsPiece:
    """What a stretch of the file says: figures of steps, beside each other, and ends of epochs.

    Args:
        restarted: The file became shorter, so what was read before no longer counts.
        damaged: Lines that were left out.
    """

    steps: Floats
    losses: Floats
    accuracies: Floats
    rates: Floats
    epochs: tuple[EpochPoint, ...]
    restarted: bool = False
    damaged: int = 0


class MetricsReader:
    """Read on where it stopped.

    Attributes:
        is_cut: The file is longer than what is read of any.
    """

    def __init__(self, folder: Path) -> None:
        self._path = folder / METRICS
        self._offset = 0
        self._last_step = 0
        self._rest = b""
        self.is_cut = False

    def read(self, most_bytes: int = _SLICE_BYTES) -> MetricsPiece | None:
        """Return what the next bytes say; ``None``: there is nothing new.

        Raises:
            OSError: The file cannot be read.
        """
        found = self._path.stat()
        if not stat.S_ISREG(found.st_mode):
            raise OSError(f"{METRICS} is not a plain file")
        restarted = found.st_size < self._offset
        if restarted:
            self._offset, self._last_step, self._rest = 0, 0, b""
        self.is_cut = found.st_size > MOST_BYTES
        wanted = min(most_bytes, min(found.st_size, MOST_BYTES) - self._offset)
        if wanted <= 0:
            return self._piece([], 0, True) if restarted else None
        with self._path.open("rb") as file:
            file.seek(self._offset)
            data = file.read(wanted)
        self._offset += len(data)
        whole, self._rest = _cut(self._rest + data)
        lines, damaged = _lines(whole)
        return self._piece(lines, damaged, restarted)

    def _piece(self, lines: list[_Line], damaged: int, restarted: bool) -> MetricsPiece:
        figures: list[_Line] = []
        epochs: list[EpochPoint] = []
        for line in lines:
            if not 0 < line.step < _MOST_STEPS:
                damaged += 1
            elif line.epoch is not None:
                epochs.append(_epoch(line, line.epoch))
            elif line.step > self._last_step:
                self._last_step = line.step
                figures.append(line)
            else:
                damaged += 1
        return MetricsPiece(
            steps=np.array([line.step for line in figures], np.float64), losses=_floats([line.loss for line in figures]),
            accuracies=_floats([line.accuracy for line in figures]), rates=_floats([line.learning_rate for line in figures]),
            epochs=tuple(epochs), restarted=restarted, damaged=damaged,
        )  # fmt: skip


class EpochTail:
    """Read the ends of epochs alone, on from where it stopped: much quicker than every step.

    Attributes:
        epochs: Number of the last one.
        best: The best so far; none: no epoch is finished.
    """

    def __init__(self, folder: Path) -> None:
        self._path = folder / METRICS
        self._offset = 0
        self._rest = b""
        self.epochs = 0
        self.best: EpochPoint | None = None

    def read(self, most_bytes: int = 4 * _SLICE_BYTES) -> bool:
        """Take the next bytes; return whether there are more.

        Raises:
            OSError: The file cannot be read.
        """
        found = self._path.stat()
        if not stat.S_ISREG(found.st_mode):
            raise OSError(f"{METRICS} is not a plain file")
        if found.st_size < self._offset:
            self._offset, self._rest, self.epochs, self.best = 0, b"", 0, None
        length = min(found.st_size, MOST_BYTES)
        with self._path.open("rb") as file:
            file.seek(self._offset)
            data = file.read(max(min(most_bytes, length - self._offset), 0))
        self._offset += len(data)
        whole, self._rest = _cut(self._rest + data)
        for point in _epochs_in(whole):
            self.epochs = max(self.epochs, point.epoch)
            self.best = point if point.beats(self.best) else self.best
        return bool(data) and self._offset < length


def _epochs_in(whole: bytes) -> Iterator[EpochPoint]:
    at = whole.find(b'"epoch"')
    while at >= 0:
        start, end = whole.rfind(b"\n", 0, at) + 1, whole.find(b"\n", at)
        for line in _lines(whole[start:end])[0]:
            if line.epoch is not None and 0 < line.step < _MOST_STEPS:
                yield _epoch(line, line.epoch)
        at = whole.find(b'"epoch"', end)


def _cut(data: bytes) -> tuple[bytes, bytes]:
    """Return the complete lines and what is left over; a line without an end is not collected for ever."""
    end = data.rfind(b"\n") + 1
    rest = data[end:]
    return data[:end], rest if len(rest) <= _LONGEST_LINE_BYTES else rest[:1]


def _lines(whole: bytes) -> tuple[list[_Line], int]:
    """Return the lines that can be read, and how many cannot."""
    try:
        return _decoder.decode_lines(whole), 0
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        pass
    lines, damaged = [], 0
    for text in whole.splitlines():
        try:
            lines.append(_decoder.decode(text))
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            damaged += 1
    return lines, damaged


def _epoch(line: _Line, epoch: int) -> EpochPoint:
    texts = line.validation_loss, line.validation_accuracy, line.train_loss, line.train_accuracy, line.images_per_second
    return EpochPoint(epoch, line.step, *(math.nan if figure is None else figure for figure in texts))


def _floats(values: list[float | None]) -> Floats:
    return np.array(values, dtype=np.float64)  # None becomes NaN
