"""Messages to the worker about single values of the maps on the screen."""

from __future__ import annotations

from designer.protocol.command import Command


class ExplainPixel(Command, frozen=True):
    """Tell how one value of a block came about; answered by `PixelExplained`.

    Args:
        number: Of the question; the answer carries it.
        frame: Number of the frame whose pixel it is; where that is gone, the newest one is explained.
        channel: Of the block's output; the position where that is a vector.
        row: 0 for a vector; ``column`` likewise.
    """

    number: int
    frame: int
    block: str
    channel: int
    row: int = 0
    column: int = 0
