import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from designer.protocol.events import SeenPicture
from designer.ui.data.seeing import draw_picture, picture_image, shown_size


def test_bytes_become_pixels() -> None:
    grey = picture_image(SeenPicture(size=(1, 2, 1), pixels=b"\x00\xff"))
    assert [QColor(grey.pixel(x, 0)).red() for x in (0, 1)] == [0, 255]
    colour = picture_image(SeenPicture(size=(1, 1, 3), pixels=b"\x01\x02\x03"))
    found = QColor(colour.pixel(0, 0))
    assert (found.red(), found.green(), found.blue()) == (1, 2, 3)


@pytest.mark.parametrize("size", [(1, 2, 1), (2, 2, 4), (0, 4, 1), (-1, -4, 1), (1, 20_000, 1), (4, 4, 0)])
def test_a_size_that_lies_gives_no_picture(size: tuple[int, int, int]) -> None:
    assert picture_image(SeenPicture(size=size, pixels=b"1234")).isNull()


@pytest.mark.parametrize("ratio", [1.0, 1.5, 2.0])
@pytest.mark.parametrize(("width", "height"), [(8, 8), (28, 28), (32, 20), (64, 200), (1, 1)])
def test_a_picture_fits_its_square_and_its_pixels_stay_whole(width: int, height: int, ratio: float) -> None:
    size = shown_size(width, height, 38, ratio)
    assert max(size.width(), size.height()) <= 38
    factor = size.width() * ratio / width
    assert factor == int(factor) or max(width, height) > 38 * ratio


def test_an_enlarged_picture_is_crisp() -> None:
    ground = QImage(38, 38, QImage.Format.Format_RGB32)
    ground.fill(QColor(0, 0, 255))
    painter = QPainter(ground)
    target = draw_picture(painter, QRectF(0, 0, 38, 38), picture_image(SeenPicture(size=(2, 2, 1), pixels=b"\x00\xff\xff\x00")))
    painter.end()
    assert (target.width(), target.height()) == (38, 38)
    found = {QColor(ground.pixel(x, y)).red() for x in range(38) for y in range(38)}
    assert found == {0, 255}, "no pixel lies between black and white"
