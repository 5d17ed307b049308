"""What makes the inputs of a merge fit each other: blocks to be inserted on those wires that differ."""

from __future__ import annotations

import math
from collections import Counter

from designer.network.remedies import InsertBefore, Remedy, RemoveBlock, ReplaceBlock, Together
from designer.network.shapes import Shape, count, is_image, shape_text

_MOST_FILTERS, _MOST_STRIDE = 65_536, 4


def to_one_shape(inputs: tuple[Shape, ...]) -> tuple[Remedy, ...]:
    """Return what gives all inputs one shape: a 1×1 convolution for images, a dense layer where there is a vector; at last to do without."""
    model = _model(inputs)
    steps = [step for index, shape in enumerate(inputs) if shape != model for step in _to_shape(shape, model, index)]
    found: list[Remedy] = [_together(steps)] if steps else []
    if len({shape[1:] for shape in inputs}) == 1:
        found.append(ReplaceBlock("Concatenate instead", "concat"))
    return (*found, RemoveBlock("Remove this block"))


def to_one_size(inputs: tuple[Shape, ...]) -> tuple[Remedy, ...]:
    """Return what gives all images the height and width of the smallest, or makes vectors of them where there is a vector."""
    if not all(is_image(shape) for shape in inputs):
        images = [index for index, shape in enumerate(inputs) if is_image(shape)]
        steps = [InsertBefore("Insert Flatten", "flatten", inputs=(index,)) for index in images]
    else:
        smallest = min(inputs, key=lambda shape: shape[1] * shape[2])
        steps = [_pool(shape, smallest, index) for index, shape in enumerate(inputs) if shape[1:] != smallest[1:]]
    return _together(steps), RemoveBlock("Remove this block")


def _model(inputs: tuple[Shape, ...]) -> Shape:
    """Return the shape that the others are brought to: a vector before images, the most frequent, the smallest image, the first."""
    vectors = tuple(shape for shape in inputs if not is_image(shape))
    found = vectors or inputs
    times = Counter(found)
    return min(found, key=lambda shape: (-times[shape], math.prod(shape[1:])))


def _to_shape(shape: Shape, model: Shape, index: int) -> list[InsertBefore]:
    if not is_image(model):
        return [InsertBefore(f"Insert Dense {model[0]}", "dense", {"units": model[0]}, inputs=(index,))] if model[0] <= _MOST_FILTERS else []
    filters = {"filters": model[0], "kernel": (1, 1)}
    stride = _stride(shape[1], model[1]), _stride(shape[2], model[2])
    if model[0] > _MOST_FILTERS:
        return []
    if shape[1:] != model[1:] and stride[0] and stride[1]:
        text = f"{stride[0]}" if stride[0] == stride[1] else f"{stride[0]}×{stride[1]}"
        label = f"Insert 1×1 convolution, {model[0]} filters, stride {text}"
        return [InsertBefore(label, "conv2d", {**filters, "stride": stride}, inputs=(index,))]
    pool = [_pool(shape, model, index)] if shape[1:] != model[1:] else []
    convolution = InsertBefore(f"Insert 1×1 convolution, {model[0]} filters", "conv2d", filters, inputs=(index,))
    return [*pool, convolution] if shape[0] != model[0] else pool


def _stride(size: int, wanted: int) -> int:
    """Return the stride by which a 1×1 window makes one length of another; 0: there is none, or it would skip too much."""
    return next((stride for stride in range(1, _MOST_STRIDE + 1) if (size - 1) // stride + 1 == wanted), 0)


def _pool(shape: Shape, model: Shape, index: int) -> InsertBefore:
    step = shape[1] // model[1]
    if 1 < step == shape[2] // model[2] and (shape[1] // step, shape[2] // step) == model[1:]:
        return InsertBefore(f"Insert Max pool {step}×{step}", "max_pool", {"kernel": (step, step), "stride": (step, step)}, inputs=(index,))
    return InsertBefore(f"Insert Adaptive pool {shape_text(model[1:])}", "adaptive_avg_pool", {"output": model[1:]}, inputs=(index,))


def _together(steps: list[InsertBefore]) -> Remedy:
    if len(steps) == 1:
        return steps[0]
    labels = Counter(step.label for step in steps)
    text = " and ".join(label if number == 1 else f"{label} ({number}×)" for label, number in labels.items())
    return Together(text, tuple(steps))


def channel_weights(inputs: tuple[Shape, Shape]) -> tuple[Remedy, ...]:
    """Return what makes two inputs fit a product: one value for each channel of the larger image, else one shape."""
    small, large = sorted(inputs, key=count)
    if is_image(large) and is_image(small) and small[1:] == (1, 1) and large[0] <= _MOST_FILTERS:
        values = {"filters": large[0], "kernel": (1, 1)}
        step = InsertBefore(f"Insert 1×1 convolution, {large[0]} filters", "conv2d", values, inputs=(inputs.index(small),))
        return step, RemoveBlock("Remove this block")
    return to_one_shape(inputs)
