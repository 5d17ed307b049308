"""Edits of what blocks and the document say: fields, titles, places, training settings, name and notes."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping

from designer.network.architecture import Architecture, Block, Position
from designer.network.document_limits import LONGEST_NAME, LONGEST_NOTES
from designer.network.edits_checks import Ids, block_of, blocks_of, checked_position, checked_text
from designer.network.errors import EditError, FieldError
from designer.network.fields import fields_of


def set_field(architecture: Architecture, ids: Ids, name: str, value: object) -> Architecture:
    """Set a field of one block or of several; those that do not have it are left alone.

    Raises:
        EditError: None has the field, or the value is outside its limits.
    """
    blocks = blocks_of(architecture, ids)
    having = [block for block in blocks if name in fields_of(type(block.spec))]
    if not having:
        raise EditError(f"{', '.join(block.shown_name for block in blocks[:3]) or 'nothing'} has no setting '{name}'")
    return _with_blocks(architecture, [_with_field(block, name, value) for block in having])


def _with_field(block: Block, name: str, value: object) -> Block:
    field = fields_of(type(block.spec))[name]
    try:
        parsed = field.parse(value)
    except FieldError as error:
        raise EditError(f"{block.shown_name}, {field.label}: {error}") from error
    if getattr(block.spec, name) == parsed:
        return block
    changes = {name: parsed}
    return dataclasses.replace(block, spec=dataclasses.replace(block.spec, **changes))


def set_title(architecture: Architecture, block_id: str, title: str) -> Architecture:
    """Set the text shown instead of the id; empty: the id is shown."""
    block = block_of(architecture, block_id)
    return _with_blocks(architecture, [dataclasses.replace(block, title=checked_text("Title", title, LONGEST_NAME))])


def set_frozen(architecture: Architecture, ids: Ids, frozen: bool) -> Architecture:
    """Freeze blocks, or thaw them; those without weights are left alone.

    Raises:
        EditError: None of them has weights.
    """
    blocks = blocks_of(architecture, ids)
    having = [block for block in blocks if block.spec.has_weights()]
    if not having:
        raise EditError(f"{', '.join(block.shown_name for block in blocks[:3]) or 'nothing'} has no parameters to freeze")
    return _with_blocks(architecture, [dataclasses.replace(block, frozen=frozen) for block in having])


def set_quiet(architecture: Architecture, block_id: str, code: str, quiet: bool = True) -> Architecture:
    """Silence a warning on a block, or let it speak again."""
    block = block_of(architecture, block_id)
    others = tuple(known for known in block.quiet if known != code)
    codes = others if not quiet else block.quiet if code in block.quiet else (*block.quiet, code)
    return _with_blocks(architecture, [dataclasses.replace(block, quiet=codes)])


def move_cards(architecture: Architecture, positions: Mapping[str, Position | None]) -> Architecture:
    """Put cards at places in pixels at 100 %; ``None`` leaves the place to the layout."""
    blocks = blocks_of(architecture, positions)
    return _with_blocks(architecture, [dataclasses.replace(block, at=checked_position(positions[block.id])) for block in blocks])


def set_training(architecture: Architecture, key: str, value: object) -> Architecture:
    """Set a training setting.

    Raises:
        EditError: There is no such setting, or the value is outside its limits.
    """
    if isinstance(value, str):
        checked_text(key, value, LONGEST_NOTES)
    training = architecture.training.change(key, value)
    if getattr(training, key) == getattr(architecture.training, key):
        return architecture
    return dataclasses.replace(architecture, training=training)


def set_name(architecture: Architecture, name: str) -> Architecture:
    """Set the network's name."""
    name = checked_text("Name", name, LONGEST_NAME)
    return architecture if name == architecture.name else dataclasses.replace(architecture, name=name)


def set_notes(architecture: Architecture, notes: str) -> Architecture:
    """Set the notes on the network."""
    notes = checked_text("Notes", notes, LONGEST_NOTES)
    return architecture if notes == architecture.notes else dataclasses.replace(architecture, notes=notes)


def _with_blocks(architecture: Architecture, changed: Iterable[Block]) -> Architecture:
    """Return the architecture with blocks exchanged by id; an equal block stays the object it was."""
    new = {block.id: block for block in changed if block != architecture.by_id[block.id]}
    if not new:
        return architecture
    return dataclasses.replace(architecture, blocks=tuple(new.get(block.id, block) for block in architecture.blocks))
