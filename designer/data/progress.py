"""How far loading is, told to whoever waits; the one who is told may give up."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from designer.data.errors import DataError


@dataclass(frozen=True)
class Progress:
    """Say what is being done and how much of it is behind.

    Attributes:
        doing: What.
        done: Units that are done.
        total: Of how many; 0: nobody knows.
        unit: What is counted.
    """

    doing: Literal["downloading", "reading", "preparing"]
    done: int
    total: int
    unit: Literal["bytes", "files", "pictures"]


Watch = Callable[[Progress], None]
"""Called often; raises `LoadingCancelledError` to end the work."""


class LoadingCancelledError(DataError):
    """Report that loading was given up because a person wanted so."""


def unwatched(progress: Progress) -> None:
    """Take no note."""
