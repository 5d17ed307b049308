import numpy as np
import pytest

from designer.data.dataset import Split
from designer.data.drawing import OUTLINES
from designer.data.prepared import prepare_dataset
from designer.data.registry import load
from designer.data.sources.shapes import PER_CLASS, draw, labels_of

FIRST = np.arange(40, dtype=np.int64)


def test_the_set_is_declared_and_cut_like_any_other() -> None:
    shapes = load("shapes")
    assert shapes.info.classes == tuple(OUTLINES) and shapes.info.count == len(shapes.images) == 10 * PER_CLASS
    assert [len(shapes.splits[split]) for split in Split] == [4000, 500, 500]
    assert np.bincount(shapes.labels).tolist() == [PER_CLASS] * 10
    assert shapes.fingerprint == "4768ea5289decbc8b17ab9b165dd5d8d5c7b4991aff3eda97e534cfe8e78260d", "runs made with it stay comparable"


@pytest.mark.parametrize("shape", [(1, 28, 28), (3, 32, 32), (1, 8, 8), (3, 20, 47), (1, 1, 1)])
def test_pictures_have_the_size_and_channels_that_are_asked_for(shape: tuple[int, int, int]) -> None:
    pictures = draw(FIRST, shape)
    assert pictures.shape == ((40, *shape[1:]) if shape[0] == 1 else (40, *shape[1:], 3)) and pictures.dtype == np.uint8
    data = prepare_dataset(load("shapes"), shape, most_bytes=0)
    assert data.pictures(Split.TEST, np.arange(3)).shape == (3, *shape)


def test_a_picture_is_the_same_alone_among_others_and_every_time() -> None:
    together = draw(FIRST, (3, 24, 24))
    for position in (0, 7, 39):
        assert np.array_equal(draw(FIRST[position : position + 1], (3, 24, 24))[0], together[position])
    assert np.array_equal(draw(FIRST[::-1], (3, 24, 24))[::-1], together)
    assert len({picture.tobytes() for picture in together}) == 40


def test_grey_pictures_are_as_bright_as_their_values_say_and_stand_out() -> None:
    data = prepare_dataset(load("shapes"), (1, 28, 28))
    images = data.test.images[:, 0]
    assert images.min() >= 0 and images.max() <= 1
    darkest, brightest = np.percentile(images, 10, axis=(1, 2)), np.percentile(images, 98, axis=(1, 2))
    assert (brightest - darkest).min() > 0.15


def test_shapes_lie_within_the_picture() -> None:
    pictures = draw(np.arange(300, dtype=np.int64), (1, 40, 60)).astype(int)
    bright = pictures > (np.percentile(pictures, 2, axis=(1, 2)) + np.percentile(pictures, 99.5, axis=(1, 2)))[:, None, None] / 2
    edge = np.concatenate([bright[:, 0], bright[:, -1], bright[:, :, 0], bright[:, :, -1]], axis=1).mean(axis=1)
    assert edge.mean() < 0.03


def test_every_class_looks_different_from_every_other_one() -> None:
    """Put all shapes of a class upright in the middle: their means must differ clearly between classes."""
    side = np.linspace(-1, 1, 33)
    right, down = np.meshgrid(side, side)
    stroke = np.full((1, 1), 0.42)
    inside = [np.asarray(outline(right, down, stroke)) < 0 for outline in OUTLINES.values()]
    for first in range(10):
        assert 0.1 < inside[first].mean() < 0.75
        for second in range(first):
            overlap = (inside[first] & inside[second]).sum() / (inside[first] | inside[second]).sum()
            assert overlap < 0.85, (list(OUTLINES)[first], list(OUTLINES)[second])


def test_classes_take_turns() -> None:
    assert labels_of(np.arange(12, dtype=np.int64)).tolist() == [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 1]
