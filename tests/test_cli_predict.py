"""`predict`: what it prints, and what it refuses."""

import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from designer import cli
from designer.data.preparation import Preparation
from designer.engine.weights_file import weights_bytes
from designer.network.file_format import save
from tests.engine.networks import lenet5, network_of

Output = pytest.CaptureFixture[str]
CLASSES = tuple("0123456789")


@pytest.fixture
def weights(tmp_path: Path) -> Path:
    network = network_of(lenet5())
    about = {"architecture": save(lenet5()), "classes": [*CLASSES[:9], "ni\x1b[2Jne"], "preparation": Preparation(1, 28, 28, 16).to_json()}
    path = tmp_path / "best.safetensors"
    path.write_bytes(weights_bytes(network.state(), about))
    return path


@pytest.fixture
def pictures(tmp_path: Path) -> list[Path]:
    paths = [tmp_path / "a.png", tmp_path / "b.jpg"]
    for number, path in enumerate(paths):
        Image.fromarray(np.random.default_rng(number).integers(0, 256, (20, 30, 3), np.uint8)).save(path)
    return paths


def predict(*words: object) -> int:
    return cli.main(["predict", *map(str, words)])


def test_json_holds_every_probability_in_the_order_of_the_classes(weights: Path, pictures: list[Path], capsys: Output) -> None:
    assert predict(*pictures, "--weights", weights, "--json") == 0
    found = json.loads(capsys.readouterr().out)
    assert found["classes"] == [*CLASSES[:9], "ni\x1b[2Jne"] and found["weights"] == str(weights)
    assert [entry["image"] for entry in found["predictions"]] == [str(path) for path in pictures]
    for entry in found["predictions"]:
        probabilities = entry["probabilities"]
        assert len(probabilities) == 10 and sum(probabilities) == pytest.approx(1)
        assert entry["probability"] == max(probabilities)
        assert entry["class"] == found["classes"][probabilities.index(max(probabilities))]
    assert found["predictions"][0]["probabilities"] != found["predictions"][1]["probabilities"]


def test_the_most_probable_classes_are_printed_and_names_are_plain_text(weights: Path, pictures: list[Path], capsys: Output) -> None:
    assert predict(*pictures, "--weights", weights, "--json") == 0
    entries = json.loads(capsys.readouterr().out)["predictions"]
    assert predict(*pictures, "--weights", weights) == 0
    printed = capsys.readouterr().out
    lines = printed.splitlines()
    assert (lines[0], lines[6], len(lines)) == (str(pictures[0]), str(pictures[1]), 12)
    assert "\x1b" not in printed
    shares = [float(line.split()[-1].rstrip("%")) for line in lines[1:6]]
    assert shares == sorted(shares, reverse=True)
    assert shares[0] == pytest.approx(100 * entries[0]["probability"], abs=0.06)


def test_one_picture_that_cannot_be_read_does_not_hide_the_others(weights: Path, pictures: list[Path], capsys: Output) -> None:
    gone = pictures[0].with_name("gone.png")
    assert predict(gone, pictures[1], "--weights", weights) == 1
    told = capsys.readouterr()
    assert told.out.splitlines()[0] == str(pictures[1])
    assert told.err == f"error: {gone}: there is no such file\n"
    assert predict(gone, pictures[1], "--weights", weights, "--json") == 1
    entries = json.loads(capsys.readouterr().out)["predictions"]
    assert entries[0] == {"image": str(gone), "problem": f"{gone}: there is no such file"} and "class" in entries[1]


def test_without_weights_that_know_their_network_it_fails_in_one_line(tmp_path: Path, pictures: list[Path], capsys: Output) -> None:
    assert predict(pictures[0], "--weights", tmp_path / "none.safetensors") == 1
    told = capsys.readouterr()
    assert told.out == "" and told.err.count("\n") == 1 and told.err.startswith("error: ")
    with pytest.raises(SystemExit) as wrong:
        predict(pictures[0])
    assert wrong.value.code == 2
