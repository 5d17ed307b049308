"""A slow step plays over the cards: forward, loss, backward, update."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from PySide6.QtCore import QElapsedTimer, QObject, QPointF, QRectF, Qt, QTimer
from PySide6.QtGui import QFontMetricsF, QKeySequence, QPainter, QPen, QShortcut
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from designer.ui.theme import Theme, Themes

if TYPE_CHECKING:
    from designer.ui.canvas import CanvasView
    from designer.ui.document import Document

__all__ = ["Passage", "Stage", "StepWalk", "stages_of"]

_ABOVE_ALL = 30
_TICK_MS = 33
_GLOW = 0.25


class Passage(Enum):
    """What a step does; the value is the theme's colour for it."""

    FORWARD = "accent"
    LOSS = "error"
    BACKWARD = "warning"
    UPDATE = "ok"


@dataclass(frozen=True)
class Stage:
    """One moment of the walk: these blocks are framed."""

    passage: Passage
    blocks: tuple[str, ...]


def stages_of(order: Sequence[str], with_weights: Sequence[str]) -> tuple[Stage, ...]:
    """Return the moments of a step.

    Args:
        order: Ids in the order of computation.
        with_weights: Ids of the blocks that the update changes.

    >>> [(stage.passage.name, *stage.blocks) for stage in stages_of(["a", "b"], ["a"])]
    [('FORWARD', 'a'), ('FORWARD', 'b'), ('LOSS', 'b'), ('LOSS', 'b'), ('BACKWARD', 'b'), ('BACKWARD', 'a'), ('UPDATE', 'a'), ('UPDATE', 'a')]
    """
    if not order:
        return ()
    forward = tuple(Stage(Passage.FORWARD, (name,)) for name in order)
    loss = (Stage(Passage.LOSS, (order[-1],)),) * max(len(order) // 4, 2)
    backward = tuple(Stage(Passage.BACKWARD, (name,)) for name in reversed(order))
    update = (Stage(Passage.UPDATE, tuple(with_weights)),) * max(len(order) // 3, 2)
    return forward + loss + backward + (update if with_weights else ())


class _WalkItem(QGraphicsItem):
    """Frames around cards, and one word beside the first."""

    def __init__(self, themes: Themes) -> None:
        super().__init__()
        self._themes = themes
        self._rects: list[QRectF] = []
        self._passage, self._text = Passage.FORWARD, ""
        self._bounds = QRectF()
        self.setZValue(_ABOVE_ALL)

    def show_stage(self, passage: Passage, rects: list[QRectF], text: str) -> None:
        """Frame other cards."""
        self.prepareGeometryChange()
        self._passage, self._rects, self._text = passage, rects, text
        bounds = QRectF()
        for rect in rects:
            bounds = bounds.united(rect)
        reach, line = self._themes.current().px("space"), 2 * self._metrics().height()
        self._bounds = bounds.adjusted(-reach, -reach - line, reach, reach)
        self.update()

    def boundingRect(self) -> QRectF:
        """Return the cards with their frames."""
        return self._bounds

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        """Paint frames and word."""
        theme = self._themes.current()
        color = theme.color(self._passage.value)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        radius = theme.px("card_radius")
        for rect in self._rects:
            for name, width in (("glow", 3 * theme.px("card_border_selected")), ("line", theme.px("card_border_selected"))):
                painter.setPen(QPen(theme.color(self._passage.value, _GLOW) if name == "glow" else color, width))
                painter.drawRoundedRect(rect, radius, radius)
        if self._rects and self._text:
            self._paint_word(painter, theme)

    def _paint_word(self, painter: QPainter, theme: Theme) -> None:
        metrics, space = self._metrics(), theme.px("space_m")
        size = QRectF(0, 0, metrics.horizontalAdvance(self._text) + 2 * space, metrics.height() + theme.px("space_xs"))
        first = self._rects[0]
        tag = size.translated(QPointF(first.right() - size.width() - space, first.top() - size.height() / 2))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color(self._passage.value))
        painter.drawRoundedRect(tag, theme.px("radius_s"), theme.px("radius_s"))
        painter.setFont(theme.font("small_strong"))
        painter.setPen(theme.color("window"))
        painter.drawText(tag, Qt.AlignmentFlag.AlignCenter, self._text)

    def _metrics(self) -> QFontMetricsF:
        return QFontMetricsF(self._themes.current().font("small_strong"))


class StepWalk(QObject):
    """Play a step that was made; the next one, and Esc, cut it short. The canvas can be used meanwhile."""

    def __init__(self, canvas: CanvasView, document: Document, themes: Themes, parent: QWidget) -> None:
        super().__init__(parent)
        self._canvas, self._document, self._themes = canvas, document, themes
        self._item: _WalkItem | None = None
        self._stages: tuple[Stage, ...] = ()
        self._words: dict[Passage, str] = {}
        self._length_ms = 1
        self._shown = -1
        self._clock = QElapsedTimer()
        self._timer = QTimer(self)
        self._timer.setInterval(_TICK_MS)
        self._timer.timeout.connect(self.look)
        self._escape = QShortcut(QKeySequence(Qt.Key.Key_Escape), parent, self.cut)
        self._escape.setEnabled(False)

    @property
    def is_playing(self) -> bool:
        """Whether a step is being played."""
        return self._timer.isActive()

    @property
    def stage(self) -> Stage | None:
        """What is framed now; none: nothing is."""
        return self._stages[self._shown] if self.is_playing and self._shown >= 0 else None

    def play(self, loss: str, length_ms: int) -> None:
        """Play a step from its beginning.

        Args:
            loss: What the loss was, in words.
            length_ms: How long it takes.
        """
        self.cut()
        analysis = self._document.analysis
        cards = self._canvas.canvas_scene.cards
        order = [name for name in analysis.order if name in cards]
        learning = [name for name in order if analysis.reports[name].parameters and not analysis.architecture.by_id[name].frozen]
        self._stages = stages_of(order, learning)
        if not self._stages or not self._canvas.isVisible():
            return
        self._words = {
            Passage.FORWARD: self.tr("forward"), Passage.LOSS: loss, Passage.BACKWARD: self.tr("backward"), Passage.UPDATE: self.tr("update"),
        }  # fmt: skip
        self._length_ms = max(length_ms, 1)
        self._item = _WalkItem(self._themes)
        self._canvas.canvas_scene.addItem(self._item)
        self._escape.setEnabled(True)
        self._clock.start()
        self._timer.start()
        self.look()

    def cut(self) -> None:
        """End the play at once."""
        self._timer.stop()
        self._escape.setEnabled(False)
        self._shown = -1
        if self._item is not None:
            self._canvas.canvas_scene.removeItem(self._item)
            self._item = None

    def look(self) -> None:
        """Frame what is due now."""
        position = self._clock.elapsed() * len(self._stages) // self._length_ms
        if self._item is None or position >= len(self._stages):
            self.cut()
        elif position != self._shown:
            self._shown = position
            stage, scene = self._stages[position], self._canvas.canvas_scene
            rects = [scene.rect_of((name,)) for name in stage.blocks if name in scene.cards]
            self._item.show_stage(stage.passage, rects, self._words[stage.passage])
