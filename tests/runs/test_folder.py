import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from designer.runs.folder import LOCK, RunFolder, RunFolderError, is_live, new_run_path
from designer.runs.home import home, runs_folder
from designer.runs.listing import list_runs, summarise


def test_a_new_run_gets_a_path_that_no_other_has(tmp_path: Path) -> None:
    paths = {new_run_path(tmp_path, "LeNet-5") for _ in range(50)}
    assert len(paths) > 45
    assert all(path.parent == tmp_path and "lenet-5" in path.name for path in paths)


@pytest.mark.parametrize("name", ["", "../../etc", "a/b\\c", "网络", "x" * 500, "\0", "con."])
def test_whatever_a_network_is_called_its_run_lies_in_the_folder(tmp_path: Path, name: str) -> None:
    path = new_run_path(tmp_path, name)
    RunFolder.create(path).close()
    assert path.parent == tmp_path and path.is_dir()


def test_a_live_run_is_locked_by_pid_and_host(tmp_path: Path) -> None:
    folder = RunFolder.create(tmp_path / "run")
    assert json.loads((folder.path / LOCK).read_text())["pid"] == os.getpid()
    assert is_live(folder.path)
    folder.close()
    assert not is_live(folder.path)


def test_the_run_of_a_process_that_died_is_not_live(tmp_path: Path) -> None:
    code = "import sys; from pathlib import Path; from designer.runs.folder import RunFolder; RunFolder.create(Path(sys.argv[1]))"
    subprocess.run([sys.executable, "-c", code, str(tmp_path / "run")], check=True, cwd=Path(__file__).resolve().parents[2])
    assert (tmp_path / "run" / LOCK).exists()
    assert not is_live(tmp_path / "run")


def test_a_folder_with_something_in_it_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("mine")
    with pytest.raises(RunFolderError, match="not empty"):
        RunFolder.create(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]


def test_a_folder_that_cannot_be_made_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(RunFolderError, match="cannot be made"):
        RunFolder.create(tmp_path / "file" / "run")


def test_metrics_are_readable_while_the_run_goes_on(tmp_path: Path) -> None:
    folder = RunFolder.create(tmp_path / "run")
    folder.add_metrics([{"step": 1, "loss": 2.5}])
    folder.add_metrics([{"step": 2, "loss": 2.25}])
    lines = (folder.path / "metrics.jsonl").read_text().splitlines()
    assert [json.loads(line)["step"] for line in lines] == [1, 2]
    folder.close()


def write_run(path: Path, **changes: object) -> Path:
    folder = RunFolder.create(path)
    description: dict[str, object] = {
        "name": "Net", "started": "2026-01-31T09:05:07+00:00", "settings": {"epochs": 4}, "parameters": 61706, "device": "cpu", "result": None,
    }  # fmt: skip
    folder.describe({**description, **changes})
    return folder.path


def test_the_list_tells_results_newest_first(tmp_path: Path) -> None:
    result = {"ending": "completed", "epochs": 4, "validation_accuracy": 0.975, "test_accuracy": 0.95}
    RunFolder(write_run(tmp_path / "a", result=result)).close()
    write_run(tmp_path / "b", started="2026-02-01T00:00:00+00:00")
    newest, oldest = list_runs(tmp_path)
    assert (newest.path.name, newest.ending, newest.best_validation_accuracy) == ("b", "running", None)
    assert (oldest.name, oldest.epochs, oldest.planned_epochs, oldest.best_validation_accuracy, oldest.test_accuracy) == ("Net", 4, 4, 0.975, 0.95)
    assert json.loads(json.dumps(oldest.to_json()))["parameters"] == 61706


def test_a_run_without_result_and_without_lock_was_interrupted(tmp_path: Path) -> None:
    RunFolder(write_run(tmp_path / "a")).close()
    assert summarise(tmp_path / "a").ending == "interrupted"


@pytest.mark.parametrize("text", ["", "{", "[]", "null", '{"format": "other"}', "\xff", '{"a": ' * 5000, "9" * (2 << 20)])
def test_a_damaged_description_is_said_and_does_not_hide_other_runs(tmp_path: Path, text: str) -> None:
    RunFolder(write_run(tmp_path / "good")).close()
    (tmp_path / "bad").mkdir()
    (tmp_path / "bad" / "run.json").write_text(text, encoding="latin-1")
    problems = {run.path.name: bool(run.problem) for run in list_runs(tmp_path)}
    assert problems == {"good": False, "bad": True}


@pytest.mark.parametrize("value", [None, "many", [], {}, -1, 1e400, True])
def test_odd_values_in_a_description_are_not_believed(tmp_path: Path, value: object) -> None:
    path = tmp_path / "run"
    path.mkdir()
    description = {"format": "cnn-designer-run", "version": 1, "name": value, "settings": value, "parameters": value}
    (path / "run.json").write_text(json.dumps({**description, "result": {"test_accuracy": value}}))
    run = summarise(path)
    assert run.name == (value if isinstance(value, str) else "")
    assert run.test_accuracy is None


def test_without_runs_the_list_is_empty(tmp_path: Path) -> None:
    assert list_runs(tmp_path / "nowhere") == ()


def test_runs_lie_in_the_users_folder(user_folder: Path) -> None:
    assert home() == user_folder
    assert runs_folder() == user_folder / "runs"
