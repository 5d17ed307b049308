"""The document: an immutable value of blocks, wires and training settings.

Edits (`designer.network.edits`) make new values and share what did not change: an unchanged block is the same object.
"""

from __future__ import annotations

import heapq
from dataclasses import dataclass, field
from functools import cached_property
from typing import ClassVar, NamedTuple

from designer.network.blocks.base import BlockSpec
from designer.network.errors import ShapeError
from designer.network.remedies import RemoveBlock
from designer.network.shapes import Shape
from designer.network.training import Training

Position = tuple[float, float]


class Wire(NamedTuple):
    """A connection from one block's output to another's next input."""

    source: str
    target: str


@dataclass(frozen=True)
class UnknownSpec(BlockSpec):
    """A block type that this version does not know: kept to the letter, its shape is unknown.

    Args:
        name: The type as the file has it.
        values: Its fields in the order written, each with its value as JSON text (numbers as written).
    """

    FEWEST_INPUTS: ClassVar[int] = 0
    MOST_INPUTS: ClassVar[int | None] = None

    name: str = ""
    values: tuple[tuple[str, str], ...] = ()

    @classmethod
    def has_weights(cls) -> bool:
        return True  # nobody knows, so a file may freeze it

    @property
    def type_name(self) -> str:
        return self.name

    def settings_line(self) -> str:
        return f"unknown type '{self.name}'"

    def output_shape(self, inputs: tuple[Shape, ...]) -> Shape:
        raise ShapeError(
            "unknown-type",
            f"the type '{self.name}' is unknown to this version; it is kept, but cannot be trained or exported",
            (RemoveBlock("Remove this block"),),
        )


@dataclass(frozen=True)
class Block:
    """One block of the network.

    Args:
        id: Stable under every edit; names the weights.
        spec: The type with the values of its fields.
        title: Free text shown instead of the id; empty: none.
        at: The card's top left in pixels at 100 %, once a person moved it.
        frozen: Training leaves the block's weights alone.
        quiet: Codes of the warnings silenced on this block.
    """

    id: str
    spec: BlockSpec
    title: str = ""
    at: Position | None = None
    frozen: bool = False
    quiet: tuple[str, ...] = ()

    @property
    def shown_name(self) -> str:
        """The title, or the id where there is none."""
        return " ".join(self.title.split()) or self.id  # a title may have several lines; a sentence has one


@dataclass(frozen=True)
class Architecture:
    """A network with its name, notes and training settings.

    Args:
        blocks: In the order listed in the file; ids are unique.
        wires: Ordered; the order of the wires into a block is the order of its inputs. Never a cycle.
    """

    name: str = ""
    notes: str = ""
    blocks: tuple[Block, ...] = ()
    wires: tuple[Wire, ...] = ()
    training: Training = field(default_factory=Training)

    @cached_property
    def by_id(self) -> dict[str, Block]:
        """Blocks by their ids."""
        return {block.id: block for block in self.blocks}

    @cached_property
    def sources(self) -> dict[str, tuple[str, ...]]:
        """For every block the ids its inputs come from, in order."""
        return self._grouped(1, 0)

    @cached_property
    def targets(self) -> dict[str, tuple[str, ...]]:
        """For every block the ids its output goes to."""
        return self._grouped(0, 1)

    def _grouped(self, key: int, other: int) -> dict[str, tuple[str, ...]]:
        lists: dict[str, list[str]] = {block.id: [] for block in self.blocks}
        for wire in self.wires:
            lists[wire[key]].append(wire[other])
        return {name: tuple(found) for name, found in lists.items()}

    @cached_property
    def order(self) -> tuple[str, ...]:
        """All ids so that every block comes after its inputs; ties in the order listed.

        A cycle's blocks are left out: shorter than ``blocks`` exactly where there is a cycle.
        """
        position = {block.id: index for index, block in enumerate(self.blocks)}
        if all(position[source] < position[target] for source, target in self.wires):
            return tuple(position)  # already listed so, as most networks are
        missing = {name: len(found) for name, found in self.sources.items()}
        ready = [position[name] for name, number in missing.items() if number == 0]
        ordered: list[str] = []
        while ready:
            name = self.blocks[heapq.heappop(ready)].id
            ordered.append(name)
            for target in self.targets[name]:
                missing[target] -= 1
                if missing[target] == 0:
                    heapq.heappush(ready, position[target])
        return tuple(ordered)

    def changed_since(self, other: Architecture) -> tuple[str, ...] | None:
        """Return the ids of the blocks that differ from another architecture's; ``None`` where ids or wires do.

        What the other has worked out of ids and wires is taken over: most edits change one block's fields, and then the order of 1,000
        blocks need not be found again.
        """
        if self.wires != other.wires or len(self.blocks) != len(other.blocks):
            return None
        pairs = [(block, old) for block, old in zip(self.blocks, other.blocks, strict=True) if block is not old]
        if any([block.id != old.id for block, old in pairs]):
            return None
        for name in ("sources", "targets", "order"):
            self.__dict__[name] = getattr(other, name)  # as `cached_property` would
        self.__dict__["by_id"] = other.by_id | {block.id: block for block, _ in pairs}
        return tuple([block.id for block, _ in pairs])

    def downstream(self, start: str) -> set[str]:
        """Return the ids that a block reaches, itself included."""
        seen, waiting = {start}, [start]
        while waiting:
            for target in self.targets[waiting.pop()]:
                if target not in seen:
                    seen.add(target)
                    waiting.append(target)
        return seen
