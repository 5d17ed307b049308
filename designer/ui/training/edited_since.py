"""Which blocks are no longer what the worker shows or trains."""

from __future__ import annotations

from designer.network.analysis import Analysis
from designer.network.architecture import Block

__all__ = ["edited_blocks", "same_network"]


def edited_blocks(before: Analysis, now: Analysis) -> tuple[str, ...]:
    """Return the ids of blocks that are new, or whose settings or inputs are others than before."""
    return tuple(block.id for block in now.architecture.blocks if not _is_same(block, before, now))


def _is_same(block: Block, before: Analysis, now: Analysis) -> bool:
    old = before.architecture.by_id.get(block.id)
    if old is None or (old is not block and old.spec != block.spec):
        return False
    if before.architecture.sources[block.id] != now.architecture.sources[block.id]:
        return False
    return before.reports[block.id].input_shapes == now.reports[block.id].input_shapes


def same_network(before: Analysis, now: Analysis) -> bool:
    """Tell whether both are the same to the worker: titles, places and most training settings do not matter to the maps."""
    one, other = before.architecture, now.architecture
    if one is other:
        return True
    if len(one.blocks) != len(other.blocks) or one.wires != other.wires or one.training.seed != other.training.seed:
        return False
    return all(a is b or (a.id == b.id and a.spec == b.spec) for a, b in zip(one.blocks, other.blocks, strict=True))
