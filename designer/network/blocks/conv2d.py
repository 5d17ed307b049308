"""Convolution: filters slide over the image, products are summed."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import ClassVar

from designer.network.blocks.base import Formula, PaletteEntry
from designer.network.blocks.convolving import DILATION, KERNEL, PADDING, RANDOM, START, STRIDE, Convolving, check_named_start, padded_convolution
from designer.network.blocks.sliding import slide_line, times
from designer.network.errors import ShapeError
from designer.network.fields import FlagField, Padding, Pair, WholeField, declare
from designer.network.remedies import ChangeFields
from designer.network.shapes import Shape
from designer.network.torch_calls import TorchCall
from designer.network.weights import Weight


@dataclass(frozen=True)
class Conv2d(Convolving):
    """Slide filters over the image; each filter sums the products over all input channels and makes one feature map."""

    TYPE: ClassVar[str] = "conv2d"
    LABEL: ClassVar[str] = "Convolution"
    RANK: ClassVar[int] = 10
    PALETTE_LABEL: ClassVar[str] = "Conv"
    STEM: ClassVar[str] = "conv"
    WIDTH: ClassVar[str] = "filters"
    SYNONYMS: ClassVar[tuple[str, ...]] = ("conv2d", "convolutional", "filter", "kernel")
    USE: ClassVar[str] = "3×3 or 5×5 with SAME padding, then an activation; the filters grow in number as the images shrink."

    filters: int = declare(8, WholeField(label="Filters", doc="How many filters, and so how many feature maps.", required=True, least=1, most=65_536))
    kernel: Pair = declare((3, 3), KERNEL)
    stride: Pair = declare((1, 1), STRIDE)
    padding: Padding = declare("valid", PADDING)
    dilation: Pair = declare((1, 1), DILATION)
    groups: int = declare(1, WholeField(label="Groups", doc="Splits the channels into groups that do not see each other.", least=1, most=65_536))
    bias: bool = declare(True, FlagField(label="Bias", doc="Adds one learnable number to every feature map."))
    start: str = declare(RANDOM, START)

    @classmethod
    def palette(cls) -> tuple[PaletteEntry, ...]:
        return (
            PaletteEntry(cls.TYPE, cls.PALETTE_LABEL, cls(padding="same")),
            PaletteEntry(
                "fixed_kernel",
                "Fixed kernel",
                cls(padding="same", start="edge"),
                frozen=True,
                short="Fix",
                synonyms=("edge", "sobel", "blur", "sharpen", "emboss", "line", "frozen", "filter"),
                use="To see what a known filter does: edges, blur, lines. It is frozen, so training leaves it alone.",
            ),
        )

    def settings_line(self) -> str:
        kernel = f" · {self.start}" if self.start != RANDOM else ""
        return f"{self.filters} filter{'s' if self.filters > 1 else ''} {times(self.kernel)} · {slide_line(self.slide(), PADDING.text)}{kernel}"

    def output_shape(self, inputs: tuple[Shape, ...]) -> Shape:
        channels = inputs[0][0]
        if channels % self.groups or self.filters % self.groups:
            self._refuse_groups(channels)
        check_named_start(self.start, self.kernel)
        return self.filters, *self.slide().output_size(inputs[0])

    def _refuse_groups(self, channels: int) -> None:
        text = (
            f"{self.groups} groups divide neither evenly"
            if channels % self.groups and self.filters % self.groups
            else f"{self.groups} groups do not divide evenly"
        )
        remedies = [ChangeFields("Groups 1", {"groups": 1})]
        common = math.gcd(channels, self.filters)
        if common not in (1, self.groups):
            remedies.append(ChangeFields(f"Groups {common}", {"groups": common}))
        raise ShapeError("groups-do-not-divide", f"{text}: {channels} input channels and {self.filters} filters", tuple(remedies))

    def weights(self, inputs: tuple[Shape, ...]) -> tuple[Weight, ...]:
        return self.filter_weights(self.filters, inputs[0][0] // self.groups)

    def parameters(self, inputs: tuple[Shape, ...]) -> int:
        return (self._products(inputs[0]) + self.bias) * self.filters

    def macs(self, inputs: tuple[Shape, ...], output: Shape) -> int:
        return self._products(inputs[0]) * self.filters * output[1] * output[2]

    def _products(self, image: Shape) -> int:
        return self.kernel[0] * self.kernel[1] * image[0] // self.groups

    def formulas(self, inputs: tuple[Shape, ...], output: Shape) -> tuple[Formula, ...]:
        (channels, _, _), (height, width) = inputs[0], self.kernel
        per_group = f"{channels}/{self.groups}" if self.groups > 1 else f"{channels}"
        products = self._products(inputs[0])
        return (
            *self.slide().size_formulas(inputs[0], output),
            Formula("params", f"({height}·{width}·{per_group}{' + 1' if self.bias else ''})·{self.filters}", f"{self.parameters(inputs):,}"),
            Formula("MACs", f"{products * self.filters:,}·{output[1]}·{output[2]}", f"{self.macs(inputs, output):,}"),
        )

    def torch_calls(self, inputs: tuple[Shape, ...]) -> tuple[TorchCall, ...]:
        return padded_convolution(self.slide(), inputs[0], self.filters, self.groups, self.bias)
