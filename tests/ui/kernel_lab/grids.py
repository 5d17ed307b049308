"""What the tests of the lab read from its grids, and press."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from designer.ui.kernel_lab.cells import Place
from designer.ui.kernel_lab.grid import MatrixGrid
from designer.ui.kernel_lab.lab import LabView


def text(value: float) -> str:
    return f"{value:g}"


def cells(grid: MatrixGrid, rows: int, columns: int) -> list[str]:
    return [grid.text_at((row, column)) for row in range(rows) for column in range(columns)]


def middle(grid: MatrixGrid, place: Place) -> QPoint:
    return grid.cell_rect(place).center()


def press(widget: QWidget) -> None:
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton)


def playing(lab: LabView) -> bool:
    return lab.player.is_playing


def framed(grid: MatrixGrid) -> set[Place]:
    return set(grid.marks())


def window(row: int, column: int) -> set[Place]:
    return {(row + down, column + right) for down in range(3) for right in range(3)}
