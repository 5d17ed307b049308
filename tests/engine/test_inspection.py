"""What the worker tells about a data set: numbers, pictures, how they are fitted, what was left out."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from designer.data.dataset import Dataset, Split
from designer.data.errors import DataError
from designer.data.preparation import Preparation
from designer.data.registry import load
from designer.engine.data_questions import DataQuestions
from designer.engine.inspection import MOST_BYTES, inspect
from designer.engine.pictures import Shelf
from designer.protocol.commands import InspectDataset
from designer.protocol.events import DatasetInspected, SeenPicture
from designer.protocol.framing import LONGEST_FRAME_BYTES, frame

Ask = Callable[..., DatasetInspected]


def question(**changes: object) -> InspectDataset:
    return InspectDataset(**{"number": 1, "name": "digits", "shape": (1, 28, 28), **changes})  # type: ignore[arg-type]  # its own fields


def pixels(picture: SeenPicture) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    return np.frombuffer(picture.pixels, np.uint8).reshape(picture.size)


@pytest.fixture(scope="module")
def digits() -> Dataset:
    return load("digits")


@pytest.fixture
def pets(tmp_path: Path) -> Path:
    """Return a folder of two classes: odd pictures, and files that are none."""
    for name, count in (("cats", 12), ("dogs", 6)):
        (tmp_path / name).mkdir()
        for number in range(count):
            Image.new("RGB", (20 + number, 10), (10 * number, 0, 0)).save(tmp_path / name / f"{number:02}.png")
    Image.new("1", (9, 7), 1).save(tmp_path / "dogs" / "one bit.png")
    turned = Image.new("RGB", (30, 10), (0, 200, 0))
    exif = turned.getexif()
    exif[0x0112] = 6  # to be turned by a quarter
    turned.save(tmp_path / "dogs" / "turned.jpg", exif=exif)
    (tmp_path / "cats" / "broken.png").write_bytes(b"no picture")
    return tmp_path


def test_the_numbers_of_all_classes_add_up_to_the_parts(digits: Dataset) -> None:
    found = inspect(question(), digits)
    assert [one.name for one in found.classes] == list("0123456789")
    for part, split in (("training", Split.TRAIN), ("validation", Split.VALIDATION), ("test", Split.TEST)):
        assert sum(getattr(one, part) for one in found.classes) == len(digits.splits[split])
    assert found.fingerprint == digits.fingerprint and found.parts == digits.parting and found.skipped_count == 0


@pytest.mark.parametrize("part", ["training", "validation", "test"])
def test_the_pictures_are_of_their_class_and_part_at_full_brightness(digits: Dataset, part: str) -> None:
    positions = digits.splits[{"training": Split.TRAIN, "validation": Split.VALIDATION, "test": Split.TEST}[part]]
    found = inspect(question(part=part, per_class=4), digits)
    for label, one in enumerate(found.classes):
        expected = [digits.images[int(position)] for position in positions[digits.labels[positions] == label][:4]]
        assert len(one.pictures) == len(expected) > 0
        for picture, raw in zip(one.pictures, expected, strict=True):
            assert np.array_equal(pixels(picture)[..., 0], raw.astype(int) * 255 // 16)


def test_later_pictures_follow_and_begin_again_at_the_end(digits: Dataset) -> None:
    first, second = (inspect(question(part="test", per_class=5, first=start), digits).classes[0] for start in (0, 5))
    assert not {picture.pixels for picture in first.pictures} & {picture.pixels for picture in second.pictures}
    again = inspect(question(part="test", per_class=5, first=first.test), digits).classes[0]
    assert again.pictures == first.pictures
    everything = inspect(question(part="test", per_class=10_000, first=3), digits).classes[0]
    assert len(everything.pictures) == first.test, "none is shown twice"


@pytest.mark.parametrize("shape", [(1, 28, 28), (3, 9, 40), (1, 8, 8)])
def test_fitted_examples_are_what_the_network_gets(digits: Dataset, shape: tuple[int, int, int]) -> None:
    found = inspect(question(shape=shape), digits)
    assert len({example.label for example in found.fitted}) == 3
    positions = digits.splits[Split.TRAIN]
    position = positions[digits.labels[positions] == 0][0]
    expected = Preparation(*shape, 16).apply_one(digits.images[int(position)])
    assert np.array_equal(pixels(found.fitted[0].fitted), np.moveaxis((expected * 255).round().astype(np.uint8), 0, 2))
    assert found.fitted[0].raw.size == (8, 8, 1)


@pytest.mark.parametrize(("shape", "why"), [((6, 28, 28), "6 channels"), ((10,), "need 3")])
def test_an_input_that_takes_no_pictures_is_told_beside_the_pictures(digits: Dataset, shape: tuple[int, ...], why: str) -> None:
    found = inspect(question(shape=shape), digits)
    assert not found.fitted and found.classes[0].pictures
    assert re.search(why, found.misfit)


def test_what_is_drawn_for_the_input_is_not_called_fitted(digits: Dataset) -> None:
    assert not inspect(question(), digits).drawn
    assert inspect(question(name="shapes"), load("shapes")).drawn


def test_without_an_input_block_nothing_is_fitted(digits: Dataset) -> None:
    found = inspect(question(shape=()), digits)
    assert not found.fitted and not found.misfit


def test_a_folder_with_broken_turned_and_one_bit_files(pets: Path) -> None:
    found = DataQuestions(Shelf()).inspect(question(name=str(pets), part="training", per_class=100))
    assert not found.problem and found.title == pets.name
    assert [(one.name, one.training + one.validation + one.test) for one in found.classes] == [("cats", 12), ("dogs", 8)]
    assert found.skipped_count == 1 and found.skipped[0].startswith("cats") and "broken.png" in found.skipped[0]
    everything = [
        picture
        for part in ("training", "validation", "test")
        for one in DataQuestions(Shelf()).inspect(question(name=str(pets), part=part, per_class=100)).classes
        for picture in one.pictures
    ]
    assert len(everything) == 20
    assert any(picture.size[:2] == (30, 10) and pixels(picture)[..., 1].mean() > 150 for picture in everything), "turned by its EXIF"
    assert any(picture.size[:2] == (7, 9) and pixels(picture).min() == 255 for picture in everything), "one bit is black or white"
    assert found.smallest != found.shape


def test_long_pictures_are_shrunk(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        for number in range(5):
            Image.new("RGB", (400 + number, 100), (0, 0, 50 * number)).save(tmp_path / name / f"{number}.png")
    found = DataQuestions(Shelf()).inspect(question(name=str(tmp_path), side_px=64))
    assert {max(picture.size[:2]) for one in found.classes for picture in one.pictures} == {64}


def test_many_classes_and_large_pictures_stay_within_a_message(digits: Dataset) -> None:
    found = inspect(question(per_class=10**6, side_px=10**6), digits)
    assert sum(len(picture.pixels) for one in found.classes for picture in one.pictures) <= MOST_BYTES
    assert len(frame(found)) < LONGEST_FRAME_BYTES


def test_a_part_that_does_not_exist_is_refused(digits: Dataset) -> None:
    with pytest.raises(DataError, match="training, validation, test"):
        inspect(question(part="holdout"), digits)


@pytest.mark.parametrize("name", ["no-such-set", "/no/such/folder"])
def test_every_question_is_answered(name: str) -> None:
    found = DataQuestions(Shelf()).inspect(question(name=name, number=7))
    assert (found.number, found.name) == (7, name) and found.problem and not found.classes


def test_what_was_only_looked_at_is_handed_over_without_reading_it_again(pets: Path) -> None:
    shelf = Shelf()
    questions = DataQuestions(shelf)
    questions.inspect(question(name=str(pets)))
    assert not shelf.holds(str(pets), None)
    for file in pets.rglob("*.png"):
        file.unlink()
    questions.hand_over(str(pets), None)
    assert shelf.holds(str(pets), None)
