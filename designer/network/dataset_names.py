"""What a document's `dataset` means: the name of a data set, or a path relative to the document."""

from __future__ import annotations

import os
from pathlib import Path

_ARCHIVES = (".npz", ".zip")


def is_path(name: str) -> bool:
    r"""Tell whether this is a path and not one of the data sets that the program knows by name.

    >>> [name for name in ("mnist", "../pictures", "flowers.zip", "C:\\flowers") if is_path(name)]
    ['../pictures', 'flowers.zip', 'C:\\flowers']
    """
    return name.startswith((".", "~")) or any(mark in name for mark in "/\\:") or name.lower().endswith(_ARCHIVES)


def resolved(name: str, folder: Path | None = None) -> str:
    """Return the name as it is, or the path absolute; nothing is opened.

    Args:
        folder: What a relative path starts from: the document's folder; none: the current folder.
    """
    if not is_path(name):
        return name
    path = Path(name).expanduser() if name.startswith("~") else Path(name)
    return os.path.normpath((folder or Path()).absolute() / path)
