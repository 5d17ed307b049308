"""Transposed convolutions: every input value paints its kernel, and a pixel of the output adds up what reached it."""

from __future__ import annotations

import numpy as np
from torch import nn

from designer.engine.arithmetic.reading import Question, Whole
from designer.engine.arithmetic.windows import weighted_sum
from designer.engine.layers import build_call
from designer.protocol.pixel_events import ArithmeticStage


def transposed_convolution(question: Question) -> ArithmeticStage:
    """Explain a value of ``ConvTranspose2d``: Σ products of the input values whose kernels reach the pixel, plus the bias.

    Source:
        Dumoulin & Visin 2016, arXiv:1603.07285, section 4.
    """
    layer, (channel, *place) = build_call(question.call), question.place
    assert isinstance(layer, nn.ConvTranspose2d)
    source, spans = question.inputs[0], []
    for axis, size in enumerate(source.size):
        span = reaching(place[axis], size, layer.kernel_size[axis], layer.stride[axis], int(layer.padding[axis]), layer.dilation[axis])
        spans.append(span)
    (rows, down), (columns, across) = spans
    group, own = divmod(channel, layer.out_channels // layer.groups)
    count = layer.in_channels // layer.groups if len(rows) and len(columns) else 0  # nothing reaches the pixel: there is no window
    channels = slice(group * count, group * count + count)
    window = source.window(channels, rows, columns, 0.0)
    weights = question.weights["weight"][channels, own].detach().float().cpu().numpy()[:, down[:, None], across[None, :]]
    bias = question.scalar("bias", channel, 0.0) if question.weights.get("bias") is not None else None
    return weighted_sum(question.call.name, window, weights, bias)


def reaching(place: int, size: int, kernel: int, stride: int, padding: int, dilation: int) -> tuple[Whole, Whole]:
    """Return along one axis which inputs reach an output, in order, and with which cell of the kernel.

    >>> [found.tolist() for found in reaching(4, size=4, kernel=3, stride=2, padding=0, dilation=1)]
    [[1, 2], [2, 0]]
    >>> [found.tolist() for found in reaching(3, size=4, kernel=3, stride=2, padding=0, dilation=1)]
    [[1], [1]]
    """
    cells = np.arange(kernel - 1, -1, -1)
    painted = place + padding - cells * dilation
    inputs = painted // stride
    reach = (painted % stride == 0) & (inputs >= 0) & (inputs < size)
    return inputs[reach], cells[reach]
