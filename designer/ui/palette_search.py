"""Find palette entries by what a person types: their names, what else they are called, their group."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from enum import IntEnum

from designer.network.blocks import palette
from designer.network.blocks.base import Group, PaletteEntry

__all__ = ["Match", "find_entries", "match_of", "tip_of"]


class Match(IntEnum):
    """How well an entry is meant, the best first."""

    EXACT = 0
    """It is one of its names: "relu", "fc"."""
    NAME = 1
    """Its names begin so: "max p"."""
    SYNONYM = 2
    """Something else that it is called begins so: "resid"."""
    GROUP = 3
    """Its group begins so: "activ"."""
    NONE = 4


def match_of(entry: PaletteEntry, group: Group, text: str) -> Match:
    """Return how well an entry is meant by what was typed: every word begins a word of its names, synonyms or group.

    Nothing typed means every entry.
    """
    typed = text.casefold().replace("-", " ").replace("_", " ").split()
    names, synonyms = _names(entry), {name.casefold() for name in entry.other_names}
    if typed and (" ".join(typed) in names | synonyms or "".join(typed) in names | synonyms):
        return Match.EXACT
    for match, known in ((Match.NAME, names), (Match.SYNONYM, names | synonyms), (Match.GROUP, names | synonyms | {group.value})):
        parts = known | {part for name in known for part in name.split()}
        if all(any(part.startswith(word) for part in parts) for word in typed):
            return match
    return Match.NONE


def find_entries(text: str, fits: Callable[[PaletteEntry], bool] | None = None) -> list[tuple[Group, PaletteEntry]]:
    """Return the entries meant by what was typed, the best first, else in the palette's order.

    Args:
        fits: Which entries count at all; all without it.
    """
    found = [(match_of(entry, group, text), group, entry) for group, entry in _all_entries() if fits is None or fits(entry)]
    return [(group, entry) for match, group, entry in sorted(found, key=lambda each: each[0]) if match is not Match.NONE]


def tip_of(entry: PaletteEntry) -> str:
    """Return what a tooltip says of an entry: its full name, what it does and where it is typically used."""
    name = entry.spec.LABEL if entry.key == entry.spec.TYPE else entry.label
    return "\n".join(part for part in (name, entry.spec.describe(), entry.typical_use) if part)


def _all_entries() -> Iterator[tuple[Group, PaletteEntry]]:
    return ((group, entry) for group, entries in palette().items() for entry in entries)


def _names(entry: PaletteEntry) -> set[str]:
    """Return the names of an entry, each also in one word: "max pool" and "maxpool"."""
    spaced = {name.casefold().replace("_", " ") for name in (entry.label, entry.key, entry.spec.LABEL)}
    return spaced | {name.replace(" ", "") for name in spaced} | {entry.short_label.casefold()}
