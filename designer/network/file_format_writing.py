"""Writing an architecture file: canonical, so that equal architectures give equal bytes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from designer.network.architecture import Architecture, Block, UnknownSpec
from designer.network.blocks.base import BlockSpec
from designer.network.fields import Field, fields_of
from designer.network.file_format_versions import VERSION
from designer.network.json_text import write_plain
from designer.network.training import Training

FORMAT = "cnn-designer"


def save(architecture: Architecture) -> str:
    """Return the file's text."""
    return "\n".join(save_lines(architecture)) + "\n"


def save_lines(architecture: Architecture) -> list[str]:
    """Return the file's lines, without their ends: one for each block and each wire."""
    return [
        "{",
        f'  "format": {write_plain(FORMAT)},',
        f'  "version": {VERSION},',
        f'  "name": {write_plain(architecture.name)},',
        f'  "notes": {write_plain(architecture.notes)},',
        *_list_lines("blocks", map(block_line, architecture.blocks)),
        *_list_lines("wires", map(write_plain, architecture.wires)),
        f'  "training": {training_line(architecture.training)}',
        "}",
    ]


def _list_lines(key: str, items: Iterable[str]) -> Iterator[str]:
    lines = list(items)
    if not lines:
        yield f'  "{key}": [],'
        return
    yield f'  "{key}": ['
    yield from (f"    {line}," for line in lines[:-1])
    yield f"    {lines[-1]}"
    yield "  ],"


def block_line(block: Block) -> str:
    """Return a block as one line of JSON: what equals its default is left out."""
    spec = block.spec
    entry: dict[str, Any] = {"id": block.id, "type": spec.type_name}
    if block.title:
        entry["title"] = block.title
    if block.at is not None:
        entry["at"] = [block.at[0] + 0, block.at[1] + 0]  # -0.0 becomes 0.0
    if block.frozen:
        entry["frozen"] = True
    if block.quiet:
        entry["quiet"] = block.quiet
    for name, field, default in _fields_with_defaults(type(spec)):
        value = getattr(spec, name)
        if field.required or value != default:
            entry[name] = field.to_json(value)
    return _with_unknown(write_plain(entry), spec.values) if isinstance(spec, UnknownSpec) else write_plain(entry)


_known_defaults: dict[type[BlockSpec], tuple[tuple[str, Field, Any], ...]] = {}


def _fields_with_defaults(declared: type[BlockSpec]) -> tuple[tuple[str, Field, Any], ...]:
    if declared not in _known_defaults:
        # a dataclass keeps a field's default as a class attribute
        _known_defaults[declared] = tuple((name, field, getattr(declared, name)) for name, field in fields_of(declared).items())
    return _known_defaults[declared]


def training_line(training: Training) -> str:
    """Return the settings that the document states or that differ from their defaults, then the unknown ones."""
    stated = {
        name: field.to_json(value)
        for name, field in fields_of(Training).items()
        if (value := getattr(training, name)) != getattr(Training, name) or name in training.written
    }
    return _with_unknown(write_plain(stated), training.unknown)


def _with_unknown(line: str, unknown: tuple[tuple[str, str], ...]) -> str:
    """Add entries whose values are JSON text."""
    entries = [] if line == "{}" else [line[1:-1]]
    return "{" + ", ".join([*entries, *(f"{write_plain(key)}: {text}" for key, text in unknown)]) + "}"
