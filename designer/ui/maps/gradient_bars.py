"""How large the gradient of each block was in the last step, side by side: a bar for each, and in words."""

from __future__ import annotations

import math
from html import escape

from PySide6.QtCore import QCoreApplication, QEvent, QRectF, QSize
from PySide6.QtGui import QHelpEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from designer.network.architecture import Block
from designer.protocol.events import BlockGradient, LastGradients
from designer.ui.maps.numbers import short_text
from designer.ui.theme import Theme, Themes

DECADES = 4
"""From the largest gradient, a full bar, down to one of which nothing is to be seen."""

_GAPS_FROM = 4
"""Bars this many lines wide are apart; thinner ones would be all gap."""

_LISTED = 16
"""Blocks that a tooltip lists; of more those around the pointer."""


def gradient_text(gradients: LastGradients | None, block: Block, run: int) -> str:
    """Return how large a block's gradient was: "gradient 0.00021, 0.9 % of the weights"; empty where nothing is known of it.

    Args:
        run: Number of the run whose maps are shown; where it is over the step is told too.
    """
    if gradients is None or not block.spec.has_weights():
        return ""
    if block.frozen:
        return _tr("frozen: no gradient")
    found = next((told for told in gradients.blocks if told.block == block.id), None)
    if found is None:
        return ""
    what = _tr("gradient") if run else _tr("gradient of step {0}:").format(f"{gradients.step:,}")
    return f"{what} {_size_text(found)}"


def _size_text(found: BlockGradient) -> str:
    if not math.isfinite(found.size):
        return _tr("not finite")
    if not found.weights > 0:
        return short_text(found.size)
    return _tr("{0}, {1} % of the weights").format(short_text(found.size), short_text(100 * found.size / found.weights))


class GradientBars(QWidget):
    """Show a bar for every block that is trained, in the order of computation; that of the block whose maps are shown stands out."""

    def __init__(self, themes: Themes, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._themes = themes
        self._gradients: LastGradients | None = None
        self._block: str | None = None
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("Gradients of the blocks"))
        self.hide()
        themes.on_change(self._show_theme)

    def show_gradients(self, gradients: LastGradients | None, block: str | None) -> None:
        """Show the gradients of a step; none: there is nothing to see here."""
        if (gradients, block) != (self._gradients, self._block):
            self._gradients, self._block = gradients, block
            self.setVisible(gradients is not None)
            self.setAccessibleDescription(", ".join(f"{found.block} {short_text(found.size)}" for found in gradients.blocks) if gradients else "")
            self.update()

    def sizeHint(self) -> QSize:
        """Return the size of the theme, whatever is shown: nothing moves when a run begins."""
        theme = self._themes.current()
        return QSize(theme.px("chip_min_width"), theme.px("icon"))

    def heights(self) -> list[float]:
        """Return how high each bar is, from 0 to 1: logarithms, `DECADES` powers of ten below the largest nothing is left."""
        sizes = [found.size for found in self._gradients.blocks] if self._gradients else []
        most = max((size for size in sizes if math.isfinite(size)), default=0.0)
        return [_height(size, most) for size in sizes]

    def tip(self, x: float) -> str:
        """Return the tooltip of a place, in px from the left, as HTML: what is shown, the blocks around, and what it is good for."""
        if self._gradients is None or not self._gradients.blocks:
            return ""
        blocks = self._gradients.blocks
        near = min(len(blocks) - 1, max(0, int(x / self.width() * len(blocks))))
        first = max(0, min(near - _LISTED // 2, len(blocks) - _LISTED))
        lines = [f"{escape(found.block)}: {escape(_size_text(found))}" for found in blocks[first : first + _LISTED]]
        lines[near - first] = f"<b>{lines[near - first]}</b>"
        return f"<p>{escape(self._about(self._gradients))}</p><p>{'<br>'.join(lines)}</p><p>{escape(self._advice())}</p>"

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the bars from the bottom."""
        if self._gradients is None or not self._gradients.blocks:
            return
        theme, painter = self._themes.current(), QPainter(self)
        painter.fillRect(self.rect(), theme.color("track"))
        border, pitch = theme.px("border"), self.width() / len(self._gradients.blocks)
        gap = border if pitch >= _GAPS_FROM * border else 0
        bars = list(zip(self._gradients.blocks, self.heights(), range(len(self._gradients.blocks)), strict=True))
        for found, height, index in sorted(bars, key=lambda bar: bar[0].block == self._block):  # the one that stands out lies over its neighbours
            shown = found.block == self._block
            color = theme.color(("accent" if shown else "control") if math.isfinite(found.size) else "nan")
            width = max(pitch - gap, 2 * border if shown else 0)
            painter.fillRect(QRectF(index * pitch, (1 - height) * self.height(), width, height * self.height()), color)

    def event(self, event: QEvent) -> bool:
        """Show the tooltip of the bar under the pointer."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            QToolTip.showText(event.globalPos(), self.tip(event.pos().x()), self)
            return True
        return super().event(event)

    def _about(self, gradients: LastGradients) -> str:
        text = self.tr("Gradient of each block in step {0}, {1}: the root mean square over its trained weights, and its share of theirs")
        how = self.tr("after clipping, as the optimiser was given it") if gradients.clipped else self.tr("as the optimiser was given it")
        return text.format(f"{gradients.step:,}", how)

    def _advice(self) -> str:
        text = self.tr(
            "Far smaller in the first blocks than in the last: it vanishes on the way back, and they hardly learn. Larger and larger from step to "
            "step: it explodes; a lower learning rate, normalisation or clipping helps. Half the height of a bar is 1/{0} of the size."
        )
        return text.format(f"{10 ** (DECADES // 2):,}")

    def _show_theme(self, theme: Theme) -> None:
        self.updateGeometry()
        self.update()


def _height(size: float, most: float) -> float:
    if not math.isfinite(size):
        return 1.0
    return max(0.0, 1 + math.log10(size / most) / DECADES) if size > 0 else 0.0


def _tr(text: str) -> str:
    return QCoreApplication.translate("GradientBars", text)
