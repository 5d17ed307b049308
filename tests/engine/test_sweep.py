"""Sweeps: what is tried, in which ranges, by how many processes, and what is told of it."""

import json
import math
from pathlib import Path

import pytest

from designer.engine import sweep
from designer.engine.sweep_options import SweepOptions
from designer.engine.sweep_ranges import Span, changed, parse_span
from designer.engine.sweep_trials import Trials
from designer.engine.terminal_run import TerminalRun
from designer.engine.train_command import DONE, FAILED, INTERRUPTED, WRONG_USAGE
from designer.network.architecture import Architecture
from designer.network.blocks.conv2d import Conv2d
from designer.network.blocks.dense import Dense
from designer.network.blocks.input import Input
from designer.network.errors import EditError
from designer.network.file_format import load_file, save
from designer.runs.listing import list_runs
from tests.engine.networks import chain, with_settings


def network() -> Architecture:
    specs = (Input((1, 8, 8)), Conv2d(2, (3, 3)), Dense(10))
    return with_settings(chain(*specs, names=("input", "conv1", "dense1")), epochs=1, batch_size=128, seed=7)


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr("designer.engine.sweep.prepare_for_torch", lambda: None)  # torch is imported here already
    path = tmp_path / "net.cnn"
    path.write_text(save(network()))
    return path


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("learning_rate=1e-4..1e-1", Span("learning_rate", (), 1e-4, 1e-1)),
        ("momentum = 0.5 .. 0.99", Span("momentum", (), 0.5, 0.99)),
        ("batch_size=16,32,64", Span("batch_size", (16, 32, 64))),
        ("batch_size=16..64", Span("batch_size", (), 16, 64, True)),
        ("optimizer=sgd,adam", Span("optimizer", ("sgd", "adam"))),
        ("nesterov=true,false", Span("nesterov", (True, False))),
        ("conv1.filters=4..32", Span("conv1.filters", (), 4, 32, True)),
    ],
)
def test_a_range_is_read_as_its_setting_takes_it(text: str, span: Span) -> None:
    assert parse_span(text, network()) == span


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("learning_rate", "is not KEY=RANGE"),
        ("learning=1..2", "there is no setting 'learning'; there are dataset, optimizer"),
        ("conv9.filters=1..2", "there is no block 'conv9'; there are input, conv1, dense1"),
        ("conv1.width=1..2", "there is no setting 'conv1.width'; there are filters"),
        ("batch_size=64..16", "the range 64..16 is empty"),
        ("batch_size=1.5,2", "'1.5' is not a whole number"),
        ("momentum=0.5..1", "momentum|Momentum"),
        ("optimizer=adm", "did you mean 'adam'"),
        ("optimizer=sgd..adam", "name them, as in optimizer=A,B"),
        ("conv1.kernel=3,5", "a sweep cannot go over it"),
    ],
)
def test_a_range_that_makes_no_sense_is_refused_in_words(text: str, words: str) -> None:
    with pytest.raises(EditError, match=words):
        parse_span(text, network())


def test_factors_count_where_a_range_is_wide() -> None:
    assert parse_span("learning_rate=1e-4..1e-1", network()).is_logarithmic
    assert not parse_span("momentum=0..0.9", network()).is_logarithmic


def test_a_change_reaches_settings_and_blocks() -> None:
    trial = changed(changed(network(), "conv1.filters", 5), "optimizer", "sgd")
    assert vars(trial.by_id["conv1"].spec)["filters"] == 5
    assert trial.training.optimizer == "sgd"


def test_trials_of_two_processes_share_a_journal_and_differ(tmp_path: Path) -> None:
    spans = [parse_span("learning_rate=1e-4..1e-1", network()), parse_span("optimizer=sgd,adam", network())]
    first, second = (Trials("sweep", spans, 7, tmp_path / "journal") for _ in range(2))
    asked = [trials.ask() for trials in (first, second, first)]
    assert [trial.number for trial in asked] == [0, 1, 2]
    assert len({trial.settings["learning_rate"] for trial in asked}) == 3
    first.succeed(asked[0], 0.5, "/runs/0")
    second.fail(asked[1], "the loss is not a number")
    first.succeed(asked[2], 0.75, "/runs/2")
    best = second.best()
    assert best is not None and (best["trial"], best["run"], best["validation_accuracy"]) == (2, "/runs/2", 0.75)
    assert [trial["state"] for trial in first.to_json()] == ["completed", "failed", "completed"]
    again = Trials("sweep", spans, 7, None)
    assert [again.ask().settings for _ in range(2)] == [trial.settings for trial in asked[:2]]


def test_each_trial_is_a_run_and_a_failed_one_is_told(file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    over = ("learning_rate=0.01,1e30", "conv1.filters=2..4")
    options = SweepOptions(file=file, trials=4, over=over, journal=str(tmp_path / "journal"), threads=1, json=True)
    assert sweep.run(options) == DONE
    captured = capsys.readouterr()
    result = json.loads(captured.out)
    assert len(result["trials"]) == 4 == len(list_runs())
    by_state = {state: [trial for trial in result["trials"] if trial["state"] == state] for state in ("completed", "failed")}
    assert by_state["completed"] and by_state["failed"]
    assert all(trial["settings"]["learning_rate"] == 0.01 for trial in by_state["completed"])
    assert all("went wrong" in trial["problem"] for trial in by_state["failed"])
    assert sum(run.ending == "failed" for run in list_runs()) == len(by_state["failed"])
    best = result["best"]
    assert best["validation_accuracy"] == max(trial["validation_accuracy"] for trial in by_state["completed"])
    kept = load_file(Path(best["run"]) / "architecture.cnn")
    assert kept.name == f"Test · trial {best['trial']}" and vars(kept.by_id["conv1"].spec)["filters"] == best["settings"]["conv1.filters"]
    assert captured.err.splitlines()[-1].startswith(f"best: trial {best['trial']}  learning_rate 0.01")


def test_without_a_completed_trial_a_sweep_has_failed(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert sweep.run(SweepOptions(file=file, trials=1, over=("learning_rate=1e29..1e30",), threads=1)) == FAILED
    assert "error: no trial was completed" in capsys.readouterr().err


def test_control_c_ends_the_sweep_and_not_only_its_trial(file: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(TerminalRun, "train", lambda run: False)
    assert sweep.run(SweepOptions(file=file, trials=3, threads=1, json=True)) == INTERRUPTED
    (trial,) = json.loads(capsys.readouterr().out)["trials"]
    assert trial["problem"] == "stopped by Ctrl+C" and not math.isnan(trial["settings"]["learning_rate"])


def test_without_optuna_one_sentence_says_how_to_get_it(file: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr("designer.engine.sweep.find_spec", lambda name: None)
    assert sweep.run(SweepOptions(file=file, trials=1)) == FAILED
    assert capsys.readouterr().err == f"error: {sweep.NO_OPTUNA}\n"


def test_a_range_that_makes_no_sense_is_wrong_usage(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert sweep.run(SweepOptions(file=file, trials=1, over=("momentum=2..3",))) == WRONG_USAGE
    assert "Momentum" in capsys.readouterr().err
