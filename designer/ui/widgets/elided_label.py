"""A label that shortens its text with an ellipsis instead of widening its panel."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

__all__ = ["ElidedLabel", "elided"]

_LINE = " "
"""What the base class shows: it decides the height."""


def elided(text: str, metrics: QFontMetrics, width: int, mode: Qt.TextElideMode = Qt.TextElideMode.ElideRight) -> str:
    """Return the text shortened to a width in px; unlike Qt's own, whole where the rounded width fits exactly."""
    return text if metrics.horizontalAdvance(text) <= width else metrics.elidedText(text, mode, width)


class ElidedLabel(QLabel):
    """Show one line of plain text, as much as fits; the tooltip and the accessible name say all of it.

    A text that changes many times a second must not lay the window out anew each time: the base class, which does, never sees the text. A label
    whose size policy ignores its width, or whose width is fixed, asks for no room: there a new text costs nothing but its painting.
    """

    def __init__(self, text: str = "", parent: QWidget | None = None, mode: Qt.TextElideMode = Qt.TextElideMode.ElideRight) -> None:
        super().__init__(parent)
        self._mode = mode
        self._text = ""
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        super().setText(_LINE)
        self.setText(text)

    def text(self) -> str:
        """Return the whole text."""
        return self._text

    def setText(self, text: str) -> None:
        """Show another text; a second line would be cut off, so line ends become spaces."""
        line = " ".join(text.split("\n"))
        if line == self._text:
            return
        self._text = line
        self.setAccessibleName(line)
        if self.sizePolicy().horizontalPolicy() is not QSizePolicy.Policy.Ignored and self.minimumWidth() != self.maximumWidth():
            self.updateGeometry()
        self._elide()

    def is_elided(self) -> bool:
        """Return whether something is left out."""
        return self.shown_text() != self._text

    def shown_text(self) -> str:
        """Return the text as it is painted."""
        return elided(self._text, self.fontMetrics(), self.contentsRect().width(), self._mode)

    def sizeHint(self) -> QSize:
        """Return room for the whole text."""
        hint, metrics = super().sizeHint(), self.fontMetrics()
        return QSize(hint.width() - metrics.horizontalAdvance(_LINE) + metrics.horizontalAdvance(self._text), hint.height())

    def minimumSizeHint(self) -> QSize:
        """Return room for a few letters."""
        hint = self.sizeHint()
        return QSize(min(hint.width(), self.fontMetrics().averageCharWidth() * 4), hint.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Shorten the text to the new width."""
        super().resizeEvent(event)
        self._elide()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the shortened text in the label's own colours."""
        painter = QPainter(self)
        flags = int(self.alignment()) | int(Qt.TextFlag.TextSingleLine)
        self.style().drawItemText(painter, self.contentsRect(), flags, self.palette(), self.isEnabled(), self.shown_text(), self.foregroundRole())

    def _elide(self) -> None:
        tip = self._text if self.is_elided() else ""
        if tip != self.toolTip():
            self.setToolTip(tip)
        self.update()
