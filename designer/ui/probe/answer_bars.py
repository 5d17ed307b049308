"""The network's answer to the probe: a bar for each class, as many as there is room for."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from designer.ui.maps.colors import Floats
from designer.ui.maps.painting import class_name, percent_text
from designer.ui.theme import Theme, Themes

__all__ = ["AnswerBars", "probabilities"]

_NONE = np.zeros(0, np.float32)


def probabilities(values: Floats, softmax: bool) -> Floats:
    """Return what a network's last values mean as probabilities.

    Args:
        softmax: They are probabilities already; else they are logits.
    """
    if softmax or not len(values) or not np.isfinite(values).all():
        return values
    powers = np.exp(values.astype(np.float64) - values.max())
    shares: Floats = (powers / powers.sum()).astype(np.float32)
    return shares


class AnswerBars(QWidget):
    """Paint the probabilities in the order of the classes; where they have no room, the most probable first."""

    def __init__(self, themes: Themes, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._themes = themes
        self._values: Floats = _NONE
        self._classes: tuple[str, ...] = ()
        self.setAccessibleName(self.tr("The network's answer"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        themes.on_change(self._show_theme)

    def show_answer(self, values: Floats | None, classes: tuple[str, ...]) -> None:
        """Show probabilities; none: nothing is known."""
        self._values, self._classes = (_NONE if values is None else values), classes
        self.setAccessibleDescription(self.sentence())
        self.update()

    def sentence(self) -> str:
        """Return the answer in words: "4: 97.1 %, 9: 2.0 %"."""
        if not self._is_known():
            return self.tr("no answer yet")
        best = np.argsort(-self._values, kind="stable")[:3].tolist()
        return ", ".join(f"{class_name(row, self._classes)}: {percent_text(float(self._values[row]))}" for row in best)

    def rows(self) -> list[int]:
        """Return the classes that are shown, from top to bottom."""
        if not self._is_known():
            return []
        room = max(1, self.height() // self._row_height())
        order = range(len(self._values)) if len(self._values) <= room else np.argsort(-self._values, kind="stable")[:room].tolist()
        return list(order)

    def sizeHint(self) -> QSize:
        """Return room for ten classes."""
        theme = self._themes.current()
        return QSize(theme.px("progress_width") // 2, 10 * self._row_height())

    def minimumSizeHint(self) -> QSize:
        """Return room for a name and a number."""
        theme = self._themes.current()
        return QSize(theme.px("chip_min_width"), 3 * self._row_height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint name, bar and number of each row."""
        painter, theme, rows = QPainter(self), self._themes.current(), self.rows()
        painter.setFont(theme.font("small"))
        if not rows:
            painter.setPen(theme.color("text_muted"))
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, self.sentence())
            return
        metrics, height = QFontMetrics(painter.font()), self._row_height()
        height = min(theme.px("target"), max(height, self.height() // max(len(rows), 1)))
        name_px = min(max(metrics.horizontalAdvance(class_name(row, self._classes)) for row in rows), self.width() // 3)
        for place, row in enumerate(rows):
            self._paint_row(painter, QRect(0, place * height, self.width(), height), row, name_px, metrics)

    def _paint_row(self, painter: QPainter, rect: QRect, row: int, name_px: int, metrics: QFontMetrics) -> None:
        theme, share = self._themes.current(), float(self._values[row])
        space, number_px, is_best = theme.px("space_s"), metrics.horizontalAdvance(percent_text(1.0)), row == int(self._values.argmax())
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.setFont(theme.font("small_strong" if is_best else "small"))
        painter.setPen(theme.color("text" if is_best else "text_muted"))
        name = metrics.elidedText(class_name(row, self._classes), Qt.TextElideMode.ElideRight, name_px)
        painter.drawText(QRect(rect.x(), rect.y(), name_px, rect.height()), middle | Qt.AlignmentFlag.AlignRight, name)
        painter.drawText(rect.adjusted(0, 0, -space, 0), middle | Qt.AlignmentFlag.AlignRight, percent_text(share))
        left, right = name_px + 2 * space, rect.width() - number_px - 3 * space
        track = QRect(left, rect.y() + space // 2, max(1, right - left), rect.height() - space)
        painter.fillRect(track, theme.color("track"))
        bar = QRect(track.x(), track.y(), max(1, round(track.width() * min(max(share, 0.0), 1.0))), track.height())
        painter.fillRect(bar, theme.group_color("output"))

    def _is_known(self) -> bool:
        return bool(len(self._values)) and bool(np.isfinite(self._values).all())

    def _row_height(self) -> int:
        theme = self._themes.current()
        return QFontMetrics(theme.font("small")).height() + theme.px("space_xs")

    def _show_theme(self, theme: Theme) -> None:
        self.updateGeometry()
        self.update()
