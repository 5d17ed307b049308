"""Edits: pure functions from one architecture to the next, sharing every block that did not change.

An edit that is not allowed raises `EditError` and nothing is changed; one that changes nothing returns the same object.
"""

from designer.network.edits_blocks import (
    add_block,
    insert_after,
    insert_before,
    insert_on_wire,
    remove_blocks,
    replace_block,
    why_not_replace,
)
from designer.network.edits_chain import move_along_chain, resplice, take_out
from designer.network.edits_copies import add_copies, duplicate
from designer.network.edits_places import arrange
from designer.network.edits_settings import (
    move_cards,
    set_field,
    set_frozen,
    set_name,
    set_notes,
    set_quiet,
    set_title,
    set_training,
)
from designer.network.edits_wires import connect, disconnect, move_input, reconnect, swap_inputs, targets_for, why_not_connect

__all__ = [
    "add_block",
    "add_copies",
    "arrange",
    "connect",
    "disconnect",
    "duplicate",
    "insert_after",
    "insert_before",
    "insert_on_wire",
    "move_along_chain",
    "move_cards",
    "move_input",
    "reconnect",
    "remove_blocks",
    "replace_block",
    "resplice",
    "set_field",
    "set_frozen",
    "set_name",
    "set_notes",
    "set_quiet",
    "set_title",
    "set_training",
    "swap_inputs",
    "take_out",
    "targets_for",
    "why_not_connect",
    "why_not_replace",
]
