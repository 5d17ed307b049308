"""Messages to the window about how single values of the maps on the screen came about."""

from __future__ import annotations

import msgspec

from designer.protocol.event import Event


class Operand(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One named number of a formula.

    Args:
        name: What the formula calls it: ``x``, ``mean``, ``deviation``, ``scale``, ``shift``, …
        block: Where it is an activation, the block it is of; else empty.
        place: Channel, row and column in that block, or the position in a vector.
    """

    name: str
    value: float
    block: str = ""
    place: tuple[int, ...] = ()


class ArithmeticStage(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How one torch call of a block comes to one value; every sum is done in float64.

    A window of ``rows`` × ``columns`` cells is read from each of some channels. Cells outside the picture are padding; a vector is read
    as channels of one cell.

    Args:
        call: Name of the torch layer or function: ``Conv2d``, ``ReLU``, ``add``, …; empty: the block passes its input on.
        result: What it comes to.
        magnitude: Σ |products| + |bias|, or what stands for it: rounding errors of float32 are shares of it.
        operands: Named numbers of the formula.
        block: The block whose activation the window is read from; empty: none, or a result on the way within the block.
        shape: Of that activation; empty where there is no window.
        channels: int32: those that were read and are sent, in order.
        rows: Of the window, one for each cell; below 0 or from the picture's height on: padding.
        columns: Likewise.
        values: float32 ``(channels, rows, columns)``: the window's values, padding included.
        weights: float32, likewise: what they are multiplied with; empty: they are not.
        sums: float64 ``(channels,)``: of each channel Σ products, Σ values, the square or the power.
        bias: What is added at the end, where anything is.
        winner: Position in the window of the value that was kept; −1: nothing was chosen.
        left_out: Channels that were not sent, for they are too many: those of the smallest sums.
        left_out_sum: What these come to.
    """

    call: str
    result: float
    magnitude: float
    operands: tuple[Operand, ...] = ()
    block: str = ""
    shape: tuple[int, ...] = ()
    channels: bytes = b""
    rows: tuple[int, ...] = ()
    columns: tuple[int, ...] = ()
    values: bytes = b""
    weights: bytes = b""
    sums: bytes = b""
    bias: float | None = None
    winner: int = -1
    left_out: int = 0
    left_out_sum: float = 0.0


class PixelExplained(Event, frozen=True):
    """Tell how one value of a block came about.

    Args:
        number: Of the question.
        frame: The frame that is explained: the one that was asked for, or the newest where that is gone.
        run: That the frame belongs to; 0: none.
        step: Of the run.
        channel: As asked; ``row`` and ``column`` likewise.
        value: What torch computed, as the frame shows it.
        stages: What the block computes, in order; the last comes to ``value`` but for rounding. Empty: the frame does not hold what it takes.
    """

    number: int
    frame: int
    run: int
    step: int
    block: str
    channel: int
    row: int
    column: int
    value: float = 0.0
    stages: tuple[ArithmeticStage, ...] = ()
