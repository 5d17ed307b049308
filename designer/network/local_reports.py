"""Reports of blocks by themselves: each follows from the block and the reports of its inputs alone, so most can be kept over an edit."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from designer.network import problems
from designer.network.architecture import Architecture, Block
from designer.network.errors import ShapeError
from designer.network.problems import Problem, Severity
from designer.network.receptive_field import PIXEL, ReceptiveField, merged
from designer.network.reports import BlockReport, LinearRun, State
from designer.network.shapes import Shape
from designer.network.windows import Window

Reports = Mapping[str, BlockReport]
_PIXEL = ReceptiveField(PIXEL, PIXEL)


def local_reports(
    architecture: Architecture, reached: Collection[str], second: Collection[str], known: Reports, known_sources: Mapping[str, tuple[str, ...]]
) -> Reports:
    """Return a report for every block; an unchanged block with unchanged inputs keeps the report it had, as the same object.

    Args:
        reached: Ids that the network's input reaches.
        second: Ids that only a second input reaches: what is wrong there is the second input.
        known: Reports of a similar architecture; ``known_sources``: its wires.
    """
    blocks, wires = architecture.by_id, architecture.sources
    reports: dict[str, BlockReport] = {}
    changed: set[str] = set()
    for name in architecture.order:
        block, old, sources = blocks[name], known.get(name), wires[name]
        if (
            old is not None
            and old.block is block
            and known_sources[name] == sources
            and (old.in_network if name in reached else not old.in_network and bool(old.problems) == bool(reached))
            and (not changed or changed.isdisjoint(sources))
        ):
            reports[name] = old
            continue
        found = _report(block, sources, reached, second, reports, old)
        reports[name] = found
        if found is not old:
            changed.add(name)
    return reports


def renewed_reports(
    architecture: Architecture, edited: Collection[str], reached: Collection[str], second: Collection[str], known: Reports
) -> tuple[Reports, list[tuple[BlockReport, BlockReport]]]:
    """Return what `local_reports` does where ids, wires and inputs are as they were; only what follows an edited block is looked at.

    Args:
        edited: Ids of the blocks that differ.
        known: The reports before.

    Returns:
        The reports, and those that changed in more than the receptive field, each after the one it replaces.
    """
    blocks, wires, targets = architecture.by_id, architecture.sources, architecture.targets
    reports, renewed = dict(known), list[tuple[BlockReport, BlockReport]]()
    stale, seeing_else = set(edited), set[str]()
    for name in architecture.order:
        if name in stale:
            block, old, sources = blocks[name], known[name], wires[name]
            waits = old.state is State.OK and old.block is block and None in [reports[source].output_shape for source in sources]
            found = BlockReport.waiting(block) if waits else _report(block, sources, reached, second, reports, old)
        elif name in seeing_else and known[name].state is State.OK:
            old = known[name]
            found = _seeing_as(old, [reports[source] for source in wires[name]])
        else:
            continue
        if found is old:
            continue
        reports[name] = found
        if found.windows and found.windows is old.windows:
            seeing_else.update(targets[name])
        else:
            renewed.append((old, found))
            stale.update(targets[name])
    return reports, renewed


def _report(
    block: Block, sources: tuple[str, ...], reached: Collection[str], second: Collection[str], done: Reports, old: BlockReport | None
) -> BlockReport:
    if block.id not in reached:
        return _kept(old, BlockReport(block, State.LOOSE, False, problems=(problems.loose(block),) if reached else ()))  # no input: one problem
    inputs = [done[name] for name in sources]
    if old is not None and old.state is State.OK and old.block is block and _is_fed_alike(old, inputs):
        return _seeing_as(old, inputs)
    wrong = problems.wire_problem(block, sources, reached)
    if wrong and second and any(name in second for name in sources):
        return _kept(old, BlockReport.waiting(block))
    if wrong:
        return _kept(old, BlockReport(block, State.BROKEN, True, problems=(wrong,)))
    shapes = tuple(source.output_shape for source in inputs if source.output_shape is not None)
    if len(shapes) < len(inputs):
        return _kept(old, BlockReport.waiting(block))
    try:
        block.spec.check_inputs(shapes)
        output = block.spec.output_shape(shapes)
    except ShapeError as error:
        problem = problems.error(block, error.code, str(error), *error.remedies)
        return _kept(old, BlockReport(block, State.BROKEN, True, shapes, problems=(problem,)))
    macs = block.spec.macs(shapes, output)
    windows = _windows(block, shapes, output)
    return BlockReport(
        block, State.OK, True, shapes, output, block.spec.parameters(shapes), macs,
        _receptive_field(windows, output, inputs), block.spec.signed(tuple(source.signed for source in inputs)),
        _linear_run(block, macs, inputs), _warnings(block, shapes, output, macs, inputs), windows,
    )  # fmt: skip


def _seeing_as(old: BlockReport, inputs: list[BlockReport]) -> BlockReport:
    """Return a report with the receptive field that follows from its inputs; the same object where that is as it was."""
    field = _receptive_field(old.windows, old.output_shape, inputs)
    return old if field is old.receptive_field or field == old.receptive_field else old.seeing(field)


def _kept(old: BlockReport | None, new: BlockReport) -> BlockReport:
    return old if old is not None and old.block is new.block and old == new else new


def _is_fed_alike(old: BlockReport, inputs: list[BlockReport]) -> bool:
    """Tell whether all that a block takes from its inputs, but receptive fields, is as it was; asked of every block behind an edit."""
    spec, first = old.block.spec, inputs[0] if inputs else None
    if first is not None and len(inputs) == 1:
        if (first.output_shape,) != old.input_shapes or old.signed != spec.signed((first.signed,)):
            return False
    elif tuple([source.output_shape for source in inputs]) != old.input_shapes or old.signed != spec.signed(tuple([each.signed for each in inputs])):
        return False
    if not old.macs:
        return old.linear_run == _linear_run(old.block, 0, inputs)
    run = first.linear_run if first is not None and len(inputs) == 1 else None
    if run is None and not old.problems:
        return True
    return old.output_shape is not None and old.problems == _warnings(old.block, old.input_shapes, old.output_shape, old.macs, inputs)


def _windows(block: Block, shapes: tuple[Shape, ...], output: Shape) -> tuple[tuple[Window, Window], ...]:
    """Return the windows for each input; equal ones for rows and columns are one object, so that squares are worked out once."""
    found = [block.spec.windows(shapes, output, index) for index in range(len(shapes))]
    return tuple([(rows, rows) if rows is columns or rows == columns else (rows, columns) for rows, columns in found])


def _receptive_field(windows: Sequence[tuple[Window, Window]], output: Shape | None, inputs: list[BlockReport]) -> ReceptiveField:
    height, width = output[1:] if output is not None and len(output) == 3 else (1, 1)
    if len(inputs) == 1:
        field, (high, wide) = inputs[0].receptive_field or _PIXEL, windows[0]
        rows = field.rows.through(high, height)
        square = high is wide and height == width and field.rows is field.columns
        columns = rows if square else field.columns.through(wide, width)
        return field if rows is field.rows and columns is field.columns else ReceptiveField(rows, columns)
    if not inputs:
        return _PIXEL
    fields = [source.receptive_field or _PIXEL for source in inputs]
    rows = merged([field.rows.through(high, height) for field, (high, _) in zip(fields, windows, strict=True)], height)
    if height == width and all([field.rows is field.columns for field in fields]) and all([high is wide for high, wide in windows]):
        return ReceptiveField(rows, rows)
    return ReceptiveField(rows, merged([field.columns.through(wide, width) for field, (_, wide) in zip(fields, windows, strict=True)], width))


def _linear_run(block: Block, macs: int, inputs: list[BlockReport]) -> LinearRun | None:
    """Return what runs on behind a block; a merge ends it, for there more than one way comes together."""
    if len(inputs) != 1 or not block.spec.is_linear():
        return None
    if macs:
        return LinearRun(block, block)
    run = inputs[0].linear_run
    return LinearRun(run.first, block) if run and run.first is run.bend_after and block.spec.has_weights() else run


def _warnings(block: Block, shapes: tuple[Shape, ...], output: Shape, macs: int, inputs: list[BlockReport]) -> tuple[Problem, ...]:
    run = inputs[0].linear_run if macs and len(inputs) == 1 else None
    found = [problems.no_activation_between(run, block)] if run else []
    found += [problems.on_block(block, Severity.WARNING, said.code, said.text, said.remedies) for said in block.spec.advice(shapes, output)]
    if not found:
        return ()
    return tuple(problem for problem in found if problem.code not in block.quiet)
