from __future__ import annotations

import json
import os
import socket
from pathlib import Path

import pytest

from designer.runs.bin import check_deletable
from designer.runs.folder import DESCRIPTION, LOCK, METRICS, RunFolderError
from designer.runs.home import runs_folder
from designer.runs.listing import run_paths, run_settings, summarise
from designer.runs.notes import LONGEST_NOTES, NOTES, read_notes, write_notes
from tests.runs.run_folders import make_run, metrics_text


def lock(path: Path) -> None:
    (path / LOCK).write_text(json.dumps({"pid": os.getpid(), "host": socket.gethostname()}))


def test_a_finished_run_tells_all_of_its_line(tmp_path: Path) -> None:
    run = summarise(make_run(tmp_path / "a"))
    assert (run.name, run.dataset, run.epochs, run.planned_epochs, run.best_epoch) == ("LeNet-5", "digits", 3, 20, 3)
    assert (run.best_validation_accuracy, run.test_accuracy, run.parameters, run.device, run.seconds) == (0.9, 0.875, 61_706, "cpu", 60.0)
    assert (run.ending, run.fault, run.problem) == ("completed", "", "")


def test_a_live_run_tells_what_it_has_reached(tmp_path: Path) -> None:
    path = make_run(tmp_path / "a", epochs=2, result={"ending": ""})
    lock(path)
    run = summarise(path)
    assert (run.ending, run.epochs, run.best_validation_accuracy, run.test_accuracy) == ("running", 2, 0.9, None)
    (path / METRICS).write_text(metrics_text(1, 40))
    assert summarise(path).epochs == 4
    (path / LOCK).unlink()
    assert summarise(path).ending == "interrupted"


@pytest.mark.parametrize("text", ["", "{", "[]", "null", '{"format": "other"}', "[" * 100_000, "\xff"])
def test_a_damaged_run_is_listed_with_its_problem(tmp_path: Path, text: str) -> None:
    path = make_run(tmp_path / "a")
    (path / DESCRIPTION).write_bytes(text.encode("latin-1"))
    run = summarise(path)
    assert run.problem.startswith("run.json") and run.name == "a"
    with pytest.raises(RunFolderError, match=r"run\.json"):
        run_settings(path)


def test_a_description_that_is_no_file_does_not_wait_for_ever(tmp_path: Path) -> None:
    path = make_run(tmp_path / "a")
    (path / DESCRIPTION).unlink()
    os.mkfifo(path / DESCRIPTION)
    assert "not a plain file" in summarise(path).problem


def test_hostile_values_become_harmless(tmp_path: Path) -> None:
    huge = 10**400
    path = make_run(
        tmp_path / "a", result={"ending": "x" * 10_000, "epochs": huge, "validation_accuracy": 7, "seconds": -1, "best_epoch": [1]},
        name={"a": 1}, parameters=huge, started="yesterday", settings=[], data="digits",
    )  # fmt: skip
    run = summarise(path)
    assert (run.problem, run.name, run.dataset, run.best_validation_accuracy, run.seconds, run.best_epoch) == ("", "", "", None, None, None)
    assert run.epochs <= 10**15 and run.parameters <= 10**15 and len(run.ending) <= 300
    assert json.dumps(run.to_json())


def test_names_are_listed_newest_first_and_nothing_is_opened(tmp_path: Path) -> None:
    for name in ("20260101-a", "20260301-b", "20260201-c"):
        (tmp_path / name).mkdir()
    (tmp_path / "file").write_text("")
    assert [path.name for path in run_paths(tmp_path)] == ["20260301-b", "20260201-c", "20260101-a"]
    assert run_paths(tmp_path / "none") == ()


def test_settings_are_plain_values(tmp_path: Path) -> None:
    path = make_run(tmp_path / "a", settings={"optimizer": "adam", "learning_rate": 0.01, "nesterov": False, "odd": [1], "none": None})
    assert run_settings(path) == {"optimizer": "adam", "learning_rate": 0.01, "nesterov": False}


def test_notes_are_kept_beside_the_run(tmp_path: Path) -> None:
    path = make_run(tmp_path / "a")
    write_notes(path, "  with warm-up – besser  ")
    assert read_notes(path) == summarise(path).notes == "with warm-up – besser"
    write_notes(path, "x" * 5_000)
    assert len(read_notes(path)) == LONGEST_NOTES
    write_notes(path, " ")
    assert read_notes(path) == "" and not (path / NOTES).exists()


def test_notes_about_no_run_are_refused(tmp_path: Path) -> None:
    with pytest.raises(RunFolderError, match="holds no run"):
        write_notes(tmp_path, "lost")
    path = make_run(tmp_path / "a")
    (path / NOTES).write_bytes(b"\xff" * 1_000_000)
    assert read_notes(path) == "", "too long to be notes"


def test_only_ended_runs_right_in_the_folder_of_the_runs_may_go(tmp_path: Path) -> None:
    root = runs_folder()
    run, live, elsewhere = make_run(root / "a"), make_run(root / "live", result={"ending": ""}), make_run(tmp_path / "else")
    lock(live)
    (root / "link").symlink_to(elsewhere)
    check_deletable(run, root)
    check_deletable(root / ".." / "runs" / "a", root)
    refused = {live: "stop it first", elsewhere: "does not lie", root / "link": "link", root: "does not lie", root / "gone": "not there"}
    for path, words in {**refused, run / "..": "does not lie", run / "sub": "not there"}.items():
        with pytest.raises(RunFolderError, match=words):
            check_deletable(path, root)
