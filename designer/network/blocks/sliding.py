"""What convolutions and pools share: a window that slides over rows and columns."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from designer.network.blocks.base import Formula
from designer.network.errors import ShapeError
from designer.network.fields import Padding, Pair
from designer.network.remedies import ChangeFields, Remedy, RemoveBlock
from designer.network.shapes import Shape, padding_sides, raw_output_size
from designer.network.windows import Sliding

AXES = ("height", "width")
_MOST_PADDING = 1024


class Slide(NamedTuple):
    """A window over an image: kernel, stride, padding and dilation of both axes.

    Args:
        same_allowed: Whether SAME may be offered.
        half_padding: At most half the kernel may be padded, as in pools.
    """

    kernel: Pair
    stride: Pair
    padding: Padding
    dilation: Pair = (1, 1)
    ceil_mode: bool = False
    same_allowed: bool = True
    half_padding: bool = False

    def sides(self, axis: int, size: int) -> tuple[int, int]:
        """Return the padding before and after along one axis."""
        return padding_sides(self.padding, axis, size, self.kernel[axis], self.stride[axis], self.dilation[axis])

    def rounds_up(self) -> bool:
        """Tell whether ``ceil_mode`` matters: SAME always divides evenly."""
        return self.ceil_mode and self.padding != "same"

    def raw_size(self, axis: int, size: int) -> int:
        """Return the output length along one axis; below 1 where the window does not fit."""
        return raw_output_size(size, self.kernel[axis], self.stride[axis], self.sides(axis, size), self.dilation[axis], self.rounds_up())

    def output_size(self, image: Shape) -> Pair:
        """Return (H', W').

        Raises:
            ShapeError: The window does not fit; remedies are paddings and kernels that do.
        """
        height, width = (self.raw_size(axis, image[axis + 1]) for axis in (0, 1))
        if height >= 1 and width >= 1:
            return height, width
        raise self._too_large(image, 0 if height < 1 else 1)

    def padded(self, image: Shape) -> Shape:
        """Return the image's shape with its padding."""
        rows, columns = (self.sides(axis, image[axis + 1]) for axis in (0, 1))
        return image[0], image[1] + sum(rows), image[2] + sum(columns)

    def is_even(self, image: Shape) -> bool:
        """Tell whether as much padding lies before as after, along both axes."""
        return all(before == after for before, after in (self.sides(axis, image[axis + 1]) for axis in (0, 1)))

    def window(self, axis: int, size: int) -> Sliding:
        """Return the index function along one axis."""
        return Sliding(self.kernel[axis], self.stride[axis], self.sides(axis, size)[0], self.dilation[axis])

    def size_expression(self, axis: int, size: int, spell_zeros: bool = True) -> str:
        """Return the window rule with the values put in: ``⌊(14 + 2·0 − 5)/1⌋ + 1``."""
        kernel, stride, dilation = self.kernel[axis], self.stride[axis], self.dilation[axis]
        if self.padding == "same":
            return f"⌈{size}/{stride}⌉"
        before, after = self.sides(axis, size)
        pads = f"2·{before}" if before == after else f"{before} + {after}"
        total = f"({size} + {pads}" if spell_zeros or before or after else f"({size}"
        span = f"{kernel}" if dilation == 1 else f"{dilation}·({kernel} − 1) − 1"
        left, right = ("⌈", "⌉") if self.rounds_up() else ("⌊", "⌋")
        return f"{left}{total} − {span})/{stride}{right} + 1"

    def size_formulas(self, image: Shape, output: Shape) -> tuple[Formula, ...]:
        """Return the two lines that explain the output's height and width."""
        return tuple(Formula(AXES[axis], self.size_expression(axis, image[axis + 1]), str(output[axis + 1])) for axis in (0, 1))

    def _too_large(self, image: Shape, axis: int) -> ShapeError:
        size, kernel = image[axis + 1], self.kernel
        text = (
            f"a {kernel[0]}×{kernel[1]} kernel{self._dilated()} does not fit a {image[1]}×{image[2]} input"
            f" ({self.size_expression(axis, size, spell_zeros=False)} = {_minus(self.raw_size(axis, size))})"
        )
        return ShapeError("kernel-too-large", text, tuple(self._remedies(image)))

    def _dilated(self) -> str:
        return "" if self.dilation == (1, 1) else f" with dilation {self.dilation[0]}×{self.dilation[1]}"

    def _remedies(self, image: Shape) -> list[Remedy]:
        found: list[Remedy] = []
        if self.padding != "same" and self.same_allowed:
            found.append(ChangeFields("Padding SAME", {"padding": "same"}))
        fitting = tuple(min(self.kernel[axis], self._largest_kernel(axis, image[axis + 1])) for axis in (0, 1))
        if min(fitting) >= 1:
            text = str(fitting[0]) if fitting[0] == fitting[1] else f"{fitting[0]}×{fitting[1]}"
            found.append(ChangeFields(f"Kernel {text}", {"kernel": fitting}))
        if self.dilation != (1, 1):
            found.append(ChangeFields("Dilation 1", {"dilation": (1, 1)}))
        padding = tuple(self._least_padding(axis, image[axis + 1]) for axis in (0, 1))
        if all(side <= most for side, most in zip(padding, self.most_padding(), strict=True)) and self.padding != "same":
            text = str(padding[0]) if padding[0] == padding[1] else f"{padding[0]}×{padding[1]}"
            found.append(ChangeFields(f"Padding {text}", {"padding": padding}))
        found.append(RemoveBlock("Remove this block"))
        return found

    def most_padding(self) -> Pair:
        """Return the most padding on each side that the field, and half a pool's kernel, allow."""
        return (self.kernel[0] // 2, self.kernel[1] // 2) if self.half_padding else (_MOST_PADDING, _MOST_PADDING)

    def _least_padding(self, axis: int, size: int) -> int:
        """Return the zeros on each side from which on the window fits."""
        return max(0, -((size - self.reach(axis)) // 2), min(self.sides(axis, size)))

    def reach(self, axis: int) -> int:
        """Return how many pixels the window spans from its first cell to its last."""
        return self.dilation[axis] * (self.kernel[axis] - 1) + 1

    def _largest_kernel(self, axis: int, size: int) -> int:
        before, after = self.sides(axis, size)
        return (size + before + after - 1) // self.dilation[axis] + 1


def _minus(number: int) -> str:
    return str(number).replace("-", "−")


def times(pair: Pair) -> str:
    """Return a pair as people read it: ``5×5``."""
    return f"{pair[0]}×{pair[1]}"


def slide_line(slide: Slide, text: Callable[[Any], str]) -> str:
    """Return the settings of a window that differ from the plainest: "stride 2 · SAME"."""
    parts = []
    if slide.stride != (1, 1):
        parts.append(f"stride {slide.stride[0]}" if slide.stride[0] == slide.stride[1] else f"stride {times(slide.stride)}")
    if slide.dilation != (1, 1):
        parts.append(f"dilation {slide.dilation[0]}" if slide.dilation[0] == slide.dilation[1] else f"dilation {times(slide.dilation)}")
    parts.append(text(slide.padding) if isinstance(slide.padding, str) else f"padding {text(slide.padding)}")
    return " · ".join(parts)
