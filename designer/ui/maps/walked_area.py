"""What the grid and the bars share: scrolling, the focus, and the keys that walk the layers."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QKeySequence, QPalette
from PySide6.QtWidgets import QAbstractScrollArea, QWidget

from designer.ui.theme import Theme, Themes

_LAYER_STEPS = {Qt.Key.Key_PageUp: -1, Qt.Key.Key_PageDown: 1}


class WalkedArea(QAbstractScrollArea):
    """A scrolled area that paints only what is in sight and is walked by keys."""

    layer_walked = Signal(int)
    """PgUp (−1) or PgDn (+1): the layer before or after was asked for."""
    copy_asked = Signal()
    """Ctrl+C: what is outlined was asked for."""
    menu_asked = Signal(QPoint)
    """A menu of what is outlined was asked for, at this place of the screen."""

    def __init__(self, themes: Themes, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.themes = themes
        self.setFrameShape(QAbstractScrollArea.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setMouseTracking(True)
        self.viewport().setBackgroundRole(QPalette.ColorRole.Window)
        self.verticalScrollBar().valueChanged.connect(self.viewport().update)
        themes.on_change(self.show_theme)

    def show_theme(self, theme: Theme) -> None:
        """Paint anew in another theme."""
        self.viewport().update()

    def offset(self) -> int:
        """Return how far the content is scrolled, in px."""
        return self.verticalScrollBar().value()

    def set_content(self, height: int, step: int) -> None:
        """Scroll a content of this height, in steps of ``step`` px."""
        bar, page = self.verticalScrollBar(), self.viewport().height()
        bar.setRange(0, max(0, height - page))
        bar.setPageStep(page)
        bar.setSingleStep(max(1, step))

    def bring_in_sight(self, rect: QRect) -> None:
        """Scroll as little as needed to show a rectangle of the viewport whole."""
        below = rect.bottom() + 1 - self.viewport().height()
        if rect.top() < 0:
            self.verticalScrollBar().setValue(self.offset() + rect.top())
        elif below > 0:
            self.verticalScrollBar().setValue(self.offset() + below)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk the layers by PgUp and PgDn; copy by Ctrl+C."""
        key = Qt.Key(event.key())
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_asked.emit()
        elif key in _LAYER_STEPS:
            self.layer_walked.emit(_LAYER_STEPS[key])
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for a menu, by the right button or its key."""
        by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        self.menu_asked.emit(self.viewport().mapToGlobal(self.viewport().rect().topLeft()) if by_key else event.globalPos())
        event.accept()
