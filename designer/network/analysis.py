"""Analysis: shapes, parameters, MACs, receptive fields and problems of a whole network.

A broken block does not blank the others: it is the first cause, what follows waits, and totals cover what is known.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from designer.network import problems
from designer.network.architecture import Architecture, Block
from designer.network.blocks.base import Formula
from designer.network.errors import ShapeError
from designer.network.problems import Problem, Severity
from designer.network.receptive_field import PIXEL, ReceptiveField, merged
from designer.network.shapes import Shape, count, is_image

BYTES_PER_VALUE = 4
"""Everything is float32."""


class State(Enum):
    """How a block stands."""

    OK = "ok"
    BROKEN = "broken"
    WAITING = "waiting"
    LOOSE = "loose"


@dataclass(frozen=True)
class BlockReport:
    """What is known of one block.

    Args:
        input_shapes: Of its inputs in order; empty where they are not known.
        output_shape: ``None`` where it cannot be known.
        in_network: On a path from the input to the end.
        signed: Whether its values may be negative.
    """

    block: Block
    state: State
    in_network: bool
    input_shapes: tuple[Shape, ...] = ()
    output_shape: Shape | None = None
    parameters: int = 0
    macs: int = 0
    receptive_field: ReceptiveField | None = None
    signed: bool = False
    problems: tuple[Problem, ...] = ()

    @property
    def id(self) -> str:
        """The block's id."""
        return self.block.id

    @property
    def trainable_parameters(self) -> int:
        """Parameters that training changes."""
        return 0 if self.block.frozen else self.parameters

    @property
    def weight_bytes(self) -> int:
        """Memory of the parameters."""
        return self.parameters * BYTES_PER_VALUE

    @property
    def output_bytes(self) -> int:
        """Memory of the output for one picture."""
        return count(self.output_shape) * BYTES_PER_VALUE if self.output_shape else 0

    @property
    def formulas(self) -> tuple[Formula, ...]:
        """The lines of *Why these numbers*; empty where the shape is not known."""
        return self.block.spec.formulas(self.input_shapes, self.output_shape) if self.output_shape else ()

    @property
    def notes(self) -> tuple[str, ...]:
        """Remarks such as "flattens 16×5×5"."""
        return self.block.spec.notes(self.input_shapes) if self.output_shape else ()


@dataclass(frozen=True)
class Analysis:
    """What is known of a network.

    Args:
        order: Ids in the order of the network, loose ones last.
        end_id: The block that the input reaches and that has no wire out, where there is just one.
        logits_id: The block whose output the loss takes: the end, or what a final softmax gets.
        folded_softmax: Id of the final softmax that is folded into the loss.
    """

    architecture: Architecture
    order: tuple[str, ...]
    reports: Mapping[str, BlockReport]
    local_reports: Mapping[str, BlockReport]
    input_id: str | None
    end_id: str | None
    logits_id: str | None
    folded_softmax: str | None
    problems: tuple[Problem, ...]
    parameters: int
    trainable_parameters: int
    macs: int
    activation_bytes: int

    @property
    def weight_bytes(self) -> int:
        """Memory of all parameters."""
        return self.parameters * BYTES_PER_VALUE

    @property
    def training_memory_bytes(self) -> int:
        """Estimate what training takes: weights, gradients, the optimiser's state, and the batch's activations forward and backward."""
        training = self.architecture.training
        states = 2 if training.optimizer == "adam" else 1
        return self.weight_bytes + self.trainable_parameters * BYTES_PER_VALUE * (1 + states) + 2 * training.batch_size * self.activation_bytes

    @property
    def errors(self) -> tuple[Problem, ...]:
        """Problems that keep the network from being trained."""
        return tuple(problem for problem in self.problems if problem.severity is Severity.ERROR)

    @property
    def warnings(self) -> tuple[Problem, ...]:
        """Problems that are worth knowing."""
        return tuple(problem for problem in self.problems if problem.severity is Severity.WARNING)


def analyse(architecture: Architecture, classes: int | None = None, previous: Analysis | None = None) -> Analysis:
    """Return what is known of a network.

    Args:
        classes: Number of the data's classes, where known.
        previous: An analysis of a similar architecture: unchanged blocks with unchanged inputs keep their reports, as the same objects.
    """
    inputs = [block.id for block in architecture.blocks if block.spec.type_name == "input"]
    start = inputs[0] if inputs else None
    reached = _reached(architecture, start)
    local = _local_reports(architecture, reached, previous)
    ends = [name for name in architecture.order if name in reached and not architecture.targets[name]]
    end = ends[0] if len(ends) == 1 else None
    softmax = end if end and architecture.by_id[end].spec.type_name == "softmax" and architecture.sources[end] else None
    found = _network_problems(architecture, inputs, ends, local, classes)
    reports = dict(local)
    for problem in found:
        if problem.block:
            reports[problem.block] = _with_problem(reports[problem.block], problem)
    order = tuple(name for name in architecture.order if name in reached) + tuple(name for name in architecture.order if name not in reached)
    network = [reports[name] for name in order if reports[name].in_network]
    return Analysis(
        architecture=architecture, order=order, reports=reports, local_reports=local, input_id=start, end_id=end,
        logits_id=architecture.sources[softmax][0] if softmax else end, folded_softmax=softmax,
        problems=tuple(problem for problem in found if not problem.block) + tuple(problem for name in order for problem in reports[name].problems),
        parameters=sum(report.parameters for report in network), trainable_parameters=sum(report.trainable_parameters for report in network),
        macs=sum(report.macs for report in network), activation_bytes=sum(report.output_bytes for report in network),
    )  # fmt: skip


def _reached(architecture: Architecture, start: str | None) -> set[str]:
    found = {start} if start else set()
    for name in architecture.order:
        if not found.isdisjoint(architecture.sources[name]):
            found.add(name)
    return found


def _local_reports(architecture: Architecture, reached: set[str], previous: Analysis | None) -> dict[str, BlockReport]:
    known = previous.local_reports if previous else {}
    known_sources = previous.architecture.sources if previous else {}
    reports: dict[str, BlockReport] = {}
    changed: set[str] = set()
    for name in architecture.order:
        block, old, sources = architecture.by_id[name], known.get(name), architecture.sources[name]
        same = old is not None and old.block is block and old.in_network == (name in reached) and known_sources[name] == sources
        if old is not None and same and changed.isdisjoint(sources):
            reports[name] = old
            continue
        reports[name] = _report(architecture, block, reached, reports, old)
        if reports[name] is not old:
            changed.add(name)
    return reports


def _report(architecture: Architecture, block: Block, reached: set[str], done: Mapping[str, BlockReport], old: BlockReport | None) -> BlockReport:
    if block.id not in reached:
        hint = problems.on_block(block, Severity.HINT, "loose", "is not connected to the network's input, so it is left out")
        return _kept(old, BlockReport(block, State.LOOSE, False, problems=(hint,) if reached else ()))  # without an input there is one problem
    wrong = problems.wire_problem(architecture, block, reached)
    if wrong:
        return _kept(old, BlockReport(block, State.BROKEN, True, problems=(wrong,)))
    sources = [done[name] for name in architecture.sources[block.id]]
    shapes = tuple(source.output_shape for source in sources if source.output_shape is not None)
    if len(shapes) < len(sources):
        return _kept(old, BlockReport(block, State.WAITING, True))
    signs = tuple(source.signed for source in sources)
    fields = tuple(source.receptive_field for source in sources if source.receptive_field)
    signed = block.spec.signed(signs)
    reusable = old is not None and old.block is block and old.state is State.OK and old.input_shapes == shapes and old.signed == signed
    if old is not None and reusable and old.receptive_field == _receptive_field(block, shapes, old.output_shape, fields):
        return old
    try:
        block.spec.check_inputs(shapes)
        output = block.spec.output_shape(shapes)
    except ShapeError as error:
        problem = problems.error(block, error.code, str(error), *error.remedies)
        return _kept(old, BlockReport(block, State.BROKEN, True, shapes, problems=(problem,)))
    return BlockReport(
        block, State.OK, True, shapes, output, block.spec.parameters(shapes), block.spec.macs(shapes, output),
        _receptive_field(block, shapes, output, fields), signed,
    )  # fmt: skip


def _kept(old: BlockReport | None, new: BlockReport) -> BlockReport:
    return old if old is not None and old.block is new.block and old == new else new


def _receptive_field(block: Block, shapes: tuple[Shape, ...], output: Shape | None, fields: tuple[ReceptiveField, ...]) -> ReceptiveField | None:
    if output is None:
        return None
    if not fields:
        return ReceptiveField(PIXEL, PIXEL)
    height, width = output[1:] if is_image(output) else (1, 1)
    windows = [block.spec.windows(shapes, output, index) for index in range(len(fields))]
    return ReceptiveField(
        merged([field.rows.through(rows, height) for field, (rows, _) in zip(fields, windows, strict=True)], height),
        merged([field.columns.through(columns, width) for field, (_, columns) in zip(fields, windows, strict=True)], width),
    )


def _network_problems(
    architecture: Architecture, inputs: list[str], ends: list[str], local: Mapping[str, BlockReport], classes: int | None
) -> list[Problem]:
    if not architecture.blocks:
        return [Problem(None, Severity.HINT, "empty", "The network is empty: drag an Input from the palette to begin.")]
    if not inputs:
        return [problems.no_input(architecture)]
    found = [problems.second_input(architecture.by_id[name], inputs[0]) for name in inputs[1:]]
    found += [
        problems.on_block(
            report.block, Severity.WARNING, "softmax-not-last", "a softmax belongs at the end; here it squeezes the values between 0 and 1"
        )
        for name, report in local.items()
        if report.in_network and report.block.spec.type_name == "softmax" and architecture.targets[name]
    ]
    if len(ends) > 1:
        found.append(problems.several_ends(architecture, ends))
    elif ends == inputs[:1]:
        found.append(problems.error(architecture.by_id[ends[0]], "no-layers", "nothing follows the input; drag a block behind it"))
    else:
        shape = local[ends[0]].output_shape
        wrong = problems.end_problem(architecture, architecture.by_id[ends[0]], shape, classes, _deciding(architecture, ends[0])) if shape else None
        found += [wrong] if wrong else []
    return [
        problem
        for problem in found
        if problem.block is None or problem.code not in architecture.by_id[problem.block].quiet or problem.severity is Severity.ERROR
    ]


def _deciding(architecture: Architecture, end: str) -> str | None:
    """Return the dense block or convolution that decides how many values the end has."""
    name = end
    while architecture.by_id[name].spec.type_name not in ("dense", "conv2d"):
        sources = architecture.sources[name]
        if len(sources) != 1:
            return None
        name = sources[0]
    return name


def _with_problem(report: BlockReport, problem: Problem) -> BlockReport:
    broken = problem.severity is Severity.ERROR and report.state is State.LOOSE
    return dataclasses.replace(report, problems=(*report.problems, problem), state=State.BROKEN if broken else report.state)
