"""What the convolutions share: fields of the window, how filters start, padding before torch's layer."""

from __future__ import annotations

import math
from typing import ClassVar

from designer.network.advice import Advice
from designer.network.blocks.base import BlockSpec, Group, Takes
from designer.network.blocks.sliding import Slide, times
from designer.network.blocks.sliding_advice import sliding_advice
from designer.network.errors import ShapeError
from designer.network.fields import ChoiceField, Padding, PaddingField, Pair, PairField
from designer.network.kept import Kept, bytes_of
from designer.network.kernels import NAMED_KERNELS
from designer.network.remedies import ChangeFields
from designer.network.shapes import Shape, count
from designer.network.torch_calls import TorchCall, pad
from designer.network.weights import Constant, NamedKernel, Start, Uniform, Weight
from designer.network.windows import Window

RANDOM = "random"
_LARGEST = 1024
KERNEL = PairField(label="Kernel h × w", doc="Height and width of every filter.", unit="px", least=1, most=_LARGEST)
STRIDE = PairField(label="Stride", doc="How far the window moves from one position to the next.", unit="px", least=1, most=_LARGEST)
DILATION = PairField(label="Dilation", doc="Distance of neighbouring cells of the kernel.", unit="px", least=1, most=_LARGEST)
PADDING = PaddingField(
    label="Padding",
    doc="VALID adds nothing, SAME keeps ⌈size/stride⌉, numbers add that many zeros on each side.",
    unit="px",
    most=_LARGEST,
    four_sides=True,
)
START = ChoiceField(label="Filters start as", doc="Random, or a named 3×3 kernel in the middle.", choices=(RANDOM, *NAMED_KERNELS))


class Convolving(BlockSpec):
    """Slide filters over an image. Not a dataclass: each type declares these fields itself, in the order of its file entry."""

    GROUP: ClassVar[Group] = Group.CONVOLUTION
    TAKES: ClassVar[Takes] = Takes.IMAGE

    kernel: Pair
    stride: Pair
    padding: Padding
    dilation: Pair
    bias: bool
    start: str

    def slide(self) -> Slide:
        """Return the window that slides over the image."""
        return Slide(self.kernel, self.stride, self.padding, self.dilation)

    def filter_weights(self, filters: int, channels: int) -> tuple[Weight, ...]:
        """Return the weight of filters that see ``channels`` channels each, and their bias where there is one."""
        bound = 1 / math.sqrt(channels * self.kernel[0] * self.kernel[1])
        starts: tuple[Start, Start] = (Uniform(bound), Uniform(bound))
        if self.start != RANDOM:
            starts = NamedKernel(self.start, channels), Constant(0.0)
        weight = Weight("weight", (filters, channels, *self.kernel), starts[0])
        return (weight, Weight("bias", (filters,), starts[1])) if self.bias else (weight,)

    def dense_parameters(self, inputs: tuple[Shape, ...], output: Shape) -> int:
        return (count(inputs[0]) + self.bias) * count(output)

    def kept(self, inputs: tuple[Shape, ...], output: Shape) -> Kept:
        if self.slide().is_even(inputs[0]):
            return Kept(inputs=True)
        return Kept(extra_bytes=bytes_of(self.slide().padded(inputs[0])))

    def advice(self, inputs: tuple[Shape, ...], output: Shape) -> tuple[Advice, ...]:
        return sliding_advice(self.slide(), inputs[0])

    def windows(self, inputs: tuple[Shape, ...], output: Shape, index: int = 0) -> tuple[Window, Window]:
        return self.slide().window(0, inputs[0][1]), self.slide().window(1, inputs[0][2])

    def signed(self, inputs_signed: tuple[bool, ...]) -> bool:
        return True


def check_named_start(start: str, kernel: Pair) -> None:
    """Refuse a named 3×3 kernel where it has no middle to lie in.

    Raises:
        ShapeError: A side is even or below 3.
    """
    if start == RANDOM or all(side >= 3 and side % 2 for side in kernel):
        return
    text = f"starts as '{start}', which needs a kernel with odd sides of at least 3; this one is {times(kernel)}"
    odd = tuple(max(3, side + 1 - side % 2 if side < _LARGEST else side - 1) for side in kernel)
    remedies = (ChangeFields(f"Kernel {odd[0]}×{odd[1]}", {"kernel": odd}), ChangeFields("Start random", {"start": RANDOM}))
    raise ShapeError("start-needs-odd-kernel", text, remedies)


def padded_convolution(slide: Slide, image: Shape, filters: int, groups: int, bias: bool) -> tuple[TorchCall, ...]:
    """Return torch's convolution, with a padding of its own before it where the sides are unequal."""
    rows, columns = (slide.sides(axis, image[axis + 1]) for axis in (0, 1))
    even = slide.is_even(image)
    arguments = {
        "in_channels": image[0], "out_channels": filters, "kernel_size": slide.kernel, "stride": slide.stride,
        "padding": (rows[0], columns[0]) if even else (0, 0), "dilation": slide.dilation, "groups": groups, "bias": bias,
    }  # fmt: skip
    convolution = TorchCall("Conv2d", arguments, holds_weights=True)
    return (convolution,) if even else (pad(rows, columns), convolution)
