"""What the grid and the bars share: scrolling, the focus, and the keys that walk the layers."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPalette
from PySide6.QtWidgets import QAbstractScrollArea, QWidget

from designer.ui.theme import Theme, Themes

_LAYER_STEPS = {Qt.Key.Key_PageUp: -1, Qt.Key.Key_PageDown: 1}


class WalkedArea(QAbstractScrollArea):
    """A scrolled area that paints only what is in sight and is walked by keys."""

    layer_walked = Signal(int)
    """PgUp (−1) or PgDn (+1): the layer before or after was asked for."""

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
        """Walk the layers by PgUp and PgDn."""
        key = Qt.Key(event.key())
        if key in _LAYER_STEPS:
            self.layer_walked.emit(_LAYER_STEPS[key])
        else:
            super().keyPressEvent(event)
