import io
from typing import Any

import numpy as np
import pytest
from PIL import Image

from designer.data.decode import MAX_PIXELS, PictureError, decode
from tests.data.pictures import file_bytes, pixels

COLOUR, GREY = pixels(1, 7, 5, 3), pixels(2, 7, 5)


def saved(image: Image.Image, kind: str, **options: Any) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()


@pytest.mark.parametrize("kind", ["PNG", "BMP", "TIFF", "PPM"])
@pytest.mark.parametrize("picture", [COLOUR, GREY], ids=["colour", "grey"])
def test_pictures_without_loss_give_their_pixels(kind: str, picture: Any) -> None:
    assert np.array_equal(decode(file_bytes(picture, kind)), picture)


def test_a_picture_that_lies_on_its_side_is_turned_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # the camera was turned: rotate by 90° clockwise to show it
    turned = decode(file_bytes(COLOUR, "PNG", exif=exif))
    assert np.array_equal(turned, np.rot90(COLOUR, -1))


MODES = [
    ("1", (7, 5)), ("L", (7, 5)), ("LA", (7, 5)), ("P", (7, 5, 3)), ("RGBA", (7, 5, 3)), ("CMYK", (7, 5, 3)), ("YCbCr", (7, 5, 3)), ("I;16", (7, 5)),
]  # fmt: skip


@pytest.mark.parametrize(("mode", "shape"), MODES)
def test_every_mode_becomes_grey_or_colour(mode: str, shape: tuple[int, ...]) -> None:
    image = Image.fromarray(COLOUR).convert("L" if mode == "I;16" else mode)
    if mode == "I;16":
        image = Image.fromarray(np.asarray(image).astype(np.uint16) * 257)
    picture = decode(saved(image, "TIFF"))
    assert picture.shape == shape and picture.dtype == np.uint8
    if mode == "I;16":
        assert np.array_equal(picture, np.asarray(Image.fromarray(COLOUR).convert("L"))), "16 bits are scaled, not cut off"


def test_fractions_are_refused() -> None:
    with pytest.raises(PictureError, match="fractions"):
        decode(saved(Image.fromarray(np.ones((4, 4), np.float32)), "TIFF"))


def test_the_first_picture_of_an_animation_is_taken() -> None:
    frames = [Image.fromarray(np.full((4, 4), value, np.uint8)) for value in (10, 200)]
    assert decode(saved(frames[0], "GIF", save_all=True, append_images=frames[1:])).max() == 10


def png_of(width: int, height: int) -> bytes:
    """Return a PNG whose header promises a size and whose data is short."""
    small = file_bytes(np.zeros((1, 1), np.uint8))
    header = width.to_bytes(4, "big") + height.to_bytes(4, "big") + small[24:29]
    import zlib

    return small[:16] + header + zlib.crc32(b"IHDR" + header).to_bytes(4, "big") + small[33:]


@pytest.mark.parametrize("size", [(10_000, 10_000), (30_000, 30_000), (100_000, 2), (2**31 - 1, 2**31 - 1)])
def test_a_huge_picture_is_refused_before_it_is_unpacked(size: tuple[int, int]) -> None:
    with pytest.raises(PictureError, match=rf"at most {MAX_PIXELS:,} are read"):
        decode(png_of(*size))


@pytest.mark.parametrize("content", [b"", b"\0", b"GIF89a", b"%!PS-Adobe-3.0 EPSF-3.0\n", b"<svg/>", b"\xff\xd8\xff\xe0" + bytes(30), bytes(1000)])
def test_what_is_no_picture_is_refused_in_a_few_words(content: bytes) -> None:
    with pytest.raises(PictureError) as refusal:
        decode(content)
    assert "\n" not in str(refusal.value) and len(str(refusal.value)) < 220


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "BMP", "GIF", "WEBP", "TIFF"])
def test_random_damage_never_escapes_as_another_error(kind: str) -> None:
    numbers = np.random.default_rng(len(kind))
    whole = file_bytes(pixels(3, 24, 20, 3), kind)
    refused = 0
    for trial in range(60):
        content = bytearray(whole)
        for _ in range(int(numbers.integers(1, 6))):
            content[int(numbers.integers(len(content)))] = int(numbers.integers(256))
        try:
            decode(bytes(content[: int(numbers.integers(len(content)))] if trial % 2 else content))
        except PictureError as error:
            refused += 1
            assert "\n" not in str(error)
    assert refused >= 15
