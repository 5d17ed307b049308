"""Files dropped on the window."""

from __future__ import annotations

import os
from pathlib import Path

from PySide6.QtCore import QMimeData

from designer.ui.files.on_disk import SUFFIX

__all__ = ["dropped_dataset", "dropped_documents"]

_ARCHIVES = (".zip", ".npz")


def dropped_documents(mime: QMimeData) -> tuple[Path, ...]:
    """Return the architecture files among what is dragged; pictures, blocks of the palette and texts are none."""
    paths = (Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile())
    return tuple(path for path in paths if path.suffix.lower() == SUFFIX)


def dropped_dataset(mime: QMimeData) -> str:
    """Return the absolute path of the folder, zip or npz that is dragged; empty: it is none, or there are several."""
    paths = [url.toLocalFile() for url in mime.urls() if url.isLocalFile()]
    if len(paths) != 1:
        return ""
    path = os.path.abspath(paths[0])
    return path if path.lower().endswith(_ARCHIVES) or os.path.isdir(path) else ""
