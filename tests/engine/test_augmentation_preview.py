"""The examples of augmentation are what training would do: the same function, picture numbers and epochs."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import torch

from designer.data.dataset import Dataset, Split
from designer.data.preparation import Preparation
from designer.data.registry import load
from designer.engine.augmentation import augment
from designer.engine.augmentation_preview import draw_augmentation
from designer.engine.data_questions import DataQuestions
from designer.engine.pictures import Shelf
from designer.network.architecture import Architecture, Block
from designer.network.blocks.relu import Relu
from designer.network.file_format import save
from designer.network.templates import load_template
from designer.network.training import Training
from designer.protocol.commands import PreviewAugmentation
from designer.protocol.events import SeenPicture


@pytest.fixture(scope="module")
def digits() -> Dataset:
    return load("digits")


def lenet5(**settings: object) -> Architecture:
    architecture = load_template("lenet5")
    training = Training()
    for name, value in settings.items():
        training = training.change(name, value)
    return replace(architecture, training=training)


def ask(**changes: object) -> PreviewAugmentation:
    return PreviewAugmentation(**{"number": 3, "architecture": "", "pictures": 4, "variants": 3, **changes})  # type: ignore[arg-type]  # its own fields


def pixels(picture: SeenPicture) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    return np.frombuffer(picture.pixels, np.uint8).reshape(picture.size)


def test_without_augmentation_every_variant_is_the_picture(digits: Dataset) -> None:
    found = draw_augmentation(ask(), lenet5(), digits)
    assert len(found.pictures) == 4
    assert all(one.variants == (one.plain,) * 3 for one in found.pictures)
    assert all(one.plain.size == (28, 28, 1) for one in found.pictures)


def test_the_variants_are_those_of_training(digits: Dataset) -> None:
    architecture = lenet5(rotation=30, erase=0.8, brightness=0.3, seed=5)
    found = draw_augmentation(ask(), architecture, digits)
    positions = digits.splits[Split.TRAIN]
    count = len(positions)
    places = np.arange(4) * (count // 4)
    images = torch.from_numpy(digits.images.prepared(positions, Preparation(1, 28, 28, 16)))
    for epoch in (1, 2, 3):
        whole = augment(images, torch.arange(count), architecture.training, epoch).numpy()
        for place, one in zip(places, found.pictures, strict=True):
            expected = (whole[place, 0].clip(0, 1) * 255).round().astype(np.uint8)
            assert np.array_equal(pixels(one.variants[epoch - 1])[..., 0], expected), "the same bits as in the whole part"
    assert found.first_epoch == 1


def test_another_draw_shows_other_pictures_in_later_epochs_and_the_same_draw_the_same(digits: Dataset) -> None:
    architecture = lenet5(shift=0.2)
    first, again, other = (draw_augmentation(ask(draw=draw), architecture, digits) for draw in (0, 0, 1))
    assert first == again
    assert other.first_epoch == 4 and [one.plain for one in other.pictures] != [one.plain for one in first.pictures]


@pytest.mark.parametrize(("pictures", "variants", "expected"), [(0, 0, (1, 1)), (10**6, 10**6, (32, 16)), (-5, -5, (1, 1))])
def test_there_are_limits(digits: Dataset, pictures: int, variants: int, expected: tuple[int, int]) -> None:
    found = draw_augmentation(ask(pictures=pictures, variants=variants), lenet5(), digits)
    assert (len(found.pictures), len(found.pictures[0].variants)) == expected


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("not a network", "JSON"),
        (save(Architecture(blocks=(Block("relu", Relu()),))), "input"),
        (save(replace(lenet5(), training=Training().change("dataset", "no-such-set"))), "no-such-set"),
    ],
)
def test_every_question_is_answered(text: str, why: str) -> None:
    found = DataQuestions(Shelf()).preview(ask(architecture=text))
    assert found.number == 3 and not found.pictures
    assert why in found.problem
