"""Which runs are in the plots: the one on screen, and those laid over it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from designer.ui.training.curve_series import OverlaidRun, Series
from designer.ui.training.run_curves import CurvePair, RunCurves

__all__ = ["ShownRuns"]

_ROOM_FOR_NUMBERS = 1.08
_SHORTEST_AXIS = 1e-3


@dataclass(frozen=True)
class ShownRuns:
    """The runs of one moment; their points may grow.

    Args:
        own: Of the run on screen.
        path: Its folder, by which it is known among the overlaid ones; empty: it has none.
        title: What it is called beside others.
    """

    own: RunCurves
    path: str
    title: str
    overlaid: tuple[OverlaidRun, ...] = ()

    @property
    def is_own_apart(self) -> bool:
        """Whether the run on screen has points and is none of the overlaid ones."""
        return not self.own.is_empty and not (self.path and any(run.path == self.path for run in self.overlaid))

    @property
    def rate_varies(self) -> bool:
        """Whether any of them changed its learning rate."""
        return self.own.rate_varies or any(run.curves.rate_varies for run in self.overlaid)

    def curves_of(self, run: OverlaidRun) -> RunCurves:
        """Return the points of an overlaid run: those of the run on screen are here at once, in its folder a moment later."""
        return self.own if self.path and run.path == self.path else run.curves

    def end(self, by_epoch: bool) -> float:
        """Return where the x axis ends: where the longest run does, or will."""
        ends = [self._end(self.curves_of(run), by_epoch) for run in self.overlaid]
        ends += [self._end(self.own, by_epoch)] if self.is_own_apart or not ends else []
        return max(*ends, _SHORTEST_AXIS) * (_ROOM_FOR_NUMBERS if self.overlaid else 1)

    def _end(self, curves: RunCurves, by_epoch: bool) -> float:
        steps = curves.shown_steps() if curves is self.own else curves.last_step
        return steps * curves.scale(by_epoch) if curves.steps_per_epoch or not by_epoch else 0.0

    def series(self, pick: Callable[[RunCurves], CurvePair], by_epoch: bool) -> list[Series]:
        """Return what is drawn of one quantity; a run whose epochs are of unknown length has no place among epochs."""
        found = [(run.number, run.title, self.curves_of(run)) for run in self.overlaid]
        if self.is_own_apart or not found:
            found.insert(0, (0, self.title if found else "", self.own))
        return [
            Series(pick(curves), number, title, curves.scale(by_epoch), curves.best_step)
            for number, title, curves in found
            if curves.steps_per_epoch or not by_epoch
        ]
