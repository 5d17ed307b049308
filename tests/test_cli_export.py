"""`export`: the script it writes, and what it refuses."""

import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import save_file

from designer import cli
from designer.network.file_format import load_file
from designer.network.pytorch_script import script
from designer.resources import templates

LENET = load_file(templates()["lenet5"])
Output = pytest.CaptureFixture[str]


def export(*words: object) -> int:
    return cli.main(["export", *map(str, words)])


def weights(path: Path, **changed: np.ndarray | None) -> Path:
    """Write LeNet-5's weights with some of them changed or left out."""
    shapes = {"conv1": (6, 1, 5, 5), "conv2": (16, 6, 5, 5), "dense1": (120, 400), "dense2": (84, 120), "dense3": (10, 84)}
    arrays: dict[str, np.ndarray | None] = {f"{name}.weight": np.zeros(shape, np.float32) for name, shape in shapes.items()}
    arrays |= {f"{name}.bias": np.zeros(shape[0], np.float32) for name, shape in shapes.items()}
    arrays |= {name.replace("_", "."): array for name, array in changed.items()}
    save_file({name: array for name, array in arrays.items() if array is not None}, path)
    return path


def test_it_writes_the_script_and_says_its_size(tmp_path: Path, capsys: Output) -> None:
    out = tmp_path / "net.py"
    out.write_text("old", encoding="utf-8")
    assert export("lenet5", "--to", "pytorch", "--out", out) == 0
    assert out.read_text(encoding="utf-8") == script(LENET).text
    assert "61,706 parameters" in capsys.readouterr().out
    assert list(tmp_path.iterdir()) == [out], "nothing is left beside it"


def test_the_weights_are_named_in_the_script(tmp_path: Path) -> None:
    path = weights(tmp_path / "best.safetensors")
    out = tmp_path / "net.py"
    assert export("lenet5", "--to", "pytorch", "--out", out, "--weights", path) == 0
    assert out.read_text(encoding="utf-8") == script(LENET, weights=str(path)).text


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"conv1_bias": None}, "it has no conv1.bias; the network needs one of 6"),
        ({"dense1_weight": np.zeros((120, 256), np.float32)}, "its dense1.weight is 120×256 (F32); the network needs 120×400 (F32)"),
        ({"conv2_bias": np.zeros(16, np.float64)}, "its conv2.bias is 16 (F64); the network needs 16 (F32)"),
    ],
)
def test_weights_that_do_not_fit_are_refused_in_one_sentence(
    changed: Mapping[str, np.ndarray | None], reason: str, tmp_path: Path, capsys: Output
) -> None:
    path, out = weights(tmp_path / "w.safetensors", **changed), tmp_path / "net.py"
    assert export("lenet5", "--to", "pytorch", "--out", out, "--weights", path) == 1
    assert capsys.readouterr().err == f"error: {path} does not fit: {reason}\n"
    assert not out.exists()


def test_more_weights_than_the_network_has_blocks_are_fine(tmp_path: Path) -> None:
    path = weights(tmp_path / "w.safetensors", loose_weight=np.zeros(3, np.float32))
    assert export("lenet5", "--to", "pytorch", "--out", tmp_path / "net.py", "--weights", path) == 0


def test_a_file_that_holds_no_weights_is_refused(tmp_path: Path, capsys: Output) -> None:
    garbage = tmp_path / "garbage.safetensors"
    garbage.write_bytes(b"no weights at all")
    for path in (garbage, tmp_path, tmp_path / "none.safetensors"):
        assert export("lenet5", "--to", "pytorch", "--out", tmp_path / "net.py", "--weights", path) == 1
        assert capsys.readouterr().err.count("\n") == 1
    assert not (tmp_path / "net.py").exists()


def test_a_network_with_errors_is_refused_with_the_problem(tmp_path: Path, capsys: Output) -> None:
    blocks = [{"id": "input", "type": "input", "shape": [1, 8, 8]}, {"id": "conv1", "type": "conv2d", "filters": 2, "kernel": [9, 9]}]
    path, out = tmp_path / "broken.cnn", tmp_path / "net.py"
    path.write_text(json.dumps({"format": "cnn-designer", "version": 1, "name": "Broken", "blocks": blocks}), encoding="utf-8")
    out.write_text("old", encoding="utf-8")
    assert export(path, "--to", "pytorch", "--out", out) == 1
    assert capsys.readouterr().err.startswith("error: a network with errors cannot be exported: conv1: a 9×9 kernel does not fit")
    assert out.read_text(encoding="utf-8") == "old"


def test_a_network_with_too_few_values_for_its_data_is_refused_as_the_window_does(tmp_path: Path, capsys: Output) -> None:
    path = tmp_path / "few.cnn"
    blocks = [{"id": "input", "type": "input", "shape": [1, 8, 8]}, {"id": "dense1", "type": "dense", "units": 4}]
    path.write_text(json.dumps({"format": "cnn-designer", "version": 1, "name": "Few", "blocks": blocks}), encoding="utf-8")
    assert export(path, "--to", "pytorch", "--out", tmp_path / "net.py") == 1
    assert "4 values, but the data has 10 classes" in capsys.readouterr().err


def test_places_where_no_script_belongs_are_refused(tmp_path: Path, capsys: Output) -> None:
    own = tmp_path / "own.cnn"
    own.write_bytes(templates()["lenet5"].read_bytes())
    before = own.read_bytes()
    for out in (tmp_path, tmp_path / "none" / "net.py", own):
        assert export(own, "--to", "pytorch", "--out", out) == 1
        assert capsys.readouterr().err.startswith(f"error: --out {out}")
    assert own.read_bytes() == before


@pytest.mark.parametrize("words", [["lenet5", "--to", "pytorch"], ["lenet5", "--out", "x.py"], ["lenet5", "--to", "fortran", "--out", "x.py"]])
def test_wrong_usage_is_told_by_the_parser(words: list[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        export(*words)
    assert ended.value.code == 2


def test_neither_torch_nor_qt_is_imported(tmp_path: Path) -> None:
    path = weights(tmp_path / "w.safetensors")
    code = (
        "import sys; from designer.cli import main\n"
        f"assert main(['export', 'lenet5', '--to', 'pytorch', '--out', {str(tmp_path / 'net.py')!r}, '--weights', {str(path)!r}]) == 0\n"
        "assert not {'torch', 'PySide6'} & set(sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=Path(__file__).parents[1], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
