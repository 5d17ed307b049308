"""What a torch call reads: an activation, seen through the paddings and flattenings before the call."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
from torch import Tensor

from designer.network.shapes import Shape, is_image
from designer.network.torch_calls import TorchCall
from designer.protocol.pixel_events import ArithmeticStage, Operand

Floats = npt.NDArray[np.float32]
Doubles = npt.NDArray[np.float64]
Whole = npt.NDArray[np.intp]
Place = tuple[int, int, int]
"""Channel, row and column; position, 0, 0 in a vector."""

_INDEX_MODES = {"reflect": "reflect", "replicate": "edge", "circular": "wrap"}


@dataclass(frozen=True, eq=False)
class Readable:
    """An activation as a call sees it.

    Args:
        block: That put it out; empty: a result on the way within a block.
        shape: As it was put out.
        values: ``(C, H, W)``; a vector is ``(features, 1, 1)``.
        padding: Rows and columns that were put around it: left, right, top, bottom.
        fill: What they hold.
        flat: It was lined up as a vector.
    """

    block: str
    shape: Shape
    values: Floats
    padding: tuple[int, int, int, int] = (0, 0, 0, 0)
    fill: float = 0.0
    flat: bool = False

    @classmethod
    def of(cls, block: str, activation: Tensor) -> Readable:
        """Return the activation of one picture, ``(1, C, H, W)`` or ``(1, features)``."""
        values = activation[0].float().cpu().numpy()
        return cls(block, values.shape, values if is_image(values.shape) else values.reshape(-1, 1, 1))

    @property
    def is_vector(self) -> bool:
        """Whether the call sees a vector."""
        return self.flat or not is_image(self.shape)

    @property
    def size(self) -> tuple[int, int]:
        """Height and width that the call sees."""
        left, right, top, bottom = self.padding
        return self.values.shape[1] + top + bottom, self.values.shape[2] + left + right

    def seen_through(self, call: TorchCall) -> Readable | None:
        """Return what is seen behind a call that only pads or flattens; ``None``: it computes something."""
        if call.name == "Flatten" and call.arguments.get("start_dim", 1) == 1 and not any(self.padding):
            return replace(self, flat=True)
        if call.name == "pad" and len(call.arguments["pad"]) == 4 and not any(self.padding) and not self.is_vector:
            return replace(self, padding=tuple(call.arguments["pad"]), fill=float(call.arguments.get("value", 0.0)))
        return None

    def origin(self, place: Place) -> Place:
        """Return where a place lies in the activation itself; outside of it where it is padding."""
        channel, row, column = place
        if self.flat:
            channel, row, column = (int(index) for index in np.unravel_index(channel, self.values.shape))
        return channel, row - self.padding[2], column - self.padding[0]

    def at(self, place: Place) -> float:
        """Return one value that the call sees."""
        channel, row, column = self.origin(place)
        inside = 0 <= row < self.values.shape[1] and 0 <= column < self.values.shape[2]
        return float(self.values[channel, row, column]) if inside else self.fill

    def operand(self, name: str, place: Place) -> Operand:
        """Return one value that the call sees, with what the formula calls it and where it is from."""
        origin = self.origin(place) if self.block else ()
        return Operand(name=name, value=self.at(place), block=self.block, place=origin if is_image(self.shape) else origin[:1])

    def whole(self) -> Floats:
        """Return all values that the call sees: ``(C, H, W)``; of a vector ``(features, 1, 1)``."""
        if self.flat:
            return self.values.reshape(-1, 1, 1)
        height, width = self.size
        return self.window(slice(None), np.arange(height), np.arange(width), 0.0).values if any(self.padding) else self.values

    def window(self, channels: slice, rows: Whole, columns: Whole, outside: float, mode: str = "zeros") -> SlidWindow:
        """Return the values under a window.

        Args:
            rows: As the call counts them: 0 is the first row it sees, its own padding is below 0 or beyond the last; ``columns`` likewise.
            outside: What the call's own padding holds.
            mode: How the call pads: ``zeros``, ``reflect``, ``replicate``, ``circular``.
        """
        sides = self.size
        seen = tuple(_mirrored(places, side, mode) for places, side in zip((rows, columns), sides, strict=True))
        own = tuple((places - lead, limit) for places, lead, limit in zip(seen, self.padding[2::-2], self.values.shape[1:], strict=True))
        inside = np.logical_and.outer(*((places >= 0) & (places < limit) for places, limit in own))
        padded = np.logical_and.outer(*((places >= 0) & (places < side) for places, side in zip(seen, sides, strict=True)))
        down, across = (np.clip(places, 0, limit - 1) for places, limit in own)
        values = self.values[channels][:, down[:, None], across[None, :]]
        values = np.where(inside, values, np.where(padded, np.float32(self.fill), np.float32(outside)))
        numbers = np.arange(self.values.shape[0])[channels]
        return SlidWindow(self, numbers, rows - self.padding[2], columns - self.padding[0], values, inside, padded)


@dataclass(frozen=True, eq=False)
class SlidWindow:
    """Values that a call reads at once.

    Args:
        channels: Their numbers in the activation; ``rows`` and ``columns`` likewise, outside of it where it is padding.
        values: ``(channels, rows, columns)``.
        inside: ``(rows, columns)``: which cells lie in the activation.
        seen: Which of them the call does not pad itself.
    """

    of: Readable
    channels: Whole
    rows: Whole
    columns: Whole
    values: Floats
    inside: npt.NDArray[np.bool_]
    seen: npt.NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Question:
    """One value of one torch call.

    Args:
        inputs: What the call reads.
        weights: Of the block, by their names: ``weight``, ``bias``.
        before: The stage that comes to the value at this very place of the call's input, where that is computed within the block.
    """

    call: TorchCall
    inputs: tuple[Readable, ...]
    place: Place
    weights: Mapping[str, Tensor]
    before: ArithmeticStage | None = None

    def filter_of(self, channel: int) -> Floats:
        """Return the weights of one filter or unit; only these are fetched from a GPU."""
        values: Floats = self.weights["weight"][channel].detach().float().cpu().numpy()
        return values

    def scalar(self, name: str, channel: int, missing: float) -> float:
        """Return the value of a weight that has one for each channel, or for all together."""
        tensor = self.weights.get(name)
        if tensor is None:
            return missing
        return float(tensor.detach()[channel if tensor.numel() > 1 else 0])

    def weight_at(self, name: str, place: tuple[int, ...], missing: float) -> float:
        """Return the value of a weight that has one for each place."""
        tensor = self.weights.get(name)
        return missing if tensor is None else float(tensor.detach()[place])

    def x(self) -> Operand:
        """Return the value that the call changes on its own."""
        if self.before is not None:
            return Operand(name="x", value=self.before.result)
        return self.inputs[0].operand("x", self.place)

    def magnitude(self, *sizes: float) -> float:
        """Return what rounding errors are shares of: that of the stage before, or the largest of some numbers."""
        sizes = tuple(abs(size) for size in sizes if np.isfinite(size))
        return max((*sizes, self.before.magnitude if self.before is not None else 0.0), default=0.0)


def _mirrored(places: Whole, side: int, mode: str) -> Whole:
    """Return where the values of a call's own padding are taken from."""
    if mode not in _INDEX_MODES:
        return places
    reach = int(max(0, -places.min(), places.max() + 1 - side))
    mirrored: Whole = np.pad(np.arange(side), reach, mode=_INDEX_MODES[mode])[places + reach]  # type: ignore[call-overload]  # one of three literals
    return mirrored


def pair(value: int | Sequence[int]) -> tuple[int, int]:
    """Return height and width, of one number for both or of two."""
    return (value, value) if isinstance(value, int) else (value[0], value[1])
