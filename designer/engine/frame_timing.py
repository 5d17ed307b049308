"""When the next map frame may be made: at most 30 a second, a small share of the time, and only when the last was painted."""

from __future__ import annotations

import statistics
from collections import deque

FRAMES_PER_SECOND = 30
MOST_SHARE = 0.05
"""Of the worker's time while it trains."""

MOST_WINDOW_SHARE = 0.05
"""Of one processor, for the window's part of the frames, where training takes all processors."""

REMEMBERED = 9
"""Frames whose median cost counts: one that was held up by a busy machine does not silence the maps."""


class FrameTiming:
    """Spaces frames by what the last ones cost.

    Times are seconds of one clock, passed in, so that tests can move it.

    Args:
        shares_cores: Training takes every core: what a frame costs the window is missing there too.
    """

    def __init__(self, shares_cores: bool = False) -> None:
        self._shares_cores = shares_cores
        self.number = 0
        self._acknowledged = 0
        self._started_at = 0.0
        self._earliest = 0.0
        self._earliest_in_run = 0.0
        self._costs_s: deque[float] = deque(maxlen=REMEMBERED)
        self._window_costs_s: deque[float] = deque(maxlen=REMEMBERED)

    def may_start(self, now_s: float, training: bool) -> bool:
        """Tell whether a frame may be made now; while training the 5 % count too."""
        return self._acknowledged == self.number and now_s >= (self._earliest_in_run if training else self._earliest)

    def wait_s(self, now_s: float, training: bool) -> float | None:
        """Return how long until a frame may be made; ``None``: until the last is acknowledged."""
        if self._acknowledged != self.number:
            return None
        return max(0.0, (self._earliest_in_run if training else self._earliest) - now_s)

    def skipped(self, now_s: float) -> int:
        """Return how many frames were due since the last and not made."""
        return max(0, int((now_s - self._started_at) * FRAMES_PER_SECOND) - 1) if self.number else 0

    def made(self, started_s: float, ended_s: float) -> None:
        """Count a frame that was made in this time and is sent now."""
        self.number += 1
        self._started_at = started_s
        self._earliest = started_s + 1 / FRAMES_PER_SECOND
        self._costs_s.append(ended_s - started_s)
        usual_s = statistics.median(self._costs_s)
        self._earliest_in_run = max(self._earliest, ended_s + usual_s * (1 / MOST_SHARE - 1))

    def acknowledge(self, number: int, window_cost_s: float = 0) -> None:
        """Take note that the window has painted the frame of this number, and the processor time that this took it."""
        self._acknowledged = max(self._acknowledged, min(number, self.number))
        if self._shares_cores and self.number:
            self._window_costs_s.append(window_cost_s)
            usual_s = statistics.median(self._window_costs_s)
            self._earliest_in_run = max(self._earliest_in_run, self._started_at + usual_s / MOST_WINDOW_SHARE)
