"""Calls that take several inputs: sums, products, and channels put behind each other."""

from __future__ import annotations

import math

from designer.engine.arithmetic.reading import Place, Question, Readable
from designer.protocol.pixel_events import ArithmeticStage, Operand


def added(question: Question) -> ArithmeticStage:
    """Explain a value of a sum of inputs."""
    operands = _operands(question)
    values = [operand.value for operand in operands]
    return ArithmeticStage(call=question.call.name, result=sum(values), magnitude=sum(map(abs, values)), operands=operands)


def multiplied(question: Question) -> ArithmeticStage:
    """Explain a value of a product of inputs, one of which may hold one value for each channel."""
    operands = _operands(question)
    result = math.prod(operand.value for operand in operands)
    return ArithmeticStage(call=question.call.name, result=result, magnitude=abs(result), operands=operands)


def stacked(question: Question) -> ArithmeticStage:
    """Explain a value of channels put behind each other: it is that of one input."""
    channel, row, column = question.place
    for number, source in enumerate(question.inputs):
        count = source.values.size if source.flat else len(source.values)
        if channel < count:
            x = source.operand("x", (channel, row, column))
            first = Operand(name="input", value=number)
            return ArithmeticStage(call=question.call.name, result=x.value, magnitude=abs(x.value), operands=(x, first))
        channel -= count
    raise IndexError(f"channel {question.place[0]} is in none of the inputs")


def _operands(question: Question) -> tuple[Operand, ...]:
    return tuple(source.operand(f"x{number}", _spread(source, question.place)) for number, source in enumerate(question.inputs, 1))


def _spread(source: Readable, place: Place) -> Place:
    """Return where an input that is smaller along an axis is read."""
    if source.is_vector:
        return place
    return place[0], min(place[1], source.size[0] - 1), min(place[2], source.size[1] - 1)
