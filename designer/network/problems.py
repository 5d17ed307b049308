"""Problems: what is wrong or worth knowing, where, with the numbers and what would work."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from designer.network.architecture import Architecture, Block
from designer.network.remedies import InsertAfter, Remedy
from designer.network.shapes import Shape, count, is_image, shape_text

if TYPE_CHECKING:
    from designer.network.reports import LinearRun


class Severity(Enum):
    """How much a problem matters."""

    ERROR = "error"
    WARNING = "warning"
    HINT = "hint"


@dataclass(frozen=True)
class Problem:
    """One problem.

    Args:
        block: Id of the block it is shown on; ``None``: the network as a whole.
        code: Stable name, such as ``kernel-too-large``; warnings are silenced by it.
        message: One sentence that begins with the block's name.
        remedies: What would work, best first.
    """

    block: str | None
    severity: Severity
    code: str
    message: str
    remedies: tuple[Remedy, ...] = ()


def on_block(block: Block, severity: Severity, code: str, text: str, remedies: tuple[Remedy, ...] = ()) -> Problem:
    """Return a problem shown on a block."""
    return Problem(block.id, severity, code, f"{block.shown_name}: {text}", remedies)


def error(block: Block, code: str, text: str, *remedies: Remedy) -> Problem:
    """Return an error shown on a block."""
    return on_block(block, Severity.ERROR, code, text, remedies)


def warning(block: Block, code: str, text: str, *remedies: Remedy) -> Problem:
    """Return a warning shown on a block."""
    return on_block(block, Severity.WARNING, code, text, remedies)


def loose(block: Block) -> Problem:
    """Return the hint on a block that the input does not reach."""
    return on_block(block, Severity.HINT, "loose", "is not connected to the network's input, so it is left out")


def wire_problem(block: Block, sources: tuple[str, ...], reached: Collection[str]) -> Problem | None:
    """Return what is wrong with the wires into a block that the input reaches; what would work depends on the other blocks."""
    fewest, most = block.spec.FEWEST_INPUTS, block.spec.MOST_INPUTS
    if len(sources) < fewest:
        return error(block, "too-few-wires", f"{len(sources)} wire{'s' * (len(sources) != 1)} come{'s' * (len(sources) == 1)} in; it needs {fewest}")
    if most is not None and len(sources) > most:
        takes = "takes none" if most == 0 else f"takes {most}"
        return error(block, "too-many-wires", f"{len(sources)} wire{'s' * (len(sources) != 1)} come{'s' * (len(sources) == 1)} in; it {takes}")
    unreached = [name for name in sources if name not in reached]
    if unreached:
        return error(block, "input-not-reached", f"an input comes from {unreached[0]}, which the network's input does not reach")
    return None


def no_activation_between(run: LinearRun, block: Block) -> Problem:
    """Return the warning on the second of two weighted sums with nothing non-linear between."""
    text = (
        f"nothing non-linear stands between {run.first.shown_name} and this block: two weighted sums in a row can do no more than one; "
        f"an activation such as ReLU makes the second worth having"
    )
    after = f"Insert ReLU after {run.bend_after.shown_name}"
    return warning(block, "no-activation-between", text, InsertAfter(after, "relu", block=run.bend_after.id))


def second_input(block: Block, first: str) -> Problem:
    """Return the error of a further input block."""
    return error(block, "two-inputs", f"the network already has an input ({first}); only one is possible")


def several_ends(architecture: Architecture, ends: tuple[str, ...]) -> Problem:
    """Return the error of a network with several ends, shown on the last of them that is not finished by a softmax."""
    unfinished = [end for end in ends if architecture.by_id[end].spec.type_name != "softmax"] or ends
    last = architecture.by_id[unfinished[-1]]
    text = f"the network has {len(ends)} ends ({', '.join(ends[:4])}{', …' if len(ends) > 4 else ''}); one is needed"
    return error(last, "two-ends", text)


def end_problem(end: Block, shape: Shape, classes: int | None) -> Problem | None:
    """Return what is wrong with the network's end: it must be one value for each class."""
    if is_image(shape) and shape[1:] != (1, 1):
        return error(end, "end-not-vector", f"the network ends in maps of {shape_text(shape)}; it needs one value for each class")
    if classes is None or count(shape) == classes:
        return None
    text = f"the network ends in {count(shape)} value{'s' * (count(shape) != 1)}, but the data has {classes} classes"
    return error(end, "too-few-outputs", text) if count(shape) < classes else warning(end, "too-many-outputs", text)
