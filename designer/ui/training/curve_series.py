"""One run in a plot: its points, its colours, and how its steps become places on the x axis."""

from __future__ import annotations

from dataclasses import dataclass, field

from designer.ui.training.run_curves import CurvePair, RunCurves

__all__ = ["MOST_OVERLAID", "OverlaidRun", "Series"]

MOST_OVERLAID = 8
"""Runs that can be laid over each other: so many colours can still be told apart."""


@dataclass(frozen=True)
class OverlaidRun:
    """A run of the list that was ticked.

    Args:
        number: 1 to 8; decides its colour and stands beside its curves.
        title: What people call it: "LeNet-5 · 12:04".
        path: Of its folder.
    """

    number: int
    title: str
    path: str
    curves: RunCurves = field(compare=False)


@dataclass(frozen=True)
class Series:
    """The curves of one run in one plot.

    Args:
        number: Of an overlaid run; 0: the run on screen.
        title: Of one of several runs; empty: it is alone, and its two curves have two colours.
        scale: What a step becomes on the x axis: 1, or the part of an epoch that it is.
        best_step: Where its best epoch ended; ``None``: not known.
    """

    pair: CurvePair
    number: int = 0
    title: str = ""
    scale: float = 1.0
    best_step: int | None = None

    @property
    def training_color(self) -> str:
        """Name of the colour of training, in the theme."""
        return self._color("curve_training")

    @property
    def validation_color(self) -> str:
        """Name of the colour of validation."""
        return self._color("curve_validation")

    def _color(self, alone: str) -> str:
        return alone if not self.title else f"run_{self.number}" if self.number else "text"

    @property
    def end(self) -> float:
        """Where its last point lies on the x axis; 0: it has none."""
        return max((float(points.steps[-1]) for points in (self.pair.training, self.pair.validation) if len(points)), default=0.0) * self.scale
