"""Train with a data set: one undo step."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QCoreApplication

from designer.network.architecture import Architecture
from designer.network.edits import set_training
from designer.ui.data.places import in_document, is_path, on_disk
from designer.ui.document import Document

__all__ = ["relocated", "use_dataset"]


def use_dataset(document: Document, place: str, title: str) -> bool:
    """Put a data set into the document: a path relative to it where it lies below the document's folder.

    Args:
        place: A known data set's name, or an absolute path.
        title: What people call it.

    Returns:
        Whether that was possible; why not is told by the document.
    """
    name = in_document(place, document.path)
    label = QCoreApplication.translate("DatasetWindow", "Train with {0}").format(title)
    return document.attempt(label, partial(set_training, key="dataset", value=name))


def relocated(architecture: Architecture, old: Path | None, new: Path) -> Architecture:
    """Return the architecture for a document that moves: it names the same data from its new place.

    Args:
        old: Where the document lay; none: nowhere.
        new: Where it will lie.
    """
    name = architecture.training.dataset
    if not is_path(name) or (old is not None and old.parent == new.parent):
        return architecture
    return set_training(architecture, "dataset", in_document(on_disk(name, old), new))
