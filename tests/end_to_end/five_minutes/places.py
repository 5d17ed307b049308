"""Where things are on the screen, in px: asked by the script before it moves the pointer there."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QPointF, QRect
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QAbstractItemView, QAbstractSpinBox, QApplication, QComboBox, QFileDialog, QLineEdit, QMenu, QTabBar, QWidget

from designer.ui.main_window import MainWindow
from designer.ui.palette_entry import EntryButton
from designer.ui.probe.pad import DrawingPad
from designer.ui.results.panel import ResultsPanel

Place = list[int]


class Places:
    """Answer with a point that a person sees; what is covered, scrolled away or outside the screen has none.

    Args:
        window: The window asked about.
    """

    def __init__(self, window: MainWindow) -> None:
        self._window = window

    def card(self, block: str) -> Place:
        """Return a place on a card, beside its maps."""
        style = self._window.canvas.canvas_scene.style_used
        return self._in_scene(self._window.canvas.canvas_scene.cards[block].mapToScene(style.lines[0].center()))

    def card_map(self, block: str, number: int) -> Place:
        """Return the middle of a map on a card."""
        card = self._window.canvas.canvas_scene.cards[block]
        return self._in_scene(card.mapToScene(card.map_tiles()[number].center()))

    def wire(self, source: str, target: str) -> Place:
        """Return the middle of a wire."""
        cards = self._window.canvas.canvas_scene.cards
        start, end = cards[source].mapToScene(cards[source].output_port()), cards[target].mapToScene(cards[target].input_port(0))
        return self._in_scene((start + end) / 2)

    def canvas(self, across: float, down: float) -> Place:
        """Return a place of the canvas, in shares of its width and height."""
        view = self._window.canvas.viewport()
        return _seen(view, QPoint(round(across * view.width()), round(down * view.height())))

    def palette_entry(self, key: str) -> Place:
        """Return the middle of an entry of the palette."""
        entry = next(button for button in self._window.palette_panel.findChildren(EntryButton) if button.entry.key == key)
        return _seen(entry, entry.rect().center())

    def named(self, name: str, dock: str = "") -> Place:
        """Return the middle of what has this name or this text, in a dock or anywhere."""
        inside = self._window.docks[dock] if dock else None
        found = [widget for widget in _widgets(inside) if name in (widget.accessibleName(), _text(widget))]
        assert found, f"nothing is called {name!r}"
        places = [_seen(widget, widget.rect().center()) for widget in found if _is_seen(widget, widget.rect().center())]
        assert places, f"{name!r} is not in sight"
        return places[0]

    def button(self, key: str) -> Place:
        """Return the middle of one of the toolbar's buttons: ``train``, ``step`` or ``stop``."""
        bar = self._window.toolbar
        button = {"train": bar.train_button, "step": bar.step_button, "stop": bar.stop_button}[key]
        return _seen(button, button.rect().center())

    def tab(self, title: str) -> Place:
        """Return the middle of the tab of a dock."""
        for bar in self._window.findChildren(QTabBar):
            for index in range(bar.count()):
                if title in (bar.tabText(index), bar.tabToolTip(index)) and bar.isVisible():
                    return _seen(bar, bar.tabRect(index).center())
        raise LookupError(f"there is no tab {title!r}")

    def choice(self, text: str) -> Place:
        """Return the middle of a line of the menu or the list that is open."""
        popup = QApplication.activePopupWidget()
        if isinstance(popup, QMenu):
            action = next(action for action in popup.actions() if action.text().replace("&", "") == text)
            return _seen(popup, popup.actionGeometry(action).center())
        assert popup is not None, "no list is open"
        view = popup.findChild(QAbstractItemView)
        assert view is not None
        model = view.model()
        index = next(model.index(row, 0) for row in range(model.rowCount()) if model.index(row, 0).data() == text)
        return _seen(view.viewport(), view.visualRect(index).center())

    def file_name(self) -> Place:
        """Return the middle of the line of a file dialog in which a name is typed."""
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, QFileDialog), "no file dialog is open"
        line = next(line for line in dialog.findChildren(QLineEdit) if line.isVisible())
        return _seen(line, line.rect().center())

    def map_value(self, channel: int, row: int, column: int) -> Place:
        """Return the middle of a pixel of a map of the Feature maps panel."""
        grid = self._window.maps_panel.grid
        middle = grid.tile_rect(channel).center()
        across = [QPoint(x, middle.y()) for x in range(grid.viewport().width())]
        down = [QPoint(middle.x(), y) for y in range(grid.viewport().height())]
        columns = [point.x() for point in across if (grid.pixel_at(point) or ())[::2] == (channel, column)]
        rows = [point.y() for point in down if (grid.pixel_at(point) or ())[:2] == (channel, row)]
        return _seen(grid.viewport(), QPoint(columns[len(columns) // 2], rows[len(rows) // 2]))

    def pad(self, across: float, down: float) -> Place:
        """Return a place of the drawing pad, in shares of its picture."""
        pad = self._window.maps_panel.findChild(DrawingPad)
        assert isinstance(pad, DrawingPad), "no pad is open"
        rect = pad.picture_rect()
        return _seen(pad, QPoint(round(rect.x() + across * rect.width()), round(rect.y() + down * rect.height())))

    def cell(self, true: int, predicted: int) -> Place:
        """Return the middle of a cell of the confusion matrix."""
        matrix = self._results().matrix
        return _seen(matrix.viewport(), matrix.cell_rect(true, predicted).center())

    def listed_picture(self, number: int) -> Place:
        """Return the middle of a picture behind a cell."""
        grid = self._results().pictures.grid
        return _seen(grid.viewport(), grid.tile_rect(number).center())

    def dock(self, key: str) -> Place:
        """Return the middle of a dock."""
        panel = self._window.docks[key].widget()
        assert panel is not None
        return _seen(panel, panel.rect().center())

    def why_line(self, words: str) -> Place:
        """Return about where the line of *Why these numbers* with these words is."""
        why = self._window.inspector.why
        number = next(number for number, line in enumerate(why.lines()) if words in line.text)
        return _seen(why, QPoint(why.width() // 2, why.height() * (2 * number + 1) // (2 * len(why.lines()))))

    def _results(self) -> ResultsPanel:
        return self._window.results_panel

    def _in_scene(self, at: QPointF) -> Place:
        view = self._window.canvas
        return _seen(view.viewport(), view.mapFromScene(at))


def _widgets(inside: QWidget | None) -> list[QWidget]:
    return [widget for widget in (inside.findChildren(QWidget) if inside else QApplication.allWidgets()) if widget.isVisible()]


def _text(widget: QWidget) -> str:
    if isinstance(widget, QComboBox | QAbstractSpinBox):
        return ""
    text = getattr(widget, "text", None)
    found = text() if callable(text) else ""
    return str(found).replace("&", "") if isinstance(found, str) else ""


def _is_seen(widget: QWidget, at: QPoint) -> bool:
    found = QApplication.widgetAt(widget.mapToGlobal(at))
    inside = QRect(QPoint(), QGuiApplication.primaryScreen().size()).contains(widget.mapToGlobal(at))
    return inside and found is not None and (found is widget or widget.isAncestorOf(found))


def _seen(widget: QWidget, at: QPoint) -> Place:
    assert _is_seen(widget, at), f"{widget.accessibleName() or type(widget).__name__} is not in sight at {at.x()}, {at.y()}"
    place = widget.mapToGlobal(at)
    return [place.x(), place.y()]
