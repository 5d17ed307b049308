"""Depthwise convolution: every channel has filters of its own and is not mixed with the others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from designer.network.blocks.base import Formula, PaletteEntry
from designer.network.blocks.convolving import DILATION, KERNEL, PADDING, RANDOM, START, STRIDE, Convolving, check_named_start, padded_convolution
from designer.network.blocks.sliding import slide_line, times
from designer.network.fields import FlagField, Padding, Pair, WholeField, declare
from designer.network.shapes import Shape
from designer.network.torch_calls import TorchCall
from designer.network.weights import Weight


@dataclass(frozen=True)
class DepthwiseConv2d(Convolving):
    """Slide filters over each channel alone; nothing is summed over channels."""

    TYPE: ClassVar[str] = "depthwise_conv2d"
    LABEL: ClassVar[str] = "Depthwise convolution"
    PALETTE_LABEL: ClassVar[str] = "Depthwise conv"
    RANK: ClassVar[int] = 20
    STEM: ClassVar[str] = "depthwise"
    SHORT: ClassVar[str] = "DW"
    SYNONYMS: ClassVar[tuple[str, ...]] = ("dw", "separable", "mobilenet", "grouped")
    USE: ClassVar[str] = "In MobileNets: 3×3 depthwise, then a 1×1 convolution that mixes the channels."

    multiplier: int = declare(1, WholeField(label="Multiplier", doc="How many feature maps each channel makes.", least=1, most=65_536))
    kernel: Pair = declare((3, 3), KERNEL)
    stride: Pair = declare((1, 1), STRIDE)
    padding: Padding = declare("valid", PADDING)
    dilation: Pair = declare((1, 1), DILATION)
    bias: bool = declare(True, FlagField(label="Bias", doc="Adds one learnable number to every feature map."))
    start: str = declare(RANDOM, START)

    @classmethod
    def palette(cls) -> tuple[PaletteEntry, ...]:
        return (PaletteEntry(cls.TYPE, cls.PALETTE_LABEL, cls(padding="same")),)

    def settings_line(self) -> str:
        kernel = f" · {self.start}" if self.start != RANDOM else ""
        times_channels = f"{self.multiplier} a channel · " if self.multiplier > 1 else ""
        return f"{times_channels}{times(self.kernel)} · {slide_line(self.slide(), PADDING.text)}{kernel}"

    def output_shape(self, inputs: tuple[Shape, ...]) -> Shape:
        check_named_start(self.start, self.kernel)
        return inputs[0][0] * self.multiplier, *self.slide().output_size(inputs[0])

    def weights(self, inputs: tuple[Shape, ...]) -> tuple[Weight, ...]:
        return self.filter_weights(inputs[0][0] * self.multiplier, 1)

    def parameters(self, inputs: tuple[Shape, ...]) -> int:
        return (self.kernel[0] * self.kernel[1] + self.bias) * inputs[0][0] * self.multiplier

    def macs(self, inputs: tuple[Shape, ...], output: Shape) -> int:
        return self.kernel[0] * self.kernel[1] * output[0] * output[1] * output[2]

    def formulas(self, inputs: tuple[Shape, ...], output: Shape) -> tuple[Formula, ...]:
        (channels, _, _), (height, width) = inputs[0], self.kernel
        each = f"{channels}·{self.multiplier}" if self.multiplier > 1 else f"{channels}"
        return (
            *self.slide().size_formulas(inputs[0], output),
            Formula("params", f"({height}·{width}{' + 1' if self.bias else ''})·{each}", f"{self.parameters(inputs):,}"),
            Formula("MACs", f"{height * width * output[0]:,}·{output[1]}·{output[2]}", f"{self.macs(inputs, output):,}"),
        )

    def torch_calls(self, inputs: tuple[Shape, ...]) -> tuple[TorchCall, ...]:
        channels = inputs[0][0]
        return padded_convolution(self.slide(), inputs[0], channels * self.multiplier, groups=channels, bias=self.bias)
