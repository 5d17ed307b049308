"""The pad with its tools, and beside it what the network says: stays open above the maps while one draws."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from designer.ui.probe.answer_bars import AnswerBars
from designer.ui.probe.pad import DrawingPad, is_redo, is_undo
from designer.ui.probe.pad_tools import PadTools
from designer.ui.style_sheet import Look, set_look
from designer.ui.theme import Theme, Themes
from designer.ui.widgets.icon_button import IconButton

__all__ = ["PadPane"]

_PAD_SHARE = 0.55
"""Of the pane's width that the pad takes at most; the bars have the rest."""


class PadPane(QWidget):
    """Put pad, tools and bars together; the pad shrinks with the room there is."""

    closed = Signal()
    """The close button was pressed."""

    def __init__(self, themes: Themes, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._themes = themes
        self.setAccessibleName(self.tr("Drawing"))
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        set_look(self, Look.PANEL)
        self.pad = DrawingPad(themes, self)
        self.tools = PadTools(self.pad, themes, self)
        self.close_button = IconButton("close", self.tr("Close the drawing pad"), themes, self)
        self.bars = AnswerBars(themes, self)
        self._top, self._row, self._column = QHBoxLayout(), QHBoxLayout(), QVBoxLayout(self)
        self._top.addWidget(self.tools, 1)
        self._top.addWidget(self.close_button, 0, Qt.AlignmentFlag.AlignTop)
        self._row.addWidget(self.pad, 0, Qt.AlignmentFlag.AlignTop)
        self._row.addWidget(self.bars, 1)
        self._column.addLayout(self._top)
        self._column.addLayout(self._row)
        self.close_button.clicked.connect(self.closed)
        if parent is not None:
            parent.installEventFilter(self)
        themes.on_change(self._show_theme)

    def event(self, event: QEvent) -> bool:
        """Keep the keys of undo for the drawing while the pad or one of its tools has the focus."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and (is_undo(event) or is_redo(event)):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Undo and redo what was drawn."""
        if is_undo(event):
            self.pad.undo()
        elif is_redo(event):
            self.pad.redo()
        else:
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the height of the panel."""
        if event.type() == QEvent.Type.Resize and watched is self.parentWidget():
            self._fit_panel()
        return super().eventFilter(watched, event)

    def fit(self, room_px: int) -> None:
        """Let the pad take at most so many px of height."""
        theme = self._themes.current()
        most = round((self.width() - 3 * theme.px("space")) * _PAD_SHARE)
        side = max(theme.px("drawing_pad") // 2, min(theme.px("drawing_pad"), most, room_px))
        if self.pad.width() != side:
            self.pad.setFixedSize(side, side)
            self.bars.setMaximumHeight(side)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Follow the width; the height follows the pad."""
        super().resizeEvent(event)
        self._fit_panel()

    def _fit_panel(self) -> None:
        panel = self.parentWidget()
        layout = panel.layout() if panel else None
        if panel is None or layout is None:
            return
        items = [layout.itemAt(place) for place in range(layout.count())]
        others = [item.widget() for item in items if item is not None]
        fixed = [widget for widget in others if widget is not None and widget is not self and not isinstance(widget, QStackedWidget)]
        taken = sum(widget.height() for widget in fixed if widget.isVisible()) + self.tools.minimumHeight()
        self.fit(panel.height() - taken - 3 * self._themes.current().px("target"))

    def _show_theme(self, theme: Theme) -> None:
        space = theme.px("space")
        self._column.setContentsMargins(space, theme.px("space_xs"), space, space)
        self._column.setSpacing(theme.px("space_xs"))
        self._row.setSpacing(space)
