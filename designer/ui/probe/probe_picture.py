"""The probe as the network gets it, small, in the header of the maps: the keys of the probe work while it has the focus."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from designer.ui.maps.decoding import CardMaps
from designer.ui.maps.painting import paint_card_maps
from designer.ui.theme import Theme, Themes

__all__ = ["ProbePicture"]

_ARROWS = {Qt.Key.Key_Left: (0, -1), Qt.Key.Key_Right: (0, 1), Qt.Key.Key_Up: (-1, 0), Qt.Key.Key_Down: (1, 0)}


class ProbePicture(QWidget):
    """Show the input block's picture; arrows shift it, Shift+arrows move what is covered."""

    shifted = Signal(int, int)
    """An arrow key: so many pixels down and right."""
    cover_moved = Signal(int, int)
    """An arrow key with Shift, likewise."""
    cover_toggled = Signal()
    """`O` was pressed: cover a part, or nothing any more."""
    put_back = Signal()
    """Home was pressed."""
    uncovered = Signal()
    """Esc was pressed."""

    def __init__(self, themes: Themes, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._themes = themes
        self._maps: CardMaps | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("Probe"))
        tip = self.tr("The picture as the network gets it. Click, then arrows shift it, Home puts it back, O covers a part, Esc uncovers it")
        self.setToolTip(tip)
        themes.on_change(self._show_theme)

    def show_maps(self, maps: CardMaps | None, sentence: str) -> None:
        """Show the picture.

        Args:
            maps: Of the input block; none: they have not come.
            sentence: What the picture is, for a screen reader.
        """
        if sentence != self.accessibleDescription():
            self.setAccessibleDescription(sentence)
        if maps is not self._maps:
            self._maps = maps
            self.update()

    def sizeHint(self) -> QSize:
        """Return the size of a large icon with its frame."""
        theme = self._themes.current()
        side = theme.px("icon_xl") + 2 * theme.px("focus_ring")
        return QSize(side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the picture and its frame."""
        painter, theme = QPainter(self), self._themes.current()
        ring = theme.px("focus_ring")
        rect = QRectF(self.rect()).adjusted(ring, ring, -ring, -ring)
        painter.fillRect(rect, theme.color("map_placeholder"))
        if self._maps is not None:
            paint_card_maps(painter, rect, self._maps, theme, picture=True)
        if self.hasFocus():
            painter.setPen(QPen(theme.color("focus"), ring))
            painter.drawRect(rect.adjusted(-ring / 2, -ring / 2, ring / 2, ring / 2))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take the focus, so that the keys are about the probe."""
        self.setFocus(Qt.FocusReason.MouseFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Shift, cover, put back."""
        key = Qt.Key(event.key())
        keys = event.modifiers() & (Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier)
        if key in _ARROWS and keys == Qt.KeyboardModifier.ShiftModifier:
            self.cover_moved.emit(*_ARROWS[key])
        elif key in _ARROWS and not keys:
            self.shifted.emit(*_ARROWS[key])
        elif key == Qt.Key.Key_Home:
            self.put_back.emit()
        elif key == Qt.Key.Key_O and not keys:
            self.cover_toggled.emit()
        elif key == Qt.Key.Key_Escape:
            self.uncovered.emit()
        else:
            super().keyPressEvent(event)

    def _show_theme(self, theme: Theme) -> None:
        self.updateGeometry()
        self.update()
