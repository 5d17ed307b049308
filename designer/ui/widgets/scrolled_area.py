"""An area that scrolls down over content which it paints itself."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPalette, QResizeEvent
from PySide6.QtWidgets import QAbstractScrollArea, QWidget

from designer.ui.theme import Theme, Themes


class ScrolledArea(QAbstractScrollArea):
    """Scroll content of the width of the view; a subclass says in `lay_out` how high it is, and paints what is in sight."""

    def __init__(self, themes: Themes, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.themes = themes
        self.setFrameShape(QAbstractScrollArea.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setBackgroundRole(QPalette.ColorRole.Window)
        self.verticalScrollBar().valueChanged.connect(self.viewport().update)
        themes.on_change(self.show_theme)

    def lay_out(self) -> None:
        """Tell the height of the content by `set_content`; called when the view has another size."""
        raise NotImplementedError

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

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay the content out anew."""
        super().resizeEvent(event)
        self.lay_out()
