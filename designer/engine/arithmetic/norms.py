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
    scale, shift = question.scalar("weight", channel, 1.0), question.scalar("bias", channel, 0.0)
    return _normalised(question, {"mean": mean, "variance": variance}, scale, shift, abs(mean))


def group_norm(question: Question) -> ArithmeticStage:
    """Explain a value of a group or instance normalisation: over a group of channels of the one picture."""
    if question.call.arguments.get("track_running_stats"):
        return batch_norm(question)  # an instance normalisation that counts along uses what it counted
    channel, values = question.place[0], question.inputs[0].whole()
    size = len(values) // question.call.arguments["num_groups"] if question.call.name == "GroupNorm" else 1
    first = channel // size * size
    scale, shift = question.scalar("weight", channel, 1.0), question.scalar("bias", channel, 0.0)
    return _over(question, values[first : first + size].astype(np.float64), scale, shift)


def layer_norm(question: Question) -> ArithmeticStage:
    """Explain a value of a layer normalisation: over all of the one picture, or its last axes; each place has a scale and a shift of its own."""
    group, own = _last_axes(question)
    scale, shift = question.weight_at("weight", own, 1.0), question.weight_at("bias", own, 0.0)
    return _over(question, group, scale, shift)


def rms_norm(question: Question) -> ArithmeticStage:
    """Explain a value of a normalisation by the root of the mean square: nothing is taken off, nothing added."""
    group, own = _last_axes(question)
    x, square, scale = question.x(), float(np.square(group).mean()), question.weight_at("weight", own, 1.0)
    epsilon = question.call.arguments.get("eps")
    epsilon = float(np.finfo(np.float32).eps if epsilon is None else epsilon)
    deviation = math.sqrt(square + epsilon)
    result = x.value / deviation * scale
    numbers = {"mean square": square, "epsilon": epsilon, "root": deviation, "scale": scale, "count": group.size}
    return ArithmeticStage(
        call=question.call.name, result=result, magnitude=abs(result),
        operands=(x, *(Operand(name=name, value=value) for name, value in numbers.items())),
    )  # fmt: skip


def _last_axes(question: Question) -> tuple[Doubles, tuple[int, ...]]:
    """Return the values that are normalised together, and the place of the value among them."""
    source, wanted = question.inputs[0], question.call.arguments["normalized_shape"]
    values = source.whole().astype(np.float64)
    place: tuple[int, ...] = question.place
    if source.is_vector:
        values, place = values.reshape(-1), place[:1]
    lead = len(place) - (1 if isinstance(wanted, int) else len(wanted))
    return values[place[:lead]], place[lead:]


def _over(question: Question, group: Doubles, scale: float, shift: float) -> ArithmeticStage:
    """Explain a value that is normalised by the mean and the variance of some values of the one picture."""
    numbers = {"mean": float(group.mean()), "variance": float(group.var()), "count": float(group.size)}
    return _normalised(question, numbers, scale, shift, float(np.abs(group).mean()))


def _normalised(question: Question, numbers: dict[str, float], scale: float, shift: float, mean_size: float) -> ArithmeticStage:
    """Return the stage.

    Args:
        numbers: Mean, variance and what else is told.
        mean_size: What rounding errors of the mean are shares of: of a mean that is computed, that of the sizes.
    """
    x, mean, epsilon = question.x(), numbers["mean"], float(question.call.arguments.get("eps", 1e-5))
    spread = numbers["variance"] + epsilon
    deviation = math.sqrt(spread) if spread >= 0 else math.nan
    factor = scale / deviation if deviation else math.nan
    numbers = numbers | {"epsilon": epsilon, "deviation": deviation, "scale": scale, "shift": shift}
    before = question.before.magnitude if question.before is not None else abs(x.value)
    return ArithmeticStage(
        call=question.call.name, result=(x.value - mean) * factor + shift, magnitude=(before + mean_size) * abs(factor) + abs(shift),
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
