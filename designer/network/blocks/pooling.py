"""What the sliding pools share: fields, shape, window and the checks of their padding."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from designer.network.advice import Advice
from designer.network.blocks.base import BlockSpec, Formula, Group, Takes
from designer.network.blocks.sliding import Slide, slide_line, times
from designer.network.blocks.sliding_advice import sliding_advice
from designer.network.errors import ShapeError
from designer.network.fields import FlagField, Padding, PaddingField, Pair, PairField, declare
from designer.network.kept import Kept, bytes_of
from designer.network.remedies import ChangeFields
from designer.network.shapes import Shape
from designer.network.torch_calls import TorchCall, pad
from designer.network.windows import Window

PADDING = PaddingField(
    label="Padding",
    doc="VALID adds nothing, SAME keeps ⌈size/stride⌉, a number adds that many on each side (at most half the kernel).",
    unit="px",
    most=1024,
    four_sides=False,
)


@dataclass(frozen=True)
class SlidingPool(BlockSpec):
    """Shrink every feature map on its own: a window slides, each position gives one value; there are no weights."""

    GROUP: ClassVar[Group] = Group.POOLING
    TAKES: ClassVar[Takes] = Takes.IMAGE
    STEM: ClassVar[str] = "pool"
    WORD: ClassVar[str] = "pool"
    FILL: ClassVar[float] = 0.0

    kernel: Pair = declare((2, 2), PairField(label="Kernel h × w", doc="Height and width of the window.", unit="px", least=1, most=1024))
    stride: Pair = declare(
        (2, 2), PairField(label="Stride", doc="How far the window moves from one position to the next.", unit="px", least=1, most=1024)
    )
    padding: Padding = declare("valid", PADDING)
    ceil_mode: bool = declare(False, FlagField(label="Round up", doc="Keeps a last window that reaches over the edge (ceil_mode)."))

    def slide(self) -> Slide:
        """Return the window that slides over the image."""
        return Slide(self.kernel, self.stride, self.padding, ceil_mode=self.ceil_mode, half_padding=True)

    def settings_line(self) -> str:
        rest = slide_line(self.slide(), PADDING.text).removesuffix(" · VALID").removesuffix("VALID")
        return " · ".join(part for part in (f"{self.WORD} {times(self.kernel)}", rest, "rounded up" if self.slide().rounds_up() else "") if part)

    def output_shape(self, inputs: tuple[Shape, ...]) -> Shape:
        if isinstance(self.padding, tuple) and any(side > kernel // 2 for side, kernel in zip(self.padding, self.kernel, strict=False)):
            most = (self.kernel[0] // 2, self.kernel[1] // 2)
            text = f"padding {PADDING.text(self.padding)} is above half the {times(self.kernel)} kernel; at most {times(most)} works"
            fitting = tuple(min(side, limit) for side, limit in zip(self.padding, most, strict=False))
            raise ShapeError(
                "padding-too-large",
                text,
                (ChangeFields(f"Padding {PADDING.text(fitting)}", {"padding": fitting}), ChangeFields("Padding VALID", {"padding": "valid"})),
            )
        return inputs[0][0], *self.slide().output_size(inputs[0])

    def advice(self, inputs: tuple[Shape, ...], output: Shape) -> tuple[Advice, ...]:
        return sliding_advice(self.slide(), inputs[0])

    def windows(self, inputs: tuple[Shape, ...], output: Shape, index: int = 0) -> tuple[Window, Window]:
        return self.slide().window(0, inputs[0][1]), self.slide().window(1, inputs[0][2])

    def formulas(self, inputs: tuple[Shape, ...], output: Shape) -> tuple[Formula, ...]:
        return (*self.slide().size_formulas(inputs[0], output), Formula("params", "pooling has no weights", "0"))

    def _sides(self, image: Shape) -> tuple[tuple[int, int], tuple[int, int], bool]:
        """Return the padding of rows and columns, and whether torch's pool takes it or a copy has to be padded before."""
        rows, columns = (self.slide().sides(axis, image[axis + 1]) for axis in (0, 1))
        native = self.padding != "same" or (rows[0] == rows[1] <= self.kernel[0] // 2 and columns[0] == columns[1] <= self.kernel[1] // 2)
        return rows, columns, native

    def kept(self, inputs: tuple[Shape, ...], output: Shape) -> Kept:
        native = self._sides(inputs[0])[2]
        return Kept(inputs=True) if native else Kept(extra_bytes=bytes_of(self.slide().padded(inputs[0])))

    def torch_calls(self, inputs: tuple[Shape, ...]) -> tuple[TorchCall, ...]:
        rows, columns, native = self._sides(inputs[0])
        arguments = {
            "kernel_size": self.kernel,
            "stride": self.stride,
            "padding": (rows[0], columns[0]) if native else (0, 0),
            "ceil_mode": self.slide().rounds_up(),
        }
        pool = self.torch_pool(arguments)
        return (pool,) if native else (pad(rows, columns, self.FILL), pool)

    def torch_pool(self, arguments: dict[str, object]) -> TorchCall:
        """Return the torch layer with the given window."""
        raise NotImplementedError
