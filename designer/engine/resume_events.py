"""What a run told before it went on, once more: a window that never saw it draws the whole curve."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from designer.engine.results import EpochResult
from designer.engine.run_reports import epoch_finished
from designer.protocol.events import EpochFinished, StepsDone
from designer.runs.metrics import MetricsReader


def past_events(run: int, folder: Path, epochs: Sequence[EpochResult]) -> Iterator[StepsDone | EpochFinished]:
    """Return the figures of all steps and epochs before the checkpoint."""
    reader, next_step = MetricsReader(folder), 1
    while (piece := reader.read()) is not None:
        # a line that is damaged, or was left out, breaks the row: what follows starts a piece of its own
        breaks = np.flatnonzero(np.diff(piece.steps, prepend=next_step - 1) != 1) if len(piece.steps) else np.empty(0, np.int64)
        for first, end in zip([0, *breaks.tolist()], [*breaks.tolist(), len(piece.steps)], strict=True):
            if first < end:
                yield _steps_done(run, int(piece.steps[first]), *(values[first:end] for values in (piece.losses, piece.accuracies, piece.rates)))
        if len(piece.steps):
            next_step = int(piece.steps[-1]) + 1
    for result in epochs:
        yield epoch_finished(run, result)


def _steps_done(run: int, first_step: int, *figures: np.typing.NDArray[np.float64]) -> StepsDone:
    losses, accuracies, rates = (values.astype(np.float32) for values in figures)
    told_rates = b"" if np.isnan(rates).any() else rates.tobytes()
    return StepsDone(run=run, first_step=first_step, losses=losses.tobytes(), accuracies=accuracies.tobytes(), rates=told_rates)
