"""Problems: what is wrong or worth knowing, where, with the numbers and what would work."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from designer.network.architecture import Architecture, Block
from designer.network.remedies import ChangeFields, InsertAfter, InsertBefore, MergeEnds, Remedy, RemoveBlock
from designer.network.shapes import Shape, count, is_image, shape_text


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


def wire_problem(architecture: Architecture, block: Block, reached: set[str]) -> Problem | None:
    """Return what is wrong with the wires into a block that the input reaches."""
    sources = architecture.sources[block.id]
    fewest, most = block.spec.FEWEST_INPUTS, block.spec.MOST_INPUTS
    if len(sources) < fewest:
        return error(
            block, "too-few-wires", f"{len(sources)} wire{'s' * (len(sources) != 1)} come in; it needs {fewest}", RemoveBlock("Remove this block")
        )
    if most is not None and len(sources) > most:
        takes = "takes none" if most == 0 else f"takes {most}"
        return error(block, "too-many-wires", f"{len(sources)} wires come in; it {takes}", RemoveBlock("Remove this block"))
    unreached = [name for name in sources if name not in reached]
    if unreached:
        return error(block, "input-not-reached", f"an input comes from {unreached[0]}, which the network's input does not reach")
    return None


def no_input(architecture: Architecture) -> Problem:
    """Return the error of a network without an input block."""
    first = architecture.by_id[architecture.order[0]]
    return error(first, "no-input", "the network has no input block, so no shape is known", InsertBefore("Add an input", "input"))


def second_input(block: Block, first: str) -> Problem:
    """Return the error of a further input block."""
    return error(block, "two-inputs", f"the network already has an input ({first}); only one is possible", RemoveBlock(f"Remove {block.id}"))


def several_ends(architecture: Architecture, ends: list[str]) -> Problem:
    """Return the error of a network with several ends, shown on the last of them."""
    last = architecture.by_id[ends[-1]]
    text = f"the network has {len(ends)} ends ({', '.join(ends[:4])}{', …' if len(ends) > 4 else ''}); one is needed"
    return error(last, "two-ends", text, MergeEnds("Add them", "add"), MergeEnds("Concatenate them", "concat"), RemoveBlock(f"Remove {last.id}"))


def end_problem(architecture: Architecture, end: Block, shape: Shape, classes: int | None, deciding: str | None) -> Problem | None:
    """Return what is wrong with the network's end: it must be one value for each class.

    Args:
        deciding: Id of the dense block or convolution that decides the number of values, if there is one.
    """
    if is_image(shape) and shape[1:] != (1, 1):
        text = f"the network ends in maps of {shape_text(shape)}; it needs one value for each class"
        return error(end, "end-not-vector", text, InsertAfter(f"Add Dense {classes or 10}", "dense", {"units": classes or 10}))
    if classes is None or count(shape) == classes:
        return None
    field = "units" if deciding and architecture.by_id[deciding].spec.type_name == "dense" else "filters"
    remedies = (ChangeFields(f"{field.capitalize()} {classes}", {field: classes}, block=deciding),) if deciding else ()
    text = f"the network ends in {count(shape)} value{'s' * (count(shape) != 1)}, but the data has {classes} classes"
    if count(shape) < classes:
        return error(end, "too-few-outputs", text, *remedies)
    return on_block(end, Severity.WARNING, "too-many-outputs", text, remedies)
