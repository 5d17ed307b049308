"""Convolutions, dense layers and pools: a window is read, its values are weighed and summed, or one of them is chosen."""

from __future__ import annotations

import numpy as np
from torch import nn

from designer.engine.arithmetic.reading import Doubles, Floats, Question, SlidWindow, Whole, pair
from designer.engine.layers import build_call
from designer.protocol.pixel_events import ArithmeticStage, Operand

MOST_CELLS = 1 << 18
"""Values of one window that are sent; of more the channels with the smallest sums are left out."""


def convolution(question: Question) -> ArithmeticStage:
    """Explain a value of ``Conv2d``: Σ products over the channels of its group, plus the bias."""
    layer, (channel, row, column) = build_call(question.call), question.place
    assert isinstance(layer, nn.Conv2d)
    weights = question.filter_of(channel)
    around = _own_padding(layer)
    corner = row * layer.stride[0] - around[0], column * layer.stride[1] - around[1]
    rows, columns = (corner[axis] + np.arange(layer.kernel_size[axis]) * layer.dilation[axis] for axis in (0, 1))
    first = channel // (layer.out_channels // layer.groups) * len(weights)
    window = question.inputs[0].window(slice(first, first + len(weights)), rows, columns, 0.0, layer.padding_mode)
    bias = question.scalar("bias", channel, 0.0) if question.weights.get("bias") is not None else None
    return weighted_sum(question.call.name, window, weights, bias)


def _own_padding(layer: nn.Conv2d) -> tuple[int, int]:
    """Return the rows above and the columns on the left that the layer adds."""
    if isinstance(layer.padding, str):
        around = layer._reversed_padding_repeated_twice
        return around[2], around[0]
    return pair(layer.padding)


def dense(question: Question) -> ArithmeticStage:
    """Explain a value of ``Linear``: Σ products over all inputs, plus the bias."""
    source, unit = question.inputs[0], question.place[0]
    _, height, width = source.values.shape
    window = source.window(slice(None), np.arange(height), np.arange(width), 0.0)
    bias = question.scalar("bias", unit, 0.0) if question.weights.get("bias") is not None else None
    return weighted_sum(question.call.name, window, question.filter_of(unit).reshape(source.values.shape), bias)


def weighted_sum(call: str, window: SlidWindow, weights: Floats, bias: float | None) -> ArithmeticStage:
    """Return the stage that sums products channel by channel."""
    products = window.values.astype(np.float64) * weights.astype(np.float64)
    sums: Doubles = products.sum(axis=(1, 2))
    magnitude = float(np.abs(products).sum()) + abs(bias or 0.0)
    kept = strongest(sums, products[:1].size)
    left = np.delete(sums, kept)
    return ArithmeticStage(
        call=call, result=float(sums.sum()) + (bias or 0.0), magnitude=magnitude, block=window.of.block, shape=window.of.shape,
        channels=_int32(window.channels[kept]), rows=_plain(window.rows), columns=_plain(window.columns),
        values=_float32(window.values[kept]), weights=_float32(weights[kept]), sums=sums[kept].astype("<f8").tobytes(), bias=bias,
        left_out=len(left), left_out_sum=float(left.sum()),
    )  # fmt: skip


def strongest(sums: Doubles, cells: int) -> Whole:
    """Return which channels are sent, in order: all, or those of the largest sums."""
    most = max(1, MOST_CELLS // max(1, cells))
    if len(sums) <= most:
        return np.arange(len(sums))
    return np.sort(np.argsort(-np.abs(sums), kind="stable")[:most])


def max_pool(question: Question) -> ArithmeticStage:
    """Explain a value of ``MaxPool2d``: the largest of its window; padding never wins."""
    values = question.call.arguments
    window = _sliding_window(question, pair(values.get("dilation", 1)), float("-inf"))
    return _chosen(question, window)


def average_pool(question: Question) -> ArithmeticStage:
    """Explain a value of ``AvgPool2d``: the sum of its window over a divisor that depends on what counts as its cells."""
    arguments, (height, width) = question.call.arguments, question.inputs[0].size
    window = _sliding_window(question, (1, 1), 0.0)
    around = pair(arguments.get("padding", 0))
    lead = question.inputs[0].padding
    rows, columns = window.rows + lead[2], window.columns + lead[0]
    # cells beyond the padding, where the output's size was rounded up, never count
    counted = int(np.count_nonzero(rows < height + around[0]) * np.count_nonzero(columns < width + around[1]))
    if not arguments.get("count_include_pad", True):
        counted = int(np.count_nonzero(window.seen))
    divisor = arguments.get("divisor_override") or counted
    return _averaged(question, window, int(divisor))


def adaptive_pool(question: Question) -> ArithmeticStage:
    """Explain a value of ``AdaptiveAvgPool2d`` or ``AdaptiveMaxPool2d``: windows that share the picture out."""
    channel, *place = question.place
    wanted = pair(question.call.arguments["output_size"])
    spans = []
    for index, size, count in zip(place, question.inputs[0].size, wanted, strict=True):
        count = count if count is not None else size
        spans.append(np.arange(index * size // count, -(-(index + 1) * size // count)))
    window = question.inputs[0].window(slice(channel, channel + 1), spans[0], spans[1], 0.0)
    if "Max" in question.call.name:
        return _chosen(question, window)
    return _averaged(question, window, window.values.size)


def whole_sum(question: Question) -> ArithmeticStage:
    """Explain a value of ``sum`` over rows and columns."""
    channel, (height, width) = question.place[0], question.inputs[0].size
    window = question.inputs[0].window(slice(channel, channel + 1), np.arange(height), np.arange(width), 0.0)
    return _averaged(question, window, 1)


def _sliding_window(question: Question, dilation: tuple[int, int], outside: float) -> SlidWindow:
    arguments, (channel, *place) = question.call.arguments, question.place
    kernel = pair(arguments["kernel_size"])
    stride, around = pair(arguments.get("stride") or kernel), pair(arguments.get("padding", 0))
    rows, columns = (place[axis] * stride[axis] - around[axis] + np.arange(kernel[axis]) * dilation[axis] for axis in (0, 1))
    return question.inputs[0].window(slice(channel, channel + 1), rows, columns, outside)


def _chosen(question: Question, window: SlidWindow) -> ArithmeticStage:
    winner = int(np.argmax(window.values[0]))  # the first of equals, and NaN before all
    result = float(window.values.reshape(-1)[winner])
    return _pooled(question, window, result, abs(result), winner=winner)


def _averaged(question: Question, window: SlidWindow, divisor: int) -> ArithmeticStage:
    values = window.values.astype(np.float64)
    return _pooled(question, window, float(values.sum()) / divisor, float(np.abs(values).sum()) / divisor, divisor=divisor)


def _pooled(question: Question, window: SlidWindow, result: float, magnitude: float, winner: int = -1, divisor: int = 0) -> ArithmeticStage:
    total = float(window.values.astype(np.float64).sum())
    operands = (Operand(name="sum", value=total), Operand(name="divisor", value=divisor)) if divisor else ()
    return ArithmeticStage(
        call=question.call.name, result=result, magnitude=magnitude, operands=operands, block=window.of.block, shape=window.of.shape,
        channels=_int32(window.channels), rows=_plain(window.rows), columns=_plain(window.columns), values=_float32(window.values),
        sums=np.array([total], "<f8").tobytes(), winner=winner,
    )  # fmt: skip


def _plain(places: Whole) -> tuple[int, ...]:
    return tuple(int(place) for place in places)


def _int32(numbers: Whole) -> bytes:
    return numbers.astype("<i4").tobytes()


def _float32(values: Floats) -> bytes:
    return np.ascontiguousarray(values, "<f4").tobytes()
