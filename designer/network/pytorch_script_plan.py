"""What an exported network computes, block by block: its layers, and the variables that its values lie in."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from designer.network.analysis import Analysis, BlockReport
from designer.network.blocks.base import BlockSpec
from designer.network.pytorch_script_calls import flatten_text, function_text, layer_text
from designer.network.pytorch_script_names import Names
from designer.network.shapes import Shape
from designer.network.torch_calls import TorchCall
from designer.network.weights import NamedKernel, Weight

STREAM = "x"
"""The variable that a value lies in on its way from one line to the next."""


@dataclass(frozen=True)
class Step:
    """One block.

    Args:
        name: What the block is called in the script.
        layers: Attribute and text of each layer it needs, in order.
        main: The attribute that holds its weights; empty: it has none.
        weights: Its weights where one of them starts as a named kernel; empty: torch's own random start.
        value: The expression of its output.
        variable: Where its output lies.
    """

    report: BlockReport
    name: str
    layers: tuple[tuple[str, str], ...]
    main: str
    weights: tuple[Weight, ...]
    value: str
    variable: str


@dataclass(frozen=True)
class ForwardPlan:
    """The blocks from the input to the logits.

    Args:
        pictures: The variable that the pictures lie in.
        softmax: The final softmax, which the loss takes into itself.
    """

    names: Names
    pictures: str
    steps: tuple[Step, ...]
    softmax: Step | None


def plan(analysis: Analysis) -> ForwardPlan:
    """Return what a network without errors computes; loose blocks are left out."""
    sources = analysis.architecture.sources
    order = [name for name in analysis.order if analysis.reports[name].in_network]
    names = Names(order)
    holds = _variables(analysis, [name for name in order if name != analysis.folded_softmax], names)
    steps = []
    for name in order:
        if name not in (analysis.input_id, analysis.folded_softmax):
            steps.append(_step(analysis.reports[name], names, [holds[source] for source in sources[name]], holds[name]))
    softmax = analysis.folded_softmax
    last = _step(analysis.reports[softmax], names, [f"self({STREAM})"], STREAM) if softmax else None
    return ForwardPlan(names, holds[analysis.input_id or ""], tuple(steps), last)


def _variables(analysis: Analysis, order: list[str], names: Names) -> dict[str, str]:
    """Return where each block's output lies.

    What only the next line needs lies in ``x``; everything that is needed later has the name of its block.
    """
    targets = analysis.architecture.targets
    inside = set(order)
    found = {}
    for index, name in enumerate(order):
        users = inside.intersection(targets[name])
        passes_on = not users or (len(users) == 1 and index + 1 < len(order) and order[index + 1] in users)
        found[name] = STREAM if passes_on else "pictures" if name == analysis.input_id else names.of(name)
    return found


def _step(report: BlockReport, names: Names, inputs: list[str], variable: str) -> Step:
    name = names.of(report.id)
    layers: list[tuple[str, str]] = []
    values, holder = inputs, ""
    written = _written(report.block.spec, report.input_shapes)
    for call, text, is_main in written.calls:
        if not call.layer:
            values = [function_text(call, values)]
        elif not is_main and call.name == "Flatten":
            values = [flatten_text(call, ", ".join(values))]
        else:
            attribute = name if is_main else names.fresh(f"{name}_{call.name.lower()}")
            holder = attribute if call.holds_weights else holder
            layers.append((attribute, text))
            values = [f"self.{attribute}({', '.join(values)})"]
    return Step(report, name, tuple(layers), holder, written.weights, values[0], variable)


@dataclass(frozen=True)
class _Written:
    """What a block's values and inputs decide.

    Args:
        calls: Each with its text if it is a layer, and whether it has the block's own name.
        weights: As `Step` has them.
    """

    calls: tuple[tuple[TorchCall, str, bool], ...]
    weights: tuple[Weight, ...]


@lru_cache(maxsize=4_096)  # kept from edit to edit: of a thousand blocks one has changed
def _written(spec: BlockSpec, inputs: tuple[Shape, ...]) -> _Written:
    calls, weights = spec.torch_calls(inputs), spec.weights(inputs)
    main = _main_layer(calls)
    named = any(isinstance(weight.start, NamedKernel) for weight in weights)
    texts = tuple((call, layer_text(call) if call.layer else "", index == main) for index, call in enumerate(calls))
    return _Written(texts, weights if named else ())


def _main_layer(calls: tuple[TorchCall, ...]) -> int | None:
    """Return which call has the block's own name: the one with its weights, else the last layer."""
    layers = [index for index, call in enumerate(calls) if call.layer]
    holders = [index for index in layers if calls[index].holds_weights]
    named = holders or layers
    return named[-1] if named else None
