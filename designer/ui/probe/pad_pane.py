"""The pad with its tools, and beside it what the network says: stays open above the maps while one draws."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from designer.ui.probe.answer_bars import AnswerBars
from designer.ui.probe.pad import DrawingPad
from designer.ui.probe.pad_tools import PadTools
from designer.ui.style_sheet import Look, set_look
from designer.ui.theme import Theme, Themes
from designer.ui.widgets.icon_button import IconButton
from designer.ui.widgets.undo_keys import is_redo, is_undo, takes_undo_keys

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
        if takes_undo_keys(event):
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
        """Let the pad take at most so many px of height; where they are too few, nothing is shown until there are more."""
        theme = self._themes.current()
        least, whole = theme.px("drawing_pad") // 2, theme.px("drawing_pad")
        most = round((self.width() - 3 * theme.px("space")) * _PAD_SHARE)
        side = max(least, min(whole, most, room_px))
        for widget in (self.pad, self.bars, self.tools, self.close_button):
            widget.setVisible(room_px >= least)
        self._set_margins()
        if self.pad.maximumWidth() != side:
            self.pad.setMinimumSize(side, 1)  # a height that is fixed would keep the panel from being made lower
            self.pad.setMaximumSize(side, side)
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
        fixed = [widget for widget in others if widget is not None and widget is not self and not isinstance(widget, QSplitter)]
        taken = sum(widget.height() for widget in fixed if widget.isVisible()) + self.tools.minimumHeight()
        theme = self._themes.current()
        row_of_maps = theme.px("map_tile") + 2 * theme.px("map_tile_gap")
        self.fit(panel.height() - taken - row_of_maps - 2 * theme.px("space"))

    def _show_theme(self, theme: Theme) -> None:
        self._set_margins()
        self._column.setSpacing(theme.px("space_xs"))
        self._row.setSpacing(theme.px("space"))

    def _set_margins(self) -> None:
        theme = self._themes.current()
        space = theme.px("space") if not self.pad.isHidden() else 0
        self._column.setContentsMargins(space, min(space, theme.px("space_xs")), space, space)
