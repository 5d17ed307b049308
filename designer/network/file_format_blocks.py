"""Reading the blocks of an architecture file."""

from __future__ import annotations

import math
from typing import Any

from designer.network.architecture import Block, Position, UnknownSpec
from designer.network.blocks import BLOCK_TYPES
from designer.network.blocks.base import BlockSpec
from designer.network.document_limits import FARTHEST_PX, MOST_BLOCKS
from designer.network.errors import FieldError
from designer.network.fields import fields_of, is_whole, quote
from designer.network.file_format_faults import Faults
from designer.network.ids import ID_ALLOWED, is_id
from designer.network.json_text import inside, plain, write

COMMON_KEYS = ("id", "type", "title", "at", "frozen", "quiet")


def read_blocks(raw: Any, faults: Faults) -> tuple[tuple[Block, ...], list[str] | None]:
    """Return the blocks that could be read, and all ids in order (``None`` where one is not known)."""
    if not isinstance(raw, list):
        faults.add_found("blocks", raw, "a list of blocks", missing=raw is None)
        return (), None
    if len(raw) > MOST_BLOCKS:
        faults.add("blocks", f"found {len(raw):,} blocks; allowed are {MOST_BLOCKS:,}")
        return (), None
    blocks = [_block(item, f"blocks[{index}]", faults) for index, item in enumerate(raw)]
    ids = [item.get("id") for item in raw if isinstance(item, dict)]
    _check_unique(ids, raw, faults)
    known = all(isinstance(name, str) for name in ids) and len(ids) == len(raw)
    return tuple(block for block in blocks if block is not None), [str(name) for name in ids] if known else None


def _check_unique(ids: list[Any], raw: list[Any], faults: Faults) -> None:
    if len({name for name in ids if isinstance(name, str)}) == len(raw):
        return
    first: dict[str, int] = {}
    for index, item in enumerate(raw):
        name = item.get("id") if isinstance(item, dict) else None
        if isinstance(name, str) and first.setdefault(name, index) != index:
            sentence = f"found {quote(name)}, which blocks[{first[name]}] has already; allowed is an id of its own"
            faults.add(f"blocks[{index}].id", sentence)


def _block(raw: Any, place: str, faults: Faults) -> Block | None:
    if not isinstance(raw, dict):
        faults.add_found(place, raw, "an object with id, type and fields")
        return None
    name = raw.get("id")
    if not isinstance(name, str) or not is_id(name):
        faults.add_found(f"{place}.id", name, ID_ALLOWED, missing="id" not in raw)
        name = ""
    spec = _spec(raw, place, faults)
    title = raw.get("title", "")
    if not isinstance(title, str):
        faults.add_found(f"{place}.title", title, "a text")
    at, frozen, quiet = _at(raw, place, faults), _frozen(raw, spec, place, faults), _quiet(raw, place, faults)
    return Block(name, spec, str(title), at, frozen, quiet) if spec else None


def _spec(raw: dict[str, Any], place: str, faults: Faults) -> BlockSpec | None:
    type_name = raw.get("type")
    if not isinstance(type_name, str) or not type_name:
        faults.add_found(f"{place}.type", type_name, 'a block type such as "conv2d"', missing="type" not in raw)
        return None
    block_type = BLOCK_TYPES.get(type_name)
    if block_type is None:
        return UnknownSpec(type_name, tuple((key, write_if_sound(value)) for key, value in raw.items() if key not in COMMON_KEYS))
    return _known_spec(block_type, raw, place, faults)


def write_if_sound(value: Any) -> str:
    """Return the JSON text of a value of unknown meaning; empty where it holds what JSON does not (a fault of its own)."""
    try:
        return write(value)
    except TypeError:
        return ""


def _known_spec(block_type: type[BlockSpec], raw: dict[str, Any], place: str, faults: Faults) -> BlockSpec | None:
    fields = fields_of(block_type)
    values: dict[str, Any] = {}
    sound = True
    for name, field in fields.items():
        if name in raw:
            try:
                values[name] = field.parse(plain(raw[name]))
            except FieldError as error:
                faults.add_field(f"{place}.{name}", error)
                sound = False
        elif field.required:
            faults.add_found(f"{place}.{name}", None, field.allowed(), missing=True)
            sound = False
    for key in raw:
        if key not in fields and key not in COMMON_KEYS:
            faults.add_unknown_key(inside(place, key), key, (*COMMON_KEYS, *fields))
    return block_type(**values) if sound else None


def _at(raw: dict[str, Any], place: str, faults: Faults) -> Position | None:
    if "at" not in raw:
        return None
    at = plain(raw["at"])
    if isinstance(at, list) and len(at) == 2 and all(map(_is_coordinate, at)):
        return (at[0] + 0, at[1] + 0)  # -0.0 becomes 0.0
    faults.add_found(f"{place}.at", at, f"[x, y], each from -{FARTHEST_PX:,} to {FARTHEST_PX:,}")
    return None


def _is_coordinate(value: Any) -> bool:
    return (is_whole(value) or (isinstance(value, float) and math.isfinite(value))) and abs(value) <= FARTHEST_PX


def _frozen(raw: dict[str, Any], spec: BlockSpec | None, place: str, faults: Faults) -> bool:
    frozen = raw.get("frozen", False)
    if not isinstance(frozen, bool):
        faults.add_found(f"{place}.frozen", frozen, "true or false")
    elif frozen and spec and not spec.has_weights():
        faults.add_found(f"{place}.frozen", frozen, f"false: '{spec.type_name}' has no parameters to freeze")
    return frozen is True


def _quiet(raw: dict[str, Any], place: str, faults: Faults) -> tuple[str, ...]:
    quiet = raw.get("quiet", [])
    if isinstance(quiet, list) and all(isinstance(code, str) for code in quiet):
        return tuple(quiet)
    faults.add_found(f"{place}.quiet", quiet, "a list of warning codes")
    return ()
