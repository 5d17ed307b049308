"""The pictures of one step's batch: what they are, and what the network took them for before and after the step."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QHelpEvent, QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from designer.protocol.events import StepPreview
from designer.ui.theme import Theme, Themes
from designer.ui.training.sentences import percent
from designer.ui.widgets.elided_label import elided

__all__ = ["StepPicture", "StepPictures", "read_preview"]

_INT_BYTES = 4


@dataclass(frozen=True)
class StepPicture:
    """One picture of the batch.

    Args:
        image: Grey or coloured, of its own size.
        label: Its true class.
        before: What the network took it for before the step.
        after: The same after it.
        sure_before: Probability of the true class before the step.
        sure_after: The same after it.
    """

    image: QImage
    label: int
    before: int
    after: int
    sure_before: float
    sure_after: float


def read_preview(preview: StepPreview) -> tuple[StepPicture, ...]:
    """Return the pictures of a preview; none where its parts do not fit each other."""
    count = len(preview.labels) // _INT_BYTES
    parts = (preview.labels, preview.before, preview.after, preview.sure_before, preview.sure_after)
    if len(preview.shape) != 3 or min(preview.shape) < 1 or any(len(part) != count * _INT_BYTES for part in parts):
        return ()
    if len(preview.pictures) != count * int(np.prod(preview.shape)):
        return ()
    pixels = np.frombuffer(preview.pictures, np.uint8).reshape(count, *preview.shape)
    labels, before, after = (np.frombuffer(part, "<i4").tolist() for part in parts[:3])
    sure = [np.frombuffer(part, "<f4").tolist() for part in parts[3:]]
    return tuple(StepPicture(_image(pixels[i]), labels[i], before[i], after[i], sure[0][i], sure[1][i]) for i in range(count))


def _image(pixels: NDArray[np.uint8]) -> QImage:
    channels, height, width = pixels.shape
    if channels == 3:
        data = np.ascontiguousarray(pixels.transpose(1, 2, 0)).tobytes()
        return QImage(data, width, height, 3 * width, QImage.Format.Format_RGB888).copy()
    return QImage(np.ascontiguousarray(pixels[0]).tobytes(), width, height, width, QImage.Format.Format_Grayscale8).copy()


class StepPictures(QWidget):
    """Show as many of the pictures as fit in one row; the tooltip of each says all of it."""

    def __init__(self, themes: Themes, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._themes = themes
        self._pictures: tuple[StepPicture, ...] = ()
        self._classes: tuple[str, ...] = ()
        self._batch = 0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        themes.on_change(self._show_theme)

    def show_preview(self, preview: StepPreview | None, classes: Sequence[str]) -> None:
        """Show a batch; ``None``: none."""
        self._pictures = read_preview(preview) if preview is not None else ()
        self._batch = preview.batch if preview is not None else 0
        self._classes = tuple(classes)
        self.setAccessibleName(self.summary())
        self.setVisible(bool(self._pictures))
        self.updateGeometry()
        self.update()

    def summary(self) -> str:
        """Return in words how many of the pictures were right before and after."""
        before, after = (sum(getattr(picture, when) == picture.label for picture in self._pictures) for when in ("before", "after"))
        return self.tr("{0} of {1} pictures right before the step, {2} after it").format(before, len(self._pictures), after)

    def words_at(self, index: int) -> str:
        """Return what is to be said of one picture."""
        picture = self._pictures[index]
        label, before, after = (self._name(number) for number in (picture.label, picture.before, picture.after))
        text = self.tr("{0}: before the step {1} ({2} for {0}), after it {3} ({4})")
        return text.format(label, before, percent(picture.sure_before), after, percent(picture.sure_after))

    def shown(self) -> int:
        """Return how many pictures fit."""
        return min(len(self._pictures), max((self.width() + self._gap) // (self._tile_width() + self._gap), 1))

    def sizeHint(self) -> QSize:
        """Return room for a row of pictures and two lines below."""
        return QSize(0, self._side + 2 * self._metrics().lineSpacing() + self._gap)

    def event(self, event: QEvent) -> bool:
        """Say of the picture under the pointer all there is."""
        if isinstance(event, QHelpEvent):
            index = self._index_at(event.pos())
            QToolTip.showText(event.globalPos(), "" if index is None else self.words_at(index), self)
            return True
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the tiles."""
        theme, painter = self._themes.current(), QPainter(self)
        painter.setFont(theme.font("small"))
        for index, picture in enumerate(self._pictures[: self.shown()]):
            self._paint_tile(painter, theme, index * (self._tile_width() + self._gap), picture)
        painter.end()

    def _paint_tile(self, painter: QPainter, theme: Theme, x: int, picture: StepPicture) -> None:
        width, line = self._tile_width(), self._metrics().lineSpacing()
        place = QRectF(x + (width - self._side) / 2, 0, self._side, self._side)
        painter.drawImage(place, picture.image)
        painter.setPen(theme.color("text_muted"))
        upper = QRectF(x, self._side + theme.px("space_xs"), width, line)
        painter.drawText(upper, Qt.AlignmentFlag.AlignHCenter, self._short(self._name(picture.label)))
        painter.setPen(theme.color("ok" if picture.after == picture.label else "error"))
        same = picture.before == picture.after
        text = self._name(picture.after) if same else f"{self._name(picture.before)}→{self._name(picture.after)}"
        mark = "✓" if picture.after == picture.label else "✗"
        painter.drawText(upper.translated(0, line), Qt.AlignmentFlag.AlignHCenter, self._short(f"{mark} {text}"))

    def _index_at(self, position: QPoint) -> int | None:
        index = position.x() // (self._tile_width() + self._gap)
        return index if 0 <= index < self.shown() else None

    def _name(self, number: int) -> str:
        return self._classes[number] if 0 <= number < len(self._classes) else str(number)

    def _short(self, text: str) -> str:
        return elided(text, self._metrics(), self._tile_width())

    def _tile_width(self) -> int:
        longest = max((len(name) for name in self._classes), default=1)
        return self._side + (self._side // 2 if longest > 2 else 0)

    def _metrics(self) -> QFontMetrics:
        return QFontMetrics(self._themes.current().font("small"))

    @property
    def _side(self) -> int:
        return self._themes.current().px("step_picture")

    @property
    def _gap(self) -> int:
        return self._themes.current().px("space")

    def _show_theme(self, _theme: Theme) -> None:
        self.updateGeometry()
        self.update()
