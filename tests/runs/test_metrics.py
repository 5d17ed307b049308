from __future__ import annotations

import math
import os
import random
from pathlib import Path

import numpy as np
import pytest

from designer.runs.folder import METRICS
from designer.runs.metrics import EpochPoint, EpochTail, MetricsPiece, MetricsReader
from tests.runs.run_folders import metrics_text


def write(folder: Path, text: str | bytes) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / METRICS).write_bytes(text if isinstance(text, bytes) else text.encode())
    return folder


def pieces(reader: MetricsReader, most_bytes: int = 1 << 20) -> list[MetricsPiece]:
    """Read to the end."""
    found = []
    while (piece := reader.read(most_bytes)) is not None:
        found.append(piece)
    return found


def steps(found: list[MetricsPiece]) -> list[float]:
    return [step for piece in found for step in piece.steps.tolist()]


@pytest.mark.parametrize("most_bytes", [7, 100, 1 << 20])
def test_every_line_is_read_however_it_is_cut(tmp_path: Path, most_bytes: int) -> None:
    reader = MetricsReader(write(tmp_path / "run", metrics_text(1, 45)))
    found = pieces(reader, most_bytes)
    assert steps(found) == list(range(1, 46))
    assert [value for piece in found for value in piece.losses.tolist()] == [2 / step for step in range(1, 46)]
    assert [value for piece in found for value in piece.rates.tolist()] == [0.01 / step for step in range(1, 46)]
    epochs = [point for piece in found for point in piece.epochs]
    assert [(point.epoch, point.step, point.loss) for point in epochs] == [(1, 10, 0.3), (2, 20, 0.15), (3, 30, 0.1), (4, 40, 0.075)]
    assert sum(piece.damaged for piece in found) == 0


def test_a_last_line_that_is_not_complete_counts_when_it_is(tmp_path: Path) -> None:
    text = metrics_text(1, 3).encode()
    reader = MetricsReader(write(tmp_path / "run", text[:-5]))
    assert steps(pieces(reader)) == [1, 2]
    write(tmp_path / "run", text + metrics_text(4, 4).encode())
    assert steps(pieces(reader)) == [3, 4]
    assert reader.read() is None


def test_a_file_that_was_cut_back_is_read_from_its_beginning(tmp_path: Path) -> None:
    reader = MetricsReader(write(tmp_path / "run", metrics_text(1, 20)))
    pieces(reader)
    write(tmp_path / "run", metrics_text(1, 5))
    found = pieces(reader)
    assert found[0].restarted and steps(found) == [1, 2, 3, 4, 5]


def test_damaged_lines_are_left_out_and_counted(tmp_path: Path) -> None:
    text = (
        '{"step": 1, "loss": 1.0, "accuracy": 0.5}\n{"step": 2, "loss": NaN, "accuracy": 1}\nnonsense\n\n[]\n{"step": "3"}\n'
        '{"step": 4, "loss": null, "accuracy": 0.5}\n{"step": 4, "loss": 9.0}\n{"step": 2, "loss": 9.0}\n{"step": -7, "loss": 1}\n'
        '{"step": 1e300, "loss": 1}\n{"step": 99999999999999999999, "loss": 1}\n{"step": 5, "loss": 1e999}\n{"step": 6, "loss": 2, "new": {}}\n'
        "\xff\xfe\n"
    )
    (piece,) = pieces(MetricsReader(write(tmp_path / "run", text.encode("latin-1"))))
    assert piece.steps.tolist()[:2] == [1, 4] and piece.steps[-1] == 6
    assert np.isnan(piece.losses[1]) and piece.damaged >= 9


def test_a_line_without_an_end_takes_no_memory(tmp_path: Path) -> None:
    reader = MetricsReader(write(tmp_path / "run", b"x" * 3_000_000 + b"\n" + metrics_text(1, 2).encode()))
    assert steps(pieces(reader, 100_000)) == [1, 2]


def test_what_is_no_file_is_an_error_at_once(tmp_path: Path) -> None:
    (tmp_path / "run").mkdir()
    os.mkfifo(tmp_path / "run" / METRICS)
    for read in (MetricsReader(tmp_path / "run").read, EpochTail(tmp_path / "run").read):
        with pytest.raises(OSError, match="not a plain file"):
            read()


def test_random_bytes_never_raise(tmp_path: Path) -> None:
    randomness, whole = random.Random(3), metrics_text(1, 30).encode()
    for _ in range(200):
        data = bytearray(whole)
        for _ in range(randomness.randrange(1, 30)):
            data[randomness.randrange(len(data))] = randomness.randrange(256)
        found = pieces(MetricsReader(write(tmp_path / "run", bytes(data))), 500)
        assert all(before < after for before, after in zip(steps(found), steps(found)[1:], strict=False))
        tail = EpochTail(tmp_path / "run")
        while tail.read(500):
            pass


def test_the_best_epoch_is_that_of_the_highest_accuracy_then_the_lowest_loss() -> None:
    points = [EpochPoint(1, 10, 0.5, math.nan), EpochPoint(2, 20, 0.5, 0.9), EpochPoint(3, 30, 0.4, 0.9), EpochPoint(4, 40, 0.1, 0.8)]
    best: EpochPoint | None = None
    for point in points:
        best = point if point.beats(best) else best
    assert best is points[2]


@pytest.mark.parametrize("most_bytes", [33, 1 << 20])
def test_the_ends_of_epochs_are_found_without_reading_the_steps(tmp_path: Path, most_bytes: int) -> None:
    tail = EpochTail(write(tmp_path / "run", metrics_text(1, 45)))
    while tail.read(most_bytes):
        pass
    assert tail.epochs == 4 and tail.best is not None and tail.best.epoch == 4
    write(tmp_path / "run", metrics_text(1, 60))
    while tail.read(most_bytes):
        pass
    assert tail.epochs == 6
