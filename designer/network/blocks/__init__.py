"""Every block type, one file each; a new file in this folder is found by itself."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator, Mapping
from types import MappingProxyType

from designer.network.blocks.base import BlockSpec, Group, PaletteEntry


def _find() -> Iterator[type[BlockSpec]]:
    for module in pkgutil.iter_modules(__path__):
        for item in vars(importlib.import_module(f"{__name__}.{module.name}")).values():
            if isinstance(item, type) and issubclass(item, BlockSpec) and item.__dict__.get("TYPE"):
                yield item


BLOCK_TYPES: Mapping[str, type[BlockSpec]] = MappingProxyType({found.TYPE: found for found in _find()})
"""Block types by their names in files."""


def palette() -> dict[Group, list[PaletteEntry]]:
    """Return the palette's entries by group, groups in the order shown."""
    entries: dict[Group, list[PaletteEntry]] = {group: [] for group in Group}
    for block_type in sorted(BLOCK_TYPES.values(), key=lambda found: (found.RANK, found.LABEL)):
        entries[block_type.GROUP].extend(block_type.palette())
    return {group: found for group, found in entries.items() if found}
