"""Where a document's data set lies: a name stays a name, a path is relative to the document.

Only texts are looked at: nothing here opens a file or follows a link.
"""

from __future__ import annotations

import os
from pathlib import Path

from designer.network.dataset_names import is_path, resolved

__all__ = ["in_document", "is_path", "on_disk", "place_title"]


def on_disk(name: str, document: Path | None) -> str:
    """Return what the worker is asked for: the name as it is, or the absolute path.

    Args:
        name: As in the document.
        document: Where the document lies; none: it was never saved, then paths start from the current folder.

    >>> on_disk("mnist", None), on_disk("../cats", Path("/work/nets/a.cnn"))
    ('mnist', '/work/cats')
    """
    return resolved(name, document.parent if document is not None else None)


def in_document(path: str, document: Path | None) -> str:
    """Return how a data set is written into the document: relative where it lies below the document's folder, else absolute.

    >>> in_document("mnist", None), in_document("/work/nets/cats", Path("/work/nets/a.cnn")), in_document("/data/cats", Path("/work/nets/a.cnn"))
    ('mnist', './cats', '/data/cats')
    """
    if not is_path(path):
        return path
    path = os.path.abspath(path)
    if document is None:
        return path
    folder = os.path.abspath(document.parent)
    try:
        inside = os.path.commonpath([path, folder]) == folder and path != folder
    except ValueError:  # another drive
        inside = False
    return "./" + os.path.relpath(path, folder).replace(os.sep, "/") if inside else path


def place_title(name: str) -> str:
    """Return what people call a data set that is a path: its last part.

    >>> place_title("/data/cats/"), place_title("./pets.zip"), place_title("mnist")
    ('cats', 'pets.zip', 'mnist')
    """
    return name.replace("\\", "/").rstrip("/").rpartition("/")[2] or name if is_path(name) else name
