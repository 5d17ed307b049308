"""What is drawn: strokes in shares of the picture, so that they fit pictures of any size. Values only; nothing is painted here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

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


class DrawingHistory:
    """Undo for a pad: whole drawings, as many as a person can remember.

    Args:
        clock: Seconds, for moves that follow each other quickly: they are one step.
    """

    MOST = 200

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._past: list[PadDrawing] = []
        self._future: list[PadDrawing] = []
        self._kind, self._at = "", 0.0
        self.current = PadDrawing()

    def do(self, drawing: PadDrawing, kind: str = "") -> None:
        """Take a new drawing.

        Args:
            kind: Steps of one kind that follow within a second are undone together; empty: never.
        """
        if drawing == self.current:
            return
        now = self._clock()
        merges = bool(kind) and kind == self._kind and now - self._at < _ONE_STEP_S and bool(self._past)
        if not merges:
            self._past = [*self._past, self.current][-self.MOST :]
        self._kind, self._at = kind, now
        self._future.clear()
        self.current = drawing

    def undo(self) -> bool:
        """Go one step back; false where there is none."""
        return self._go(self._past, self._future)

    def redo(self) -> bool:
        """Go one step forth again; false where there is none."""
        return self._go(self._future, self._past)

    @property
    def can_undo(self) -> bool:
        """Whether there is a step back."""
        return bool(self._past)

    @property
    def can_redo(self) -> bool:
        """Whether there is a step forth."""
        return bool(self._future)

    def _go(self, source: list[PadDrawing], target: list[PadDrawing]) -> bool:
        if not source:
            return False
        target.append(self.current)
        self.current = source.pop()
        self._kind = ""
        return True
