from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from designer.ui.results.matrix_colors import MatrixColors
from designer.ui.results.matrix_layout import MOST_NUMBERED, CellLimits, MatrixLayout
from designer.ui.results.matrix_view import MatrixView
from designer.ui.results.results import PictureQuestion
from designer.ui.theme import Theme, Themes
from designer.ui.theme_tokens import read_tokens
from tests.ui.results.conftest import confusion
from tests.ui.test_theme import luminance

LIMITS = CellLimits(26, 16, 72, 40, 12)


@pytest.fixture
def matrix(qtbot: QtBot, themes: Themes) -> Iterator[MatrixView]:
    view = MatrixView(themes)
    qtbot.addWidget(view)
    view.resize(460, 260)
    with qtbot.waitExposed(view):
        view.show()
    yield view


def asked(matrix: MatrixView) -> list[PictureQuestion]:
    found: list[PictureQuestion] = []
    matrix.asked.connect(found.append)
    return found


def large(size: int) -> list[list[int]]:
    table = np.eye(size, dtype=int) * 5
    table[np.arange(size), (np.arange(size) + 3) % size] += 1
    rows: list[list[int]] = table.tolist()
    return rows


@pytest.mark.parametrize("size", [2, 3, 10, MOST_NUMBERED, MOST_NUMBERED + 1, 100, 1000])
def test_every_cell_is_found_where_it_lies(matrix: MatrixView, size: int) -> None:
    matrix.show_confusion(confusion(large(size)))
    for label in {0, 1, size // 2, size - 1}:
        matrix.set_current(label, label)
        rect = matrix.cell_rect(label, label)
        assert matrix.viewport().rect().contains(rect.center()), "brought into sight"
        found = matrix.at(rect.center())
        assert found is not None and None not in found
        layout = MatrixLayout(size, 200, 200, 40, 20, LIMITS)
        assert label in (layout.classes_in(layout.bin_of(label)) if not layout.has_numbers else range(size))
        if size <= 200:
            assert found == (label, label)


@pytest.mark.parametrize("size", [33, 100, 777, 1000])
def test_places_of_a_heat_map_share_out_all_classes(size: int) -> None:
    layout = MatrixLayout(size, 300, 220, 60, 30, LIMITS)
    classes = [label for number in range(layout.bins) for label in layout.classes_in(number)]
    assert classes == list(range(size))
    assert all(layout.bin_of(label) == number for number in range(layout.bins) for label in layout.classes_in(number))


def test_a_click_asks_for_the_pictures_of_a_cell_and_a_label_for_its_mistakes(matrix: MatrixView) -> None:
    found = asked(matrix)
    matrix.show_confusion(confusion(large(10)))
    cell = matrix.cell_rect(4, 7)
    QTest.mouseClick(matrix.viewport(), Qt.MouseButton.LeftButton, pos=cell.center())
    QTest.mouseClick(matrix.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(5, cell.center().y()))
    QTest.mouseClick(matrix.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(cell.center().x(), 5))
    QTest.mouseClick(matrix.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(5, 5))
    assert found == [PictureQuestion(4, 7, only_wrong=False), PictureQuestion(4, None, only_wrong=True), PictureQuestion(None, 7, only_wrong=True)]
    assert matrix.current() == (4, 7)


def test_arrows_walk_and_enter_asks(matrix: MatrixView) -> None:
    found = asked(matrix)
    matrix.show_confusion(confusion(large(10)))
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Right, Qt.Key.Key_Left, Qt.Key.Key_Left, Qt.Key.Key_End, Qt.Key.Key_Right):
        QTest.keyClick(matrix, key)
    assert matrix.current() == (2, 9)
    QTest.keyClick(matrix, Qt.Key.Key_Home)
    QTest.keyClick(matrix, Qt.Key.Key_Return)
    assert found == [PictureQuestion(2, 0, only_wrong=False)]
    assert "No picture of 2 was taken for 0." in matrix.accessibleName()


def test_the_pointer_hears_what_is_under_it(matrix: MatrixView, qtbot: QtBot) -> None:
    said: list[str] = []
    matrix.sentence_changed.connect(said.append)
    matrix.show_confusion(confusion(large(10)))
    QTest.mouseMove(matrix.viewport(), matrix.cell_rect(4, 7).center())
    qtbot.waitUntil(lambda: said[-1] == "1 picture of 4 was taken for 7: 16.7 % of all pictures of 4.")


def test_live_counts_leave_the_cell_of_the_keys_alone(matrix: MatrixView) -> None:
    matrix.show_confusion(confusion(large(10)))
    matrix.set_current(3, 6)
    matrix.show_confusion(confusion(large(10), epoch=8))
    assert matrix.current() == (3, 6)
    matrix.show_confusion(confusion(large(4)))
    assert matrix.current() == (0, 0)


def test_right_and_wrong_look_different_and_numbers_stand_out(qapp: QApplication) -> None:
    for name in ("light", "dark", "high-contrast"):
        colors = MatrixColors(Theme(read_tokens(name)))
        for right in (False, True):
            for share in (0.001, 0.01, 0.05, 0.2, 0.5, 0.9, 1.0):
                low, high = sorted((luminance(colors.fill(right, share)), luminance(colors.ink(right, share))))
                assert (high + 0.05) / (low + 0.05) >= 4.5, (name, right, share)
        assert colors.fill(True, 0.9) != colors.fill(False, 0.9)


def test_a_heat_map_shows_mistakes_beside_the_diagonal(qapp: QApplication) -> None:
    theme = Theme(read_tokens("light"))
    colors, found = MatrixColors(theme), confusion(large(100))
    image = colors.heat_map(found, MatrixLayout(100, 300, 240, 60, 30, LIMITS))
    assert (image.width(), image.height()) == (100, 100)
    assert image.pixelColor(5, 5).name() == colors.fill(True, 5 / 6).name()
    assert image.pixelColor(8, 5) not in (theme.color("panel"), image.pixelColor(5, 5)), "5 taken for 8"
    assert image.pixelColor(5, 8) == theme.color("panel")


def test_counts_of_one_class_or_none_are_painted_too(matrix: MatrixView) -> None:
    for table in ([[3]], [[0, 0], [0, 0]]):
        matrix.show_confusion(confusion(table))
        assert not matrix.grab().isNull()
    matrix.show_confusion(None)
    assert not matrix.grab().isNull() and matrix.sentence() == ""
