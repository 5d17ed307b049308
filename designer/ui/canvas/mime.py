"""What a drag from the palette carries: the entry's key, and the block as text for other programs."""

from __future__ import annotations

from PySide6.QtCore import QMimeData

from designer.network import clipboard, edits
from designer.network.architecture import Architecture
from designer.network.blocks import palette
from designer.network.blocks.base import PaletteEntry

BLOCK_MIME = "application/x-cnn-designer-block"


def block_mime_data(entry: PaletteEntry) -> QMimeData:
    """Return what a drag of a palette entry carries."""
    architecture, block_id = edits.add_block(Architecture(), entry.spec, frozen=entry.frozen)
    data = QMimeData()
    data.setData(BLOCK_MIME, entry.key.encode())
    data.setText(clipboard.copy_text(architecture, (block_id,)))
    return data


def entry_of(data: QMimeData) -> PaletteEntry | None:
    """Return the palette entry that a drag carries, if it carries one that exists."""
    key = bytes(data.data(BLOCK_MIME).data()).decode(errors="replace")
    entries = (entry for group in palette().values() for entry in group)
    return next((entry for entry in entries if entry.key == key), None)
