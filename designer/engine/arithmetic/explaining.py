"""One value of a block, explained from its torch calls: whatever block file names them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

import torch
from torch import Tensor, nn

from designer.engine.arithmetic import merging, norms, pointwise, transposed, windows
from designer.engine.arithmetic.reading import Place, Question, Readable
from designer.engine.layers import Computation, build_call
from designer.network.shapes import is_image
from designer.network.torch_calls import TorchCall
from designer.protocol.pixel_events import ArithmeticStage, Operand

_Handler = Callable[[Question], ArithmeticStage]

_NORMS_OF_ONE = frozenset({"BatchNorm1d", "BatchNorm2d"})
_HANDLERS: Mapping[str, _Handler] = MappingProxyType(
    {
        "Conv2d": windows.convolution,
        "ConvTranspose2d": transposed.transposed_convolution,
        "Linear": windows.dense,
        "MaxPool2d": windows.max_pool,
        "AvgPool2d": windows.average_pool,
        "AdaptiveAvgPool2d": windows.adaptive_pool,
        "AdaptiveMaxPool2d": windows.adaptive_pool,
        "sum": windows.whole_sum,
        "BatchNorm1d": norms.batch_norm,
        "BatchNorm2d": norms.batch_norm,
        "GroupNorm": norms.group_norm,
        "InstanceNorm2d": norms.group_norm,
        "LayerNorm": norms.layer_norm,
        "RMSNorm": norms.rms_norm,
        "LocalResponseNorm": norms.local_response,
        "Softmax": norms.softmax,
        "add": merging.added,
        "mul": merging.multiplied,
        "multiply": merging.multiplied,
        "cat": merging.stacked,
        **dict.fromkeys(pointwise.NAMES, pointwise.pointwise),
    }
)


def explain(calls: Sequence[TorchCall], inputs: tuple[Readable, ...], weights: Mapping[str, Tensor], place: Place) -> tuple[ArithmeticStage, ...]:
    """Return how a block comes to one of its values.

    The last call is explained from what it reads; one that changes each value on its own from the explanation of the call before it.

    Args:
        calls: Of the block; none: it passes its input on.
        inputs: What its sources put out.
        weights: Of the block, by their names.
        place: Of its output.
    """
    if not calls:
        x = inputs[0].operand("x", place)
        return (ArithmeticStage(call="", result=x.value, magnitude=abs(x.value), operands=(x,)),)
    *earlier, last = calls
    read = _read_through(earlier, inputs)
    if read is None and (last.name in pointwise.NAMES - {"Flatten", "pad"} or last.name in _NORMS_OF_ONE):
        stages = explain(earlier, inputs, weights, place)
        return (*stages, _HANDLERS[last.name](Question(last, (), place, _held(last, weights), stages[-1])))
    if read is None:
        read = (Readable.of("", _computed(earlier, inputs, weights, torch.float32)),)
    question = Question(last, read, place, _held(last, weights))
    return (_HANDLERS[last.name](question) if _is_known(question) else _by_torch(question),)


def _held(call: TorchCall, weights: Mapping[str, Tensor]) -> Mapping[str, Tensor]:
    return weights if call.holds_weights else {}


def _read_through(earlier: Sequence[TorchCall], inputs: tuple[Readable, ...]) -> tuple[Readable, ...] | None:
    """Return what is read behind calls that pad and flatten; ``None``: one of them computes something."""
    if not earlier:
        return inputs
    seen: Readable | None = inputs[0] if len(inputs) == 1 else None
    for call in earlier:
        seen = seen.seen_through(call) if seen is not None else None
    return None if seen is None else (seen,)


def _is_known(question: Question) -> bool:
    """Tell whether a call is used in the way that is explained."""
    name, arguments = question.call.name, question.call.arguments
    if name == "Linear":
        return question.inputs[0].is_vector
    if name == "sum":
        return tuple(arguments.get("dim", ())) == (2, 3) and bool(arguments.get("keepdim"))
    if name == "Softmax":
        return bool(arguments.get("dim") == 1)
    if name == "cat":
        return bool(arguments.get("dim", 1) == 1)
    if name in ("Flatten", "pad"):
        return question.inputs[0].seen_through(question.call) is not None
    return name in _HANDLERS


def _by_torch(question: Question) -> ArithmeticStage:
    """Let torch compute a call that is not explained, in float64, beside the values it has at that place."""
    output = _computed([question.call], question.inputs, question.weights, torch.float64)
    channel, row, column = question.place
    result = float(output[0, channel, row, column] if output.ndim == 4 else output[0, channel])
    operands: tuple[Operand, ...] = ()
    if all(_reads(source) == tuple(output.shape[1:]) for source in question.inputs):
        names = ["x"] if len(question.inputs) == 1 else [f"x{number}" for number in range(1, len(question.inputs) + 1)]
        operands = tuple(source.operand(name, question.place) for name, source in zip(names, question.inputs, strict=True))
    magnitude = max(abs(result), *(abs(operand.value) for operand in operands)) if operands else abs(result)
    return ArithmeticStage(call=question.call.name, result=result, magnitude=magnitude, operands=operands)


def _reads(source: Readable) -> tuple[int, ...]:
    return (source.values.size,) if source.is_vector else (len(source.values), *source.size)


def _computed(calls: Sequence[TorchCall], inputs: tuple[Readable, ...], weights: Mapping[str, Tensor], kind: torch.dtype) -> Tensor:
    """Return what calls come to on whole activations."""
    with torch.no_grad():
        results = [_tensor(source).to(kind) for source in inputs]
        for call in calls:
            made = build_call(call)
            results = [_ready(made, call, weights, kind)(*results)]
    return results[0]


def _tensor(source: Readable) -> Tensor:
    tensor = torch.from_numpy(source.values.copy())[None]
    if any(source.padding):
        tensor = nn.functional.pad(tensor, source.padding, value=source.fill)
    return tensor.flatten(1) if source.flat or not is_image(source.shape) else tensor


def _ready(made: nn.Module | Computation, call: TorchCall, weights: Mapping[str, Tensor], kind: torch.dtype) -> Computation:
    if not isinstance(made, nn.Module):
        return made
    if call.holds_weights:
        for name, tensor in weights.items():
            value = tensor.detach().to(device="cpu", dtype=kind)
            setattr(made, name, nn.Parameter(value) if name in made._parameters else value)
        if isinstance(made, nn.modules.batchnorm._NormBase):
            made.num_batches_tracked = None
    return made.to(kind).eval()
