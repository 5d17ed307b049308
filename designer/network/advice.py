"""Advice: what a block says about its own values that is allowed, but worth knowing; it becomes a warning."""

from __future__ import annotations

from dataclasses import dataclass

from designer.network.remedies import Remedy


@dataclass(frozen=True)
class Advice:
    """One warning of a block about itself.

    Args:
        code: Stable name, by which it is silenced on the block.
        text: One sentence with the numbers, without the block's name.
        remedies: What would work, best first.
    """

    code: str
    text: str
    remedies: tuple[Remedy, ...] = ()
