"""What can be asked about the probe, and which blocks Grad-CAM can be asked for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from designer.network.analysis import Analysis, State
from designer.network.blocks.base import Group
from designer.network.shapes import Shape, is_image


class Method(StrEnum):
    """The methods; values are their names in messages."""

    SALIENCY = "saliency"
    INTEGRATED = "integrated"
    GRAD_CAM = "gradcam"
    OCCLUSION = "occlusion"

    @property
    def is_signed(self) -> bool:
        """Whether values speak for and against."""
        return self in (Method.INTEGRATED, Method.OCCLUSION)


class Square(StrEnum):
    """How large the square is that hides a part: a share of the shorter side."""

    SMALL = "small"
    MEDIUM = "medium"
    LARGE = "large"


_SHARES = {Square.SMALL: 1 / 8, Square.MEDIUM: 1 / 5, Square.LARGE: 1 / 3}


@dataclass(frozen=True)
class WhyQuestion:
    """One question about the probe.

    Args:
        target: The class; none: the one that the network takes the probe for.
        block: For Grad-CAM.
        square: For occlusion.
    """

    method: Method = Method.SALIENCY
    target: int | None = None
    block: str = ""
    square: Square = Square.MEDIUM


def square_of(square: Square, input_shape: Shape | None) -> tuple[int, int]:
    """Return side and step of a square in pixels of the input.

    >>> square_of(Square.MEDIUM, (1, 28, 28)), square_of(Square.SMALL, (3, 224, 224)), square_of(Square.LARGE, (1, 2, 2))
    ((6, 2), (28, 9), (1, 1))
    """
    side = min(input_shape[1:]) if input_shape is not None and is_image(input_shape) else 1
    patch = max(1, round(side * _SHARES[square]))
    return patch, max(1, patch // 3)


def input_shape(analysis: Analysis) -> Shape | None:
    """Return the shape of the pictures that a network takes."""
    report = analysis.reports.get(analysis.input_id or "")
    return report.output_shape if report is not None else None


def blocks_with_maps(analysis: Analysis) -> tuple[str, ...]:
    """Return the ids of the blocks on the way to the classes whose output has rows and columns, in order; without the input."""
    return tuple(_with_maps(analysis))


def default_block(analysis: Analysis) -> str:
    """Return the block that Grad-CAM asks for: the last convolution whose maps have more than one place; empty: there is none."""
    names = blocks_with_maps(analysis)
    wide = [name for name in names if analysis.reports[name].output_shape[1:] != (1, 1)]  # type: ignore[index]  # they have maps
    convolutions = [name for name in wide if analysis.reports[name].block.spec.GROUP is Group.CONVOLUTION]
    return next(iter(reversed(convolutions or wide or names)), "")


def _with_maps(analysis: Analysis) -> Iterator[str]:
    ahead = _before(analysis, analysis.logits_id)
    for name in analysis.order:
        report = analysis.reports[name]
        if name in ahead and name != analysis.input_id and report.state is State.OK and report.output_shape and is_image(report.output_shape):
            yield name


def _before(analysis: Analysis, end: str | None) -> set[str]:
    """Return an end and all blocks that it depends on."""
    found = {end} if end is not None else set()
    ahead = list(found)
    for name in ahead:
        new = [source for source in analysis.architecture.sources.get(name, ()) if source not in found]
        found.update(new)
        ahead += new
    return found
