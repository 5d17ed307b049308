from __future__ import annotations

import json
import math
import sys
from pathlib import Path

import pytest

from designer.engine.errors import EngineError
from designer.engine.tensorboard_export import EVENTS_FILE, export_runs
from designer.runs.folder import DESCRIPTION, FORMAT, METRICS

STEPS = 30


def make_run(path: Path, scale: float = 1.0) -> Path:
    """Write the folder of a finished run of three epochs; one loss is missing."""
    path.mkdir(parents=True)
    description = {
        "format": FORMAT, "version": 1, "name": "LeNet-5", "started": "2026-01-31T09:05:07+00:00", "parameters": 61706, "device": "cpu",
        "settings": {"optimizer": "adam", "learning_rate": 0.01, "epochs": 3, "nesterov": False}, "data": {"name": "digits"},
        "result": {"ending": "completed", "seconds": 60.0, "epochs": 3, "validation_accuracy": 0.97, "test_accuracy": 0.95},
    }  # fmt: skip
    (path / DESCRIPTION).write_text(json.dumps(description))
    lines: list[dict[str, object]] = []
    for step in range(1, STEPS + 1):
        lines.append({"step": step, "loss": None if step == 5 else scale / step, "accuracy": step / STEPS, "learning_rate": 0.01})
        if step % 10 == 0:
            lines.append({"step": step, "epoch": step // 10, "train_loss": scale / step, "validation_loss": 2 / step, "validation_accuracy": 0.9})
    (path / METRICS).write_text("".join(json.dumps(line) + "\n" for line in lines))
    return path


def test_tensorboard_reads_every_point_back(tmp_path: Path) -> None:
    from tensorboard.backend.event_processing.event_accumulator import EventAccumulator

    run = make_run(tmp_path / "runs" / "a")
    for _ in range(2):  # the second export replaces the first
        exported = export_runs([str(run)], str(tmp_path / "out"))
    assert (exported.runs, exported.skipped) == (1, ())
    assert [path.name for path in (tmp_path / "out" / "a").iterdir()] == [EVENTS_FILE]
    found = EventAccumulator(str(tmp_path / "out" / "a"), size_guidance={"scalars": 0})
    found.Reload()
    losses = found.Scalars("loss")
    assert [event.step for event in losses] == [step for step in range(1, STEPS + 1) if step != 5]
    assert all(math.isclose(event.value, 1 / event.step, rel_tol=1e-6) for event in losses)
    assert losses[-1].wall_time - losses[0].wall_time == pytest.approx(58.0)
    assert [(event.step, round(event.value, 3)) for event in found.Scalars("epoch/validation_loss")] == [(10, 0.2), (20, 0.1), (30, 0.067)]
    assert [event.value for event in found.Scalars("learning_rate")] == pytest.approx([0.01] * STEPS)
    assert found.Scalars("result/test_accuracy")[0].value == pytest.approx(0.95)
    assert "_hparams_/session_start_info" in found.summary_metadata
    tensor = found.Tensors("settings/text_summary")[0].tensor_proto.string_val[0].decode()
    assert "| optimizer | adam |" in tensor


def test_a_damaged_run_is_skipped_by_name_and_the_others_are_written(tmp_path: Path) -> None:
    good, bad = make_run(tmp_path / "good"), tmp_path / "bad"
    bad.mkdir()
    (bad / DESCRIPTION).write_text("[]")
    exported = export_runs([str(bad), str(good)], str(tmp_path / "out"))
    assert exported.runs == 1 and exported.skipped == ("bad: run.json does not describe a run",)
    with pytest.raises(EngineError, match="nothing was exported"):
        export_runs([str(bad)], str(tmp_path / "out"))


def test_without_tensorboard_it_says_how_to_get_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "tensorboard", None)
    with pytest.raises(EngineError, match=r"pip install 'cnn-designer\[tensorboard\]'"):
        export_runs([str(make_run(tmp_path / "a"))], str(tmp_path / "out"))
    assert not (tmp_path / "out").exists()
