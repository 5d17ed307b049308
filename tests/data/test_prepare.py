import numpy as np
import pytest
from PIL import Image

from designer.data.dataset import RawImages
from designer.data.errors import DataError
from designer.data.prepare import prepare_images
from designer.data.raw import Prepared


def pictures(*shape: int, top: int = 256) -> RawImages:
    return np.random.default_rng(shape[1]).integers(0, top, shape, dtype=np.uint8)


def by_pillow(plane: RawImages, height: int, width: int, divisor: int) -> Prepared:
    resized = Image.fromarray(plane.astype(np.float32)).resize((width, height), Image.Resampling.BILINEAR)
    return np.asarray(resized, dtype=np.float32) / np.float32(divisor)


SIZES = [
    ((8, 8), (28, 28)),
    ((8, 8), (32, 32)),
    ((28, 28), (32, 32)),
    ((28, 28), (27, 29)),
    ((28, 28), (14, 14)),
    ((28, 28), (5, 40)),
    ((32, 32), (28, 28)),
    ((33, 57), (10, 10)),
    ((300, 201), (28, 28)),
    ((7, 3), (1, 1)),
    ((1, 1), (6, 5)),
    ((1, 9), (4, 4)),
    ((2, 2), (224, 224)),
    ((400, 300), (32, 28)),
    ((257, 256), (300, 280)),
]


@pytest.mark.parametrize(("size", "fitted"), SIZES)
def test_stretching_equals_pillow(size: tuple[int, int], fitted: tuple[int, int]) -> None:
    raw = pictures(3, *size)
    prepared = prepare_images(raw, (1, *fitted))
    expected = np.stack([by_pillow(picture, *fitted, 255)[None] for picture in raw])
    assert prepared.dtype == np.float32 and prepared.shape == expected.shape
    np.testing.assert_allclose(prepared, expected, rtol=0, atol=1e-6)


@pytest.mark.parametrize(("size", "fitted"), [*SIZES[:8], *SIZES[-2:]])
def test_colour_is_stretched_channel_by_channel(size: tuple[int, int], fitted: tuple[int, int]) -> None:
    raw = pictures(2, *size, 3)
    prepared = prepare_images(raw, (3, *fitted))
    for channel in range(3):
        expected = np.stack([by_pillow(picture[..., channel], *fitted, 255) for picture in raw])
        np.testing.assert_allclose(prepared[:, channel], expected, rtol=0, atol=1e-6)


def test_the_digits_keep_fractions_between_their_17_levels() -> None:
    raw = pictures(4, 8, 8, top=17)
    prepared = prepare_images(raw, (1, 28, 28), divisor=16)
    np.testing.assert_allclose(prepared[:, 0], [by_pillow(picture, 28, 28, 16) for picture in raw], rtol=0, atol=1e-6)
    assert len(np.unique(prepared)) > 1000


def test_equal_size_is_a_division_and_nothing_else() -> None:
    raw = pictures(5, 28, 28)
    assert np.array_equal(prepare_images(raw, (1, 28, 28))[:, 0], raw / np.float32(255))


def test_colour_becomes_grey_exactly_as_pillow_does_it() -> None:
    raw = np.concatenate([pictures(20, 16, 16, 3), np.zeros((1, 16, 16, 3), np.uint8), np.full((1, 16, 16, 3), 255, np.uint8)])
    expected = np.stack([np.asarray(Image.fromarray(picture).convert("L")) for picture in raw])
    assert np.array_equal(prepare_images(raw, (1, 16, 16))[:, 0], expected / np.float32(255))


def test_grey_fills_three_channels() -> None:
    raw = pictures(3, 8, 8)
    prepared = prepare_images(raw, (3, 12, 12))
    grey = prepare_images(raw, (1, 12, 12))
    assert np.array_equal(prepared, np.repeat(grey, 3, axis=1))


@pytest.mark.parametrize("shape", [(1, 28, 28), (3, 20, 37)])
def test_a_picture_has_the_same_bits_alone_and_among_others(shape: tuple[int, int, int]) -> None:
    for raw in (pictures(600, 9, 11), pictures(600, 9, 11, 3), pictures(3, 300, 280, 3)):
        together = prepare_images(raw, shape)
        for index in (0, 255 % len(raw), 256 % len(raw), len(raw) - 1):
            assert np.array_equal(prepare_images(raw[index : index + 1], shape)[0], together[index])


def test_a_plain_picture_stays_plain_and_within_0_and_1() -> None:
    white = prepare_images(np.full((1, 8, 8), 16, np.uint8), (1, 29, 31), divisor=16)
    np.testing.assert_allclose(white, 1.0, rtol=0, atol=1e-6)


def test_no_pictures_give_no_pictures() -> None:
    assert prepare_images(np.empty((0, 8, 8), np.uint8), (3, 28, 28)).shape == (0, 3, 28, 28)


@pytest.mark.parametrize("channels", [2, 4, 64])
def test_other_channels_are_refused_with_the_numbers(channels: int) -> None:
    with pytest.raises(DataError, match=rf"takes {channels} channels; pictures have 1 .* or 3"):
        prepare_images(pictures(1, 8, 8), (channels, 8, 8))


@pytest.mark.parametrize("shape", [(8,), (8, 8), (2, 8, 8, 4), (2, 8, 8, 1), (2, 0, 8), (2, 2, 8, 8, 3)])
def test_what_is_no_picture_is_refused_with_its_shape(shape: tuple[int, ...]) -> None:
    with pytest.raises(DataError, match="×".join(map(str, shape))):
        prepare_images(np.zeros(shape, np.uint8), (1, 8, 8))
    with pytest.raises(DataError, match="float64"):
        prepare_images(np.zeros((1, 8, 8)), (1, 8, 8))  # type: ignore[arg-type]  # what a caller without types could do
