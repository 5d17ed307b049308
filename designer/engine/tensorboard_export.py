"""The curves of runs as TensorBoard's own event files: a folder for each run, written anew at every export.

Tags: ``loss``, ``accuracy`` and ``learning_rate`` of every step; ``epoch/…`` at the ends of epochs; the settings as a text and as hyperparameters.
"""

from __future__ import annotations

import importlib.util
import math
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from designer.engine.errors import EngineError
from designer.protocol.events import RunsExported
from designer.runs.folder import RunFolderError
from designer.runs.listing import RunSummary, run_settings, summarise
from designer.runs.metrics import EpochPoint, MetricsPiece, MetricsReader

__all__ = ["EVENTS_FILE", "export_runs"]

EVENTS_FILE = "events.out.tfevents.0000000000.cnn-designer"
"""Always the same, so that a second export replaces the first instead of doubling every curve."""

_MISSING = "TensorBoard is not installed here; pip install 'cnn-designer[tensorboard]' (or pip install tensorboard) adds it"


def export_runs(paths: Sequence[str], folder: str) -> RunsExported:
    """Write an event file for every run that has any figures.

    Raises:
        EngineError: TensorBoard is not installed, or nothing could be written.
    """
    _need_tensorboard()
    skipped: list[str] = []
    for path in map(Path, paths):
        try:
            _export(path, Path(folder) / path.name)
        except OSError as error:
            skipped.append(f"{path.name}: {error.strerror or error}")
        except RunFolderError as error:
            skipped.append(str(error))
    if len(skipped) == len(paths):
        raise EngineError("\n".join(("nothing was exported for TensorBoard", *skipped)))
    return RunsExported(folder=folder, runs=len(paths) - len(skipped), skipped=tuple(skipped))


def _need_tensorboard() -> None:
    if importlib.util.find_spec("tensorboard") is None:
        raise EngineError(_MISSING)


def _export(run: Path, target: Path) -> None:
    """Write one run's events.

    Raises:
        OSError: It cannot be read or written.
        RunFolderError: The folder holds no run.
    """
    from tensorboard.summary.writer.record_writer import RecordWriter

    summary = summarise(run)
    if summary.problem:
        raise RunFolderError(f"{run.name}: {summary.problem}")
    target.mkdir(parents=True, exist_ok=True)
    unfinished = target / f".{EVENTS_FILE}.tmp"
    with unfinished.open("wb") as file:
        writer = RecordWriter(file)
        for event in _events(summary, run_settings(run)):
            writer.write(event)
        writer.flush()
    os.replace(unfinished, target / EVENTS_FILE)


def _events(run: RunSummary, settings: Mapping[str, Any]) -> Iterator[bytes]:
    from tensorboard.compat.proto.event_pb2 import Event
    from torch.utils.tensorboard import summary as summaries

    # torch ships these functions without types
    make_text: Callable[[str, str], Any] = summaries.text
    make_hparams: Callable[[Mapping[str, Any], Mapping[str, float]], Any] = summaries.hparams
    began = _seconds_of(run.started)
    yield Event(wall_time=began, file_version="brain.Event:2").SerializeToString()
    rows = "\n".join(f"| {key} | {value} |" for key, value in settings.items())
    about = f"{run.name}: {run.dataset}, {run.parameters:,} parameters, {run.device}, {run.ending}. {run.notes}"
    for tag, words in (("run", about), ("settings", f"| setting | value |\n|---|---|\n{rows}")):
        yield Event(wall_time=began, summary=make_text(tag, words)).SerializeToString()
    results = {"result/validation_accuracy": run.best_validation_accuracy, "result/test_accuracy": run.test_accuracy}
    known = {name: value for name, value in results.items() if value is not None}
    for summary in make_hparams({**settings, "parameters": run.parameters}, known):
        yield Event(wall_time=began, summary=summary).SerializeToString()
    pieces = tuple(_pieces(run.path))
    steps = max((piece.steps[-1] for piece in pieces if len(piece.steps)), default=1)
    pace = (run.seconds or 0.0) / steps  # the metrics carry no times: all steps are taken to have lasted alike
    for piece in pieces:
        for step, figures in _figures(piece):
            yield _event(began + pace * step, step, figures)
    if known:
        yield _event(began + pace * steps, int(steps), known)


def _pieces(path: Path) -> Iterator[MetricsPiece]:
    reader = MetricsReader(path)
    while (piece := reader.read()) is not None:
        yield piece


def _figures(piece: MetricsPiece) -> Iterator[tuple[int, Mapping[str, float]]]:
    columns = zip(piece.steps.tolist(), piece.losses.tolist(), piece.accuracies.tolist(), piece.rates.tolist(), strict=True)
    for step, loss, accuracy, rate in columns:
        yield int(step), {"loss": loss, "accuracy": accuracy, "learning_rate": rate}
    for point in piece.epochs:
        yield point.step, _epoch_figures(point)


def _epoch_figures(point: EpochPoint) -> Mapping[str, float]:
    return {
        "epoch/training_loss": point.train_loss, "epoch/training_accuracy": point.train_accuracy,
        "epoch/validation_loss": point.loss, "epoch/validation_accuracy": point.accuracy,
        "epoch/images_per_second": point.images_per_second,
    }  # fmt: skip


def _event(wall_time: float, step: int, figures: Mapping[str, float]) -> bytes:
    """Return one event; figures that are not finite are left out, as the plots leave a gap."""
    from tensorboard.compat.proto.event_pb2 import Event
    from tensorboard.compat.proto.summary_pb2 import Summary

    values = [Summary.Value(tag=tag, simple_value=value) for tag, value in figures.items() if math.isfinite(value)]
    return bytes(Event(wall_time=wall_time, step=step, summary=Summary(value=values)).SerializeToString())


def _seconds_of(started: str) -> float:
    try:
        return datetime.fromisoformat(started).timestamp()
    except (ValueError, OverflowError):
        return 0.0
