from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from designer.ui.widgets.flow_layout import FlowLayout


def flow(qtbot: QtBot, widths: list[int]) -> tuple[QWidget, FlowLayout, list[QWidget]]:
    box = QWidget()
    qtbot.addWidget(box)
    layout = FlowLayout(box, spacing=10)
    items = []
    for width in widths:
        item = QWidget(box)
        item.setFixedSize(width, 20)
        layout.addWidget(item)
        items.append(item)
    return box, layout, items


def test_rows_break_where_the_width_ends(qtbot: QtBot) -> None:
    box, layout, items = flow(qtbot, [50, 50, 50])
    box.resize(110, 100)
    box.show()
    assert [(item.x(), item.y()) for item in items] == [(0, 0), (60, 0), (0, 30)]
    assert layout.heightForWidth(110) == 50
    assert layout.heightForWidth(109) == 80
    assert layout.sizeHint().width() == 170


def test_hidden_items_take_no_room(qtbot: QtBot) -> None:
    _, layout, items = flow(qtbot, [50, 50])
    items[0].hide()
    assert layout.sizeHint().width() == 50


def test_items_can_be_taken(qtbot: QtBot) -> None:
    _, layout, _ = flow(qtbot, [50, 50])
    assert layout.takeAt(0) is not None
    assert layout.count() == 1
    assert layout.takeAt(5) is None
