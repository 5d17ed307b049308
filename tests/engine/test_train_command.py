import dataclasses
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from safetensors import safe_open

from designer.data import registry
from designer.data.preparation import Preparation
from designer.data.sources import mnist
from designer.engine.train_command import DONE, FAILED, WRONG_USAGE, run
from designer.engine.train_options import TrainOptions
from designer.engine.weights_file import METADATA_KEY, weights_sha256
from designer.network.blocks.conv2d import Conv2d
from designer.network.blocks.dense import Dense
from designer.network.blocks.input import Input
from designer.network.file_format import load, save
from designer.resources import templates
from designer.runs.listing import list_runs
from tests.data.pictures import class_files, write_folder
from tests.engine.networks import chain, small, with_settings

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = """
import sys
from collections.abc import Callable
from pathlib import Path
from designer.engine.train_command import run
from designer.engine.train_options import TrainOptions
sys.exit(run(TrainOptions(file=Path(sys.argv[1]), json=True, seed=int(sys.argv[2]), epochs=int(sys.argv[3]), out=sys.argv[4])))
"""


def train(*arguments: object) -> subprocess.CompletedProcess[str]:
    """Run the command in a process of its own: it sets up torch's threads before it imports torch."""
    command = [sys.executable, "-W", "error", "-c", SCRIPT, *map(str, arguments)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=110)


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, subprocess.CompletedProcess[str]]:
    out = tmp_path_factory.mktemp("runs") / "first"
    return out, train(templates()["lenet5"], 0, 3, out)


def test_lenet5_learns_the_digits(trained: tuple[Path, subprocess.CompletedProcess[str]]) -> None:
    out, done = trained
    assert done.returncode == DONE, done.stderr
    result = json.loads(done.stdout)
    assert set(result) == {"run", "device", "threads", "epochs", "test_accuracy", "weights", "weights_sha256"}
    assert (result["run"], result["device"], len(result["epochs"])) == (str(out), "cpu", 3)
    assert set(result["epochs"][0]) == {"epoch", "train_loss", "train_accuracy", "validation_loss", "validation_accuracy", "images_per_second"}
    assert max(epoch["validation_accuracy"] for epoch in result["epochs"]) > 0.9
    assert result["test_accuracy"] > 0.85


def test_progress_is_plain_lines_where_there_is_no_terminal(trained: tuple[Path, subprocess.CompletedProcess[str]]) -> None:
    lines = trained[1].stderr.splitlines()
    assert [line.split()[1] for line in lines[:3]] == ["1/3", "2/3", "3/3"]
    assert lines[3].startswith("test accuracy") and len(lines) == 4


def test_the_best_weights_hold_all_that_predict_needs(trained: tuple[Path, subprocess.CompletedProcess[str]]) -> None:
    result = json.loads(trained[1].stdout)
    with safe_open(result["weights"], "pt") as file:
        metadata = file.metadata()
        tensors = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118  # it is no mapping
    assert list(metadata) == [METADATA_KEY]
    about = json.loads(metadata[METADATA_KEY])
    assert set(about) == {"architecture", "classes", "preparation", "run", "versions"}
    assert load(about["architecture"]).training.epochs == 3
    assert about["classes"] == list("0123456789") and Preparation.from_json(about["preparation"]).divisor == 16
    assert weights_sha256(tensors) == result["weights_sha256"]
    assert sum(tensor.numel() for tensor in tensors.values()) == 61706


def test_the_same_command_twice_gives_the_same_weights(
    trained: tuple[Path, subprocess.CompletedProcess[str]], program: Callable[..., list[str]], tmp_path: Path
) -> None:
    words = ("train", str(templates()["lenet5"]), "--json", "--seed", "0", "--epochs", "3", "--out", str(tmp_path / "again"))
    again = subprocess.run(program(*words), cwd=ROOT, capture_output=True, text=True, timeout=110)
    assert again.returncode == DONE, again.stderr
    assert json.loads(again.stdout)["weights_sha256"] == json.loads(trained[1].stdout)["weights_sha256"]


def test_the_run_is_listed(trained: tuple[Path, subprocess.CompletedProcess[str]]) -> None:
    (listed,) = list_runs(trained[0].parent)
    assert (listed.ending, listed.epochs, listed.parameters) == ("completed", 3, 61706)
    assert listed.test_accuracy == json.loads(trained[1].stdout)["test_accuracy"]


def complaints(options: TrainOptions, capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    status = run(options)
    captured = capsys.readouterr()
    assert captured.out == ""
    return status, captured.err


@pytest.fixture
def already_imported(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the command run in this process, where torch is loaded and its threads are as they are."""
    monkeypatch.setattr("designer.engine.train_command.prepare_for_torch", lambda: None)


def test_a_setting_outside_its_limits_is_wrong_usage_and_names_the_option(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = templates()["lenet5"]
    for options, text in (
        (TrainOptions(file=file, lr=-1.0), "error: --lr: Learning rate: found -1.0"),
        (TrainOptions(file=file, optimizer="adm"), "did you mean 'adam'"),
        (TrainOptions(file=file, momentum=1.0), "error: --momentum"),
        (TrainOptions(file=file, seed=-1), "error: --seed"),
    ):
        status, error = complaints(options, capsys)
        assert status == WRONG_USAGE and text in error


def test_a_file_that_cannot_be_read_fails(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, error = complaints(TrainOptions(file=tmp_path / "none.cnn"), capsys)
    assert status == FAILED and error.startswith("error: ")


@pytest.mark.usefixtures("already_imported")
@pytest.mark.parametrize(
    ("changes", "text"),
    [
        ({"data": "nowhere"}, "there is no data set 'nowhere'"),
        ({"data": "./nowhere"}, "there is no such file or folder"),
        ({"device": "cuda:77"}, "there is no device 'cuda:77'"),
        ({"lr": 1e30, "optimizer": "sgd"}, "try learning rate 0.1 or"),
    ],
)
def test_what_cannot_be_trained_is_one_line(changes: dict[str, object], text: str, capsys: pytest.CaptureFixture[str]) -> None:
    status = run(TrainOptions(file=templates()["lenet5"], epochs=1, threads=2, **changes))  # type: ignore[arg-type]  # made of a table
    lines = [line for line in capsys.readouterr().err.splitlines() if line.startswith("error: ")]
    assert status == FAILED and len(lines) == 1 and text in lines[0]


@pytest.mark.usefixtures("already_imported")
def test_data_that_is_neither_here_nor_to_be_had_is_one_line(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    assert mnist.SOURCE.remote is not None
    unreachable = dataclasses.replace(mnist.SOURCE.remote, mirrors=("http://127.0.0.1:9/",))  # the port where everything is thrown away
    monkeypatch.setitem(registry._SOURCES, "mnist", dataclasses.replace(mnist.SOURCE, remote=unreachable))
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    status = run(TrainOptions(file=templates()["lenet5"], epochs=1, threads=2, data="mnist"))
    lines = capsys.readouterr().err.splitlines()
    assert status == FAILED and len(lines) == 1, lines
    assert lines[0].startswith("error: mnist cannot be downloaded (127.0.0.1:9: cannot be reached)") and "--data-root DIR" in lines[0]


@pytest.mark.usefixtures("already_imported")
@pytest.mark.parametrize("place", ["option", "option without a slash", "document"])
def test_pictures_in_folders_are_trained_with(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str) -> None:
    write_folder(tmp_path / "pets", class_files({"cat": 10, "dog": 10}))
    architecture = with_settings(chain(Input((3, 6, 5)), Dense(2)), epochs=1)
    file = tmp_path / "nets" / "net.cnn"
    file.parent.mkdir()
    file.write_text(save(with_settings(architecture, dataset="../pets") if place == "document" else architecture))
    monkeypatch.chdir(tmp_path)
    data = {"option": "./pets", "option without a slash": "pets", "document": None}[place]
    assert run(TrainOptions(file=file, data=data, out=str(tmp_path / "run"))) == DONE
    told = json.loads((tmp_path / "run" / "run.json").read_text())
    assert told["data"]["name"] == str(tmp_path / "pets") and told["data"]["classes"] == ["cat", "dog"]


@pytest.mark.usefixtures("already_imported")
def test_a_network_with_errors_is_not_trained(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "net.cnn"
    file.write_text(save(chain(Input((1, 8, 8)), Conv2d(2, (9, 9)), Dense(3))))
    status, error = complaints(TrainOptions(file=file), capsys)
    assert status == FAILED and "b1: a 9×9 kernel" in error
    file.write_text(save(small()))
    status, error = complaints(TrainOptions(file=file), capsys)
    assert status == FAILED and "4 values, but the data has 10 classes" in error


@pytest.mark.usefixtures("already_imported")
def test_a_run_without_a_name_for_its_folder_is_among_the_runs(tmp_path: Path, user_folder: Path) -> None:
    file = tmp_path / "net.cnn"
    file.write_text(save(with_settings(chain(Input((1, 8, 8)), Dense(10)), epochs=1)))
    assert run(TrainOptions(file=file)) == DONE
    assert [found.path.parent for found in list_runs()] == [user_folder / "runs"]
    assert run(TrainOptions(file=file, out=str(list_runs()[0].path))) == FAILED
