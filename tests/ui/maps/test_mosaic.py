import numpy as np
import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage

from designer.ui.maps.card_tiles import fitted
from designer.ui.maps.mosaic import mosaic
from designer.ui.maps.tile_layout import TileLayout

LAYOUT = TileLayout(number=5, wanted_px=4, gap_px=2, width_px=14)  # two columns of four px, six px apart
TABLE = [0xFF000000 | level << 16 for level in range(256)]


def red(image: QImage, x: int, y: int) -> int:
    color: QColor = image.pixelColor(x, y)
    return color.red() if color.alpha() else -1


def test_every_value_is_a_sharp_cell_in_its_slot() -> None:
    indices = np.array([[[10, 20], [30, 40]], [[50, 60], [70, 80]]], np.uint8)
    image = mosaic(indices, [0, 3], 4, LAYOUT, TABLE, 1.0)
    assert (image.width(), image.height()) == (12, 12)
    assert [red(image, x, 0) for x in range(7)] == [10, 10, 20, 20, -1, -1, -1]
    assert [red(image, 6 + x, 6 + y) for x, y in ((1, 1), (2, 1), (1, 2), (2, 2))] == [50, 60, 70, 80]


def test_finer_screens_get_finer_pictures_of_the_same_size() -> None:
    image = mosaic(np.full((1, 1, 1), 9, np.uint8), [0], 1, LAYOUT, TABLE, 2.0)
    assert (image.width(), image.deviceIndependentSize().width()) == (24, 12)


def test_maps_that_are_not_square_keep_their_proportions() -> None:
    image = mosaic(np.full((1, 1, 4), 9, np.uint8), [0], 1, LAYOUT, TABLE, 1.0)
    assert [red(image, 0, y) for y in range(4)].count(9) == 1


def test_layout_finds_the_tile_that_it_places() -> None:
    for index in range(5):
        center = LAYOUT.rect(index).center()
        assert LAYOUT.index_at(center.x(), center.y()) == index
    assert LAYOUT.index_at(0, 0) is None
    assert LAYOUT.index_at(LAYOUT.rect(1).right() + 1, LAYOUT.rect(1).y()) is None
    assert list(LAYOUT.in_sight(top=8, page=4)) == [2, 3]


@pytest.mark.parametrize(("height", "width"), [(2, 2), (7, 7), (60, 60), (7, 90), (90, 7)])
@pytest.mark.parametrize("ratio", [1.0, 2.0])
def test_every_pixel_is_the_value_under_its_middle_whether_maps_are_enlarged_or_thinned(height: int, width: int, ratio: float) -> None:
    layout = TileLayout(number=7, wanted_px=20, gap_px=3, width_px=80)
    slots = [0, 1, 2, 4, 6]
    indices = np.random.default_rng(height).integers(0, 256, (len(slots), height, width)).astype(np.uint8)
    image = mosaic(indices, slots, 7, layout, TABLE, ratio)
    factor = int(ratio)
    area = fitted(QRectF(0, 0, layout.side * factor, layout.side * factor), height, width).toRect()
    for slot in range(7):
        top, left = (place * layout.pitch * factor for place in divmod(slot, layout.columns))
        for y in range(0, layout.pitch * factor, 3):
            for x in range(0, layout.pitch * factor, 3):
                inside = slot in slots and area.contains(x, y)
                row, column = int((y - area.y() + 0.5) * height / area.height()), int((x - area.x() + 0.5) * width / area.width())
                assert red(image, left + x, top + y) == (indices[slots.index(slot), row, column] if inside else -1), (slot, x, y)
