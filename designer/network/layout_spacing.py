"""Sizes of the grid that cards stand on and wires run along."""

from __future__ import annotations

from dataclasses import dataclass

from designer.network.architecture import Position


@dataclass(frozen=True)
class Spacing:
    """Sizes of the grid that cards stand on and wires run along, in px at 100 %.

    Args:
        width: Of a card.
        height: Of a card.
        row: From the top of a card to the top of the next below, where no wire has to turn in between.
        column: From the left of a card to the left of the next beside it.
        port: From one input port of a card to the next.
        lane: Between two wires that run down side by side.
        margin: Between a card and a wire that runs down beside it.
        lead: Between a card and the nearest wire that runs across above or below it.
        track: Between two wires that run across one above the other.
    """

    width: float
    height: float
    row: float
    column: float
    port: float = 24.0
    lane: float = 14.0
    margin: float = 26.0
    lead: float = 15.0
    track: float = 10.0

    @property
    def gap(self) -> float:
        """What is free between two rows where no wire has to turn."""
        return self.row - self.height

    def overlap(self, one: Position, other: Position) -> bool:
        """Tell whether cards at these two places would cover each other."""
        return abs(one[0] - other[0]) < self.width and abs(one[1] - other[1]) < self.height
