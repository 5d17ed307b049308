"""Ids of blocks: stable under every edit, so a new one never takes an old one's place."""

from __future__ import annotations

import itertools
import re
from collections.abc import Collection

from designer.network.architecture import Architecture

LONGEST_ID = 64
ID_ALLOWED = f"1 to {LONGEST_ID} of a-z A-Z 0-9 _ -"
_ID = re.compile(rf"[A-Za-z0-9_-]{{1,{LONGEST_ID}}}")


def is_id(text: str) -> bool:
    """Tell whether a text may be an id.

    >>> is_id("conv-1"), is_id("conv 1"), is_id("")
    (True, False, False)
    """
    return _ID.fullmatch(text) is not None


def fresh_id(taken: Architecture | Collection[str], stem: str, numbered: bool = True) -> str:
    """Return the first free id of a stem: ``conv1``, ``conv2``, …; a stem without number comes first as it is.

    >>> fresh_id({"conv1"}, "conv"), fresh_id(set(), "input", numbered=False), fresh_id({"input"}, "input", numbered=False)
    ('conv2', 'input', 'input2')
    """
    ids = taken.by_id if isinstance(taken, Architecture) else taken
    stem = stem or "block"
    if not numbered and stem not in ids:
        return stem
    for number in itertools.count(1 if numbered else 2):
        found = f"{stem[: LONGEST_ID - len(str(number))]}{number}"
        if found not in ids:
            return found
    raise AssertionError("counting never ends")


def copied_id(taken: Collection[str], wanted: str) -> str:
    """Return an id for a copy: the same where it is free, else the next number.

    >>> copied_id({"conv1"}, "conv1"), copied_id({"input"}, "input"), copied_id(set(), "conv1")
    ('conv2', 'input2', 'conv1')
    """
    if wanted not in taken:
        return wanted
    stem = wanted.rstrip("0123456789")
    return fresh_id(taken, stem, numbered=stem != wanted)
