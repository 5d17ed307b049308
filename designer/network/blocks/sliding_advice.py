"""What is worth knowing about a window that slides: pixels that it never touches, and places where it sees nothing but padding."""

from __future__ import annotations

from designer.network.advice import Advice
from designer.network.blocks.sliding import Slide, times
from designer.network.fields import Pair
from designer.network.remedies import ChangeFields
from designer.network.shapes import Shape


def sliding_advice(slide: Slide, image: Shape) -> tuple[Advice, ...]:
    """Return the warnings about a window that fits the image."""
    skipped = _skips_pixels(slide, image)
    empty = any(max(slide.sides(axis, image[axis + 1])) >= slide.reach(axis) for axis in (0, 1))
    return (*([skipped] if skipped else []), *([_sees_padding(slide)] if empty else []))


def _skips_pixels(slide: Slide, image: Shape) -> Advice | None:
    reach = (slide.reach(0), slide.reach(1))
    gaps = [slide.stride[axis] > reach[axis] and image[axis + 1] > reach[axis] for axis in (0, 1)]
    if slide.kernel == (1, 1) or not any(gaps):  # a 1×1 window with a stride makes the image smaller on purpose
        return None
    stride = (min(slide.stride[0], reach[0]), min(slide.stride[1], reach[1]))
    text = (
        f"a stride of {times(slide.stride)} moves the {times(reach)} window further than it is wide: "
        f"{'rows and columns' if all(gaps) else 'rows' if gaps[0] else 'columns'} between are never seen"
    )
    return Advice("stride-skips-pixels", text, (ChangeFields(f"Stride {_short(stride)}", {"stride": stride}),))


def _sees_padding(slide: Slide) -> Advice:
    text = f"the padding is as wide as the {times((slide.reach(0), slide.reach(1)))} window: values at the rim see nothing but zeros"
    half = (slide.reach(0) // 2, slide.reach(1) // 2)
    remedies = (ChangeFields(f"Padding {_short(half)}", {"padding": half}), ChangeFields("Padding SAME", {"padding": "same"}))
    return Advice("window-in-padding", text, remedies)


def _short(pair: Pair) -> str:
    return str(pair[0]) if pair[0] == pair[1] else times(pair)
