"""Messages to the worker about what a run's weights were on the way."""

from __future__ import annotations

from designer.protocol.command import Command


class DescribeHistory(Command, frozen=True):
    """Tell of which steps a run keeps the weights; answered by `HistoryTold`.

    Args:
        folder: The run's, as the worker knows it.
    """

    folder: str


class LookBack(Command, frozen=True):
    """Show a run as it was after one of its steps, whatever trains meanwhile; answered by frames with `MapsDrawn.past`, or by `CommandFailed`.

    Args:
        folder: The run's, as the worker knows it; empty: back to the present.
        step: One that its history keeps.
    """

    folder: str = ""
    step: int = 0
