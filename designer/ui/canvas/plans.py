"""What a new block would do to the network at some place: computed before anything changes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from designer.network import edits
from designer.network.analysis import Analysis, BlockReport, analyse
from designer.network.architecture import Architecture, Position, Wire
from designer.network.blocks.base import PaletteEntry
from designer.network.errors import EditError, ShapeError
from designer.network.layout import Spacing, make_room
from designer.network.shapes import Shape
from designer.ui.canvas.wording import tr
from designer.ui.document import Document

Made = tuple[Architecture, str]


class PlanKind(Enum):
    """Where a new block would stand."""

    FREE = "free"
    SPLICE = "splice"
    FOLLOW = "follow"
    PRECEDE = "precede"
    REPLACE = "replace"
    WIRED = "wired"


@dataclass(frozen=True)
class Plan:
    """A way to add a block.

    Args:
        label: Of the undo step.
        edit: Returns the new architecture and the new block's id.
        wire: The wire it would lie on.
        block: The block it would follow, precede or replace.
    """

    kind: PlanKind
    label: str
    edit: Callable[[Architecture], Made]
    wire: Wire | None = None
    block: str | None = None

    def same_place(self, other: Plan | None) -> bool:
        """Tell whether another plan leads to the same network, but for where a free card lies."""
        return other is not None and (self.kind, self.wire, self.block) == (other.kind, other.wire, other.block)


@dataclass(frozen=True)
class Foreseen:
    """What a plan would lead to."""

    architecture: Architecture
    report: BlockReport


def foresee(plan: Plan, analysis: Analysis) -> Foreseen | None:
    """Return what a plan would lead to, or nothing where it is not allowed."""
    try:
        architecture, block_id = plan.edit(analysis.architecture)
    except EditError:
        return None
    return Foreseen(architecture, analyse(architecture, previous=analysis).reports[block_id])


def lay_free(entry: PaletteEntry, at: Position) -> Plan:
    """Lie unconnected."""
    return Plan(PlanKind.FREE, _label(tr("Add {0}"), entry), lambda old: edits.add_block(old, entry.spec, at=at, frozen=entry.frozen))


def splice(entry: PaletteEntry, wire: Wire, spacing: Spacing) -> Plan:
    """Lie on a wire."""

    def edit(old: Architecture) -> Made:
        return _roomy(edits.insert_on_wire(old, wire, entry.spec, frozen=entry.frozen), spacing)

    return Plan(PlanKind.SPLICE, _label(tr("Insert {0}"), entry), edit, wire=wire)


def follow(entry: PaletteEntry, block_id: str, spacing: Spacing) -> Plan:
    """Stand behind a block."""

    def edit(old: Architecture) -> Made:
        return _roomy(edits.insert_after(old, block_id, entry.spec, frozen=entry.frozen), spacing)

    return Plan(PlanKind.FOLLOW, _label(tr("Insert {0}"), entry), edit, block=block_id)


def precede(entry: PaletteEntry, block_id: str, spacing: Spacing) -> Plan:
    """Stand before a block that has no input yet."""

    def edit(old: Architecture) -> Made:
        at = old.by_id[block_id].at
        above = (at[0], at[1] - spacing.row) if at else None
        return edits.insert_before(old, block_id, entry.spec, at=above, frozen=entry.frozen)

    return Plan(PlanKind.PRECEDE, _label(tr("Insert {0}"), entry), edit, block=block_id)


def replace(entry: PaletteEntry, block_id: str) -> Plan:
    """Take a block's place and keep its wires."""
    label = tr("Replace {0} by {1}").format(block_id, entry.label)
    return Plan(PlanKind.REPLACE, label, lambda old: edits.replace_block(old, block_id, entry.spec, frozen=entry.frozen), block=block_id)


def wired(entry: PaletteEntry, at: Position, source: str | None, target: str | None, instead_of: Wire | None = None) -> Plan:
    """Lie at a place, joined to the block that a wire was drawn from."""

    def edit(old: Architecture) -> Made:
        free = edits.disconnect(old, instead_of) if instead_of else old
        new, block_id = edits.add_block(free, entry.spec, at=at, frozen=entry.frozen)
        return edits.connect(new, source or block_id, target or block_id), block_id

    return Plan(PlanKind.WIRED, _label(tr("Add {0}"), entry), edit)


def add_somewhere(entry: PaletteEntry, analysis: Analysis, behind: str | None, spacing: Spacing) -> Plan:
    """Stand behind the given block, else where a person expects it: at the end, before a final softmax."""
    old = analysis.architecture
    if entry.spec.MOST_INPUTS == 0:
        start = next((name for name in old.order if not old.sources[name] and old.by_id[name].spec.MOST_INPUTS != 0), None)
        return precede(entry, start, spacing) if start and not analysis.input_id else _beside(entry)
    if behind is None:
        softmax = analysis.folded_softmax
        behind = old.sources[softmax][0] if softmax and old.sources[softmax] else analysis.end_id or next(reversed(old.order), None)
    return follow(entry, behind, spacing) if behind else _beside(entry)


def fits_behind(entry: PaletteEntry, shape: Shape | None) -> bool:
    """Tell whether a block can take a shape as its input; an unknown shape fits all that take any."""
    if entry.spec.MOST_INPUTS == 0:
        return False
    if shape is None or entry.spec.FEWEST_INPUTS > 1:
        return True
    try:
        entry.spec.check_inputs((shape,))
        entry.spec.output_shape((shape,))
    except ShapeError:
        return False
    return True


def carry_out(plan: Plan, document: Document) -> bool:
    """Do it, as one undo step, and select the new block; what is not allowed is told by the document."""
    made: list[str] = []

    def edit(old: Architecture) -> Architecture:
        new, block_id = plan.edit(old)
        made.append(block_id)
        return new

    done = document.attempt(plan.label, edit)
    if done:
        document.select(made)
    return done


def _beside(entry: PaletteEntry) -> Plan:
    return Plan(PlanKind.FREE, _label(tr("Add {0}"), entry), lambda old: edits.add_block(old, entry.spec, frozen=entry.frozen))


def _roomy(made: Made, spacing: Spacing) -> Made:
    architecture, block_id = made
    return make_room(architecture, block_id, spacing), block_id


def _label(text: str, entry: PaletteEntry) -> str:
    return text.format(entry.label)
