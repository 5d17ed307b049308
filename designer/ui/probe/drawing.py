"""What is drawn: strokes in shares of the picture, so that they fit pictures of any size. Values only; nothing is painted here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from designer.network.value_history import ValueHistory

__all__ = ["DrawingHistory", "Ink", "PadDrawing", "Point", "Stroke"]

Point = tuple[float, float]
"""Right and down, as shares of width and height: 0 to 1 inside."""
Ink = tuple[int, int, int]
"""Red, green and blue, 0 to 255."""

_ONE_STEP_S = 1.0


@dataclass(frozen=True)
class Stroke:
    """One line from pen down to pen up.

    Args:
        thickness: As a share of the picture's width.
    """

    points: tuple[Point, ...]
    thickness: float
    ink: Ink

    def drawn_to(self, point: Point) -> Stroke:
        """Return the stroke one point longer; itself where the pen has not moved."""
        return self if self.points and self.points[-1] == point else replace(self, points=(*self.points, point))


@dataclass(frozen=True)
class PadDrawing:
    """Strokes in the order they were drawn.

    Args:
        offset: How far all of them are moved, right and down, as shares.
    """

    strokes: tuple[Stroke, ...] = ()
    offset: Point = (0.0, 0.0)

    def with_stroke(self, stroke: Stroke) -> PadDrawing:
        """Return the drawing with a stroke where it is seen, whatever was moved before."""
        right, down = self.offset
        points = tuple((x - right, y - down) for x, y in stroke.points)
        return replace(self, strokes=(*self.strokes, replace(stroke, points=points)))

    def moved(self, right: float, down: float) -> PadDrawing:
        """Return the drawing so far away."""
        return replace(self, offset=(self.offset[0] + right, self.offset[1] + down))

    def filling(self, share: float) -> PadDrawing:
        """Return the drawing in the middle, as large as a share of the picture; what was erased does not count, lines stay as thick.

        >>> stroke = Stroke(((0.4, 0.45), (0.6, 0.55)), 0.1, (255, 255, 255))
        >>> PadDrawing((stroke,)).filling(0.9).strokes[0].points
        ((0.1, 0.3), (0.9, 0.7))
        """
        seen = [stroke for stroke in self.strokes if any(stroke.ink)]
        rights, downs = ([point[axis] for stroke in seen for point in stroke.points] for axis in (0, 1))
        if not seen or max(max(rights) - min(rights), max(downs) - min(downs)) <= 0:
            return self
        middle = (min(rights) + max(rights)) / 2, (min(downs) + max(downs)) / 2
        room = share - max(stroke.thickness for stroke in seen)
        factor = max(room, share / 2) / max(max(rights) - min(rights), max(downs) - min(downs))

        def moved(point: Point) -> Point:
            return round(0.5 + (point[0] - middle[0]) * factor, 6), round(0.5 + (point[1] - middle[1]) * factor, 6)

        return PadDrawing(tuple(replace(stroke, points=tuple(map(moved, stroke.points))) for stroke in self.strokes))

    def put_back(self) -> PadDrawing:
        """Return the drawing where it was drawn."""
        return replace(self, offset=(0.0, 0.0))


class DrawingHistory(ValueHistory[PadDrawing]):
    """Undo for a pad.

    Args:
        clock: Seconds, for moves that follow each other quickly: they are one step.
    """

    MOST = 200

    def __init__(self, clock: Callable[[], float]) -> None:
        super().__init__(PadDrawing(), self.MOST)
        self._clock = clock
        self._kind, self._at = "", 0.0

    def do(self, drawing: PadDrawing, kind: str = "") -> None:
        """Take a new drawing.

        Args:
            kind: Steps of one kind that follow within a second are undone together; empty: never.
        """
        if drawing == self.current:
            return
        now = self._clock()
        self.push(drawing, joins=bool(kind) and kind == self._kind and now - self._at < _ONE_STEP_S and self.can_undo)
        self._kind, self._at = kind, now

    def _go(self, source: list[PadDrawing], target: list[PadDrawing]) -> bool:
        moved = super()._go(source, target)
        if moved:
            self._kind = ""
        return moved
