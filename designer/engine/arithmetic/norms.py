"""Normalisations and softmax: one value beside the mean, the deviation or the sum of others."""

from __future__ import annotations

import math

import numpy as np

from designer.engine.arithmetic.reading import Doubles, Question
from designer.engine.arithmetic.windows import strongest
from designer.protocol.pixel_events import ArithmeticStage, Operand


def batch_norm(question: Question) -> ArithmeticStage:
    """Explain a value of a batch normalisation outside training: it uses the running statistics."""
    channel = question.place[0]
    mean, variance = question.scalar("running_mean", channel, 0.0), question.scalar("running_var", channel, 1.0)
    return _normalised(question, mean, variance, channel)


def group_norm(question: Question) -> ArithmeticStage:
    """Explain a value of a group, instance or layer normalisation: over a group of channels of the one picture."""
    channel, values = question.place[0], question.inputs[0].values
    groups = {"GroupNorm": question.call.arguments.get("num_groups", 1), "InstanceNorm2d": len(values)}.get(question.call.name, 1)
    size = len(values) // groups
    first = channel // size * size
    group: Doubles = values[first : first + size].astype(np.float64)
    return _normalised(question, float(group.mean()), float(group.var()), channel)


def _normalised(question: Question, mean: float, variance: float, channel: int) -> ArithmeticStage:
    x = question.x()
    epsilon = float(question.call.arguments.get("eps", 1e-5))
    deviation = math.sqrt(variance + epsilon) if variance + epsilon >= 0 else math.nan
    scale, shift = question.scalar("weight", channel, 1.0), question.scalar("bias", channel, 0.0)
    factor = scale / deviation if deviation else math.nan
    numbers = {"mean": mean, "variance": variance, "epsilon": epsilon, "deviation": deviation, "scale": scale, "shift": shift}
    before = question.before.magnitude if question.before is not None else abs(x.value)
    return ArithmeticStage(
        call=question.call.name, result=(x.value - mean) * factor + shift, magnitude=(before + abs(mean)) * abs(factor) + abs(shift),
        operands=(x, *(Operand(name=name, value=value) for name, value in numbers.items())),
    )  # fmt: skip


def local_response(question: Question) -> ArithmeticStage:
    """Explain a value of a local response normalisation: neighbouring channels at the same place divide it."""
    arguments, (channel, row, column) = question.call.arguments, question.place
    source, size = question.inputs[0], int(arguments["size"])
    channels = np.arange(max(0, channel - size // 2), min(len(source.values), channel + (size - 1) // 2 + 1))
    values = source.values[channels, row, column]
    squares: Doubles = values.astype(np.float64) ** 2
    alpha, beta, k = (float(arguments.get(name, default)) for name, default in (("alpha", 1e-4), ("beta", 0.75), ("k", 1.0)))
    divisor = (k + alpha * float(squares.sum()) / size) ** beta
    x = source.operand("x", question.place)
    numbers = {"sum": float(squares.sum()), "size": size, "alpha": alpha, "beta": beta, "k": k, "divisor": divisor}
    return ArithmeticStage(
        call=question.call.name, result=x.value / divisor, magnitude=abs(x.value / divisor), block=source.block, shape=source.shape,
        operands=(x, *(Operand(name=name, value=value) for name, value in numbers.items())),
        channels=channels.astype("<i4").tobytes(), rows=(row,), columns=(column,), values=values.astype("<f4").tobytes(),
        sums=squares.astype("<f8").tobytes(),
    )  # fmt: skip


def softmax(question: Question) -> ArithmeticStage:
    """Explain a value of a softmax over the channels: eˣ over the sum of all; the largest x is taken off first, which changes nothing."""
    source, (channel, row, column) = question.inputs[0], question.place
    if source.flat:
        values, row, column = source.values.reshape(-1), 0, 0
    else:
        values = source.values[:, row, column]
    wide: Doubles = values.astype(np.float64)
    highest = float(wide.max())
    with np.errstate(invalid="ignore"):  # infinite values have no probabilities, here as in torch
        powers: Doubles = np.exp(wide - highest)
    total = float(powers.sum())
    kept = strongest(powers, 1)
    left = np.delete(powers, kept)
    numbers = {"highest": highest, "power": float(powers[channel]), "sum": total}
    return ArithmeticStage(
        call=question.call.name, result=float(powers[channel]) / total, magnitude=1.0, block=source.block, shape=source.shape,
        operands=(source.operand("x", question.place), *(Operand(name=name, value=value) for name, value in numbers.items())),
        channels=kept.astype("<i4").tobytes(), rows=(row,), columns=(column,), values=values[kept].astype("<f4").tobytes(),
        sums=powers[kept].astype("<f8").tobytes(), left_out=len(left), left_out_sum=float(left.sum()),
    )  # fmt: skip
