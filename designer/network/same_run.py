"""Whether one network can go on where another was trained: what a run may not change."""

from __future__ import annotations

from designer.network.architecture import Architecture
from designer.network.fields import fields_of
from designer.network.training import Training

MAY_GROW = "epochs"
"""The one setting that a run which goes on may change."""


def changed_settings(before: Architecture, now: Architecture) -> tuple[str, ...]:
    """Return the names of the training settings that differ, the number of epochs apart."""
    return tuple(name for name in fields_of(Training) if name != MAY_GROW and getattr(before.training, name) != getattr(now.training, name))


def same_network(before: Architecture, now: Architecture) -> bool:
    """Tell whether both compute the same and train the same weights; titles, places and notes do not matter."""
    if before is now:
        return True
    blocks = tuple((block.id, block.spec, block.frozen) for block in before.blocks)
    return blocks == tuple((block.id, block.spec, block.frozen) for block in now.blocks) and before.sources == now.sources


def can_go_on(before: Architecture, now: Architecture) -> bool:
    """Tell whether a run of the one may go on as a run of the other."""
    return same_network(before, now) and not changed_settings(before, now)
