"""Edits of where cards stand."""

from __future__ import annotations

import dataclasses

from designer.network.architecture import Architecture
from designer.network.errors import EditError


def arrange(architecture: Architecture) -> Architecture:
    """Leave the place of every card to the layout again.

    Raises:
        EditError: No card was moved by hand.
    """
    if all(block.at is None for block in architecture.blocks):
        raise EditError("Nothing to arrange: no block was moved by hand")
    blocks = tuple(block if block.at is None else dataclasses.replace(block, at=None) for block in architecture.blocks)
    return dataclasses.replace(architecture, blocks=blocks)
