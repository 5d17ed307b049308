"""The architecture file (``.cnn``), version 1: reading is strict and whole, writing is canonical.

``save(load(save(x)))`` equals ``save(x)`` to the byte. Loading executes nothing and opens nothing.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from designer.network.architecture import Architecture
from designer.network.document_limits import LARGEST_BYTES
from designer.network.errors import FileError
from designer.network.file_format_blocks import read_blocks
from designer.network.file_format_faults import Faults
from designer.network.file_format_training import read_training
from designer.network.file_format_versions import upgraded
from designer.network.file_format_wires import read_wires
from designer.network.file_format_writing import FORMAT, block_line, save, save_lines
from designer.network.json_text import inside, read

__all__ = ["block_line", "load", "load_file", "save", "save_lines"]

_KEYS = ("format", "version", "name", "notes", "blocks", "wires", "training")


def load(text: str | bytes) -> Architecture:
    """Return the architecture in a file's text.

    Raises:
        FileError: Anything is wrong with it; every fault with its place, at most 20.
    """
    value, json_faults = read(_decoded(text))
    faults = Faults()
    document = _document(value)
    for fault in json_faults:
        faults.add(fault.place, fault.sentence)
    for key in document:
        if key not in _KEYS:
            faults.add_unknown_key(inside("", key), key, _KEYS)
    name, notes = (_text(document, key, faults) for key in ("name", "notes"))
    blocks, ids = read_blocks(document.get("blocks"), faults)
    wires = read_wires(document, ids, faults)
    training = read_training(document.get("training", {}), faults)
    faults.raise_if_any()
    return Architecture(name, notes, blocks, wires, training)


def load_file(path: Path) -> Architecture:
    """Return the architecture in a file; reads at most a little over 8 MiB.

    Raises:
        FileError: It cannot be read, or is refused.
    """
    try:
        with path.open("rb") as stream:
            data = stream.read(LARGEST_BYTES + 1)
    except (OSError, ValueError) as error:  # ValueError: a name that can be no path
        raise FileError([f"{path}: cannot be read: {getattr(error, 'strerror', None) or error}"]) from error
    return load(data)


def _decoded(text: str | bytes) -> str:
    try:
        data = text.encode() if isinstance(text, str) else text
        if len(data) > LARGEST_BYTES:
            raise FileError(["file: larger than 8 MiB; at most 8 MiB are opened"])
        return (text if isinstance(text, str) else data.decode()).removeprefix("\ufeff")
    except UnicodeError as error:
        where = f"not UTF-8 text (byte {error.start:,})" if isinstance(error, UnicodeDecodeError) else "it holds half a character"
        raise FileError([f"file: {where}; allowed is UTF-8"]) from None


def _document(value: Any) -> dict[str, Any]:
    """Return the top object in the present version; nothing else is worth reading where it is not one of ours."""
    faults = Faults()
    if not isinstance(value, dict):
        faults.add_found("file", value, "one JSON object")
        faults.raise_if_any()
    if value.get("format") != FORMAT:
        faults.add_found("format", value.get("format"), f'"{FORMAT}"', missing="format" not in value)
    faults.raise_if_any()
    return upgraded(value)


def _text(document: dict[str, Any], key: str, faults: Faults) -> str:
    value = document.get(key, "")
    if isinstance(value, str):
        return value
    faults.add_found(key, value, "a text")
    return ""
