"""Messages to the window about what a run's weights were on the way."""

from __future__ import annotations

from designer.protocol.event import Event


class HistoryTold(Event, frozen=True):
    """Tell of which steps a run keeps the weights: when asked, and of the run that is on whenever there are new ones.

    Args:
        folder: The run's, as the worker knows it.
        steps: In order; 0: before the first.
    """

    folder: str
    steps: tuple[int, ...]
