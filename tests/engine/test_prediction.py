"""Class probabilities of picture files, by a weights file alone."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from PIL import Image
from safetensors.torch import save
from torch import Tensor

from designer.data.errors import DataError
from designer.data.preparation import Preparation
from designer.engine.errors import EngineError
from designer.engine.prediction import Predictor
from designer.engine.weights_file import METADATA_KEY, weights_bytes
from designer.network.blocks.batch_norm import BatchNorm
from designer.network.blocks.conv2d import Conv2d
from designer.network.blocks.dense import Dense
from designer.network.blocks.input import Input
from designer.network.file_format import save as save_text
from tests.engine.networks import chain, network_of, small

CLASSES = ("cat", "dog", "newt", "owl")
NORMALISED = Preparation(3, 6, 7, 255, "standard", (0.4, 0.5, 0.6), (0.1, 0.2, 0.3))


def colour_network() -> Any:
    return network_of(chain(Input((3, 6, 7)), Conv2d(4, (3, 3)), BatchNorm(), Dense(4)))


def write_weights(path: Path, network: Any, prepared: Preparation, **changed: object) -> Path:
    text = save_text(network.analysis.architecture)
    about: dict[str, object] = {"architecture": text, "classes": list(CLASSES), "preparation": prepared.to_json()}
    path.write_bytes(weights_bytes(network.state(), about | changed))
    return path


def picture(path: Path, *shape: int, seed: int = 0) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    pixels = np.random.default_rng(seed).integers(0, 256, shape, np.uint8)
    Image.fromarray(pixels).save(path)
    return pixels


@pytest.mark.parametrize("shape", [(9, 12, 3), (30, 5, 3), (8, 8)])
def test_the_probabilities_are_those_of_the_network_on_the_prepared_picture(tmp_path: Path, shape: tuple[int, ...]) -> None:
    network = colour_network()
    with torch.no_grad():
        for owned in network.owned:
            owned.tensor.copy_(torch.rand_like(owned.tensor) + 0.1)  # running statistics too
    path = write_weights(tmp_path / "w.safetensors", network, NORMALISED)
    pixels = picture(tmp_path / "a.png", *shape)
    found = Predictor(path).predict(tmp_path / "a.png")
    with network.evaluating():
        logits = network(torch.from_numpy(NORMALISED.apply_one(pixels))[None])[0]
    np.testing.assert_allclose(found.probabilities, torch.softmax(logits, 0).numpy(), rtol=1e-4, atol=1e-7)
    assert found.best == int(logits.argmax())
    assert sum(found.probabilities) == pytest.approx(1)


def test_a_file_is_of_full_brightness_at_255_whatever_the_data_set_was(tmp_path: Path) -> None:
    network = network_of(small())
    path = write_weights(tmp_path / "w.safetensors", network, Preparation(1, 8, 8, 16))
    Image.fromarray(np.full((8, 8), 255, np.uint8)).save(tmp_path / "white.png")
    with network.evaluating():
        logits = network(torch.ones(1, 1, 8, 8))[0]
    np.testing.assert_allclose(Predictor(path).predict(tmp_path / "white.png").probabilities, torch.softmax(logits, 0).numpy(), rtol=1e-5)


@pytest.mark.parametrize(
    ("changed", "text"),
    [
        ({"architecture": 3}, "says nothing of its network"),
        ({"classes": None}, "says nothing of its network"),
        ({"classes": [1, 2, 3, 4]}, "names of its classes are damaged"),
        ({"classes": []}, "names of its classes are damaged"),
        ({"classes": list("abcde")}, "5 classes"),
        ({"architecture": "{"}, "what it says of its network is damaged"),
        ({"preparation": {"channels": 1}}, "what it says of its network is damaged"),
        ({"preparation": Preparation(1, 9, 9).to_json()}, "prepared as 1×9×9, but its network takes 1×8×8"),
    ],
)
def test_what_is_said_beside_the_tensors_is_not_trusted(tmp_path: Path, changed: dict[str, object], text: str) -> None:
    path = write_weights(tmp_path / "w.safetensors", network_of(small()), Preparation(1, 8, 8), **changed)
    with pytest.raises((EngineError, DataError), match=text):
        Predictor(path)


def test_outputs_beyond_the_classes_are_numbered(tmp_path: Path) -> None:
    path = write_weights(tmp_path / "w.safetensors", network_of(small()), Preparation(1, 8, 8), classes=["cat", "dog"])
    assert Predictor(path).classes == ("cat", "dog", "output 2", "output 3")


def test_tensors_that_do_not_fit_are_refused(tmp_path: Path) -> None:
    network = network_of(small())
    about = {"architecture": save_text(network.analysis.architecture), "classes": list(CLASSES), "preparation": Preparation(1, 8, 8).to_json()}
    whole: dict[str, Tensor] = {name: tensor.contiguous() for name, tensor in network.state().items()}
    for changed, text in (
        ({name: tensor for name, tensor in whole.items() if name != "conv1.bias"}, "there is no conv1.bias"),
        (whole | {"dense1.bias": torch.zeros(5)}, "dense1.bias is 5, but its network needs 4"),
        (whole | {"dense1.bias": torch.full((4,), torch.nan)}, "not finite"),
    ):
        path = tmp_path / "w.safetensors"
        path.write_bytes(save(changed, {METADATA_KEY: json.dumps(about)}))
        with pytest.raises(EngineError, match=text):
            Predictor(path)
    path.write_bytes(save(whole))
    with pytest.raises(EngineError, match="says nothing of its network"):
        Predictor(path)


def test_pictures_that_are_none_are_refused_by_name(tmp_path: Path) -> None:
    predictor = Predictor(write_weights(tmp_path / "w.safetensors", network_of(small()), Preparation(1, 8, 8)))
    (tmp_path / "text.png").write_text("no picture")
    for name, text in (("text.png", "not a picture of a known kind"), ("gone.png", "there is no such file"), (".", "is not a plain file")):
        with pytest.raises(DataError, match=text):
            predictor.predict(tmp_path / name)
