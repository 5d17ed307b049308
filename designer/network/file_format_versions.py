"""Versions of the file: an older one goes through a chain of steps, a newer one is told as such."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from designer.network.errors import FileError
from designer.network.fields import is_whole, quote

Document = dict[str, Any]

VERSION = 1

STEPS: Mapping[int, Callable[[Document], Document]] = MappingProxyType({})
"""For every older version the step that lifts a document to the next one; each with its own test."""


def upgraded(document: Document) -> Document:
    """Return the document in the present version.

    Raises:
        FileError: The version is newer, or none at all.
    """
    version = document.get("version")
    if not is_whole(version) or not isinstance(version, int) or version < 1:
        found = "missing" if "version" not in document else f"found {quote(version)}"
        raise FileError([f"version: {found}; allowed is a whole number from 1 to {VERSION}"])
    if version > VERSION:
        raise FileError([f"version: found {quote(version)}: made by a newer version of the program; this one reads up to {VERSION}"])
    for step in range(version, VERSION):
        document = STEPS[step](document)
    return document
