"""A label that shortens its text with an ellipsis instead of widening its panel."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

__all__ = ["ElidedLabel", "elided"]


def elided(text: str, metrics: QFontMetrics, width: int, mode: Qt.TextElideMode = Qt.TextElideMode.ElideRight) -> str:
    """Return the text shortened to a width in px; unlike Qt's own, whole where the rounded width fits exactly."""
    return text if metrics.horizontalAdvance(text) <= width else metrics.elidedText(text, mode, width)


class ElidedLabel(QLabel):
    """Show one line of plain text, as much as fits; the tooltip and the accessible name say all of it."""

    def __init__(self, text: str = "", parent: QWidget | None = None, mode: Qt.TextElideMode = Qt.TextElideMode.ElideRight) -> None:
        super().__init__(parent)
        self._mode = mode
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setText(text)

    def setText(self, text: str) -> None:
        """Show another text; a second line would be cut off, so line ends become spaces."""
        super().setText(" ".join(text.split("\n")))
        self.setAccessibleName(self.text())
        self._elide()

    def is_elided(self) -> bool:
        """Return whether something is left out."""
        return self.shown_text() != self.text()

    def shown_text(self) -> str:
        """Return the text as it is painted."""
        return elided(self.text(), self.fontMetrics(), self.contentsRect().width(), self._mode)

    def minimumSizeHint(self) -> QSize:
        """Return room for a few letters."""
        hint = super().minimumSizeHint()
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
        self.setToolTip(self.text() if self.is_elided() else "")
        self.update()
