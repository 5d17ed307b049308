"""Files dropped on the window."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QMimeData

from designer.ui.files.on_disk import SUFFIX

__all__ = ["dropped_documents"]


def dropped_documents(mime: QMimeData) -> tuple[Path, ...]:
    """Return the architecture files among what is dragged; pictures, blocks of the palette and texts are none."""
    paths = (Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile())
    return tuple(path for path in paths if path.suffix.lower() == SUFFIX)
