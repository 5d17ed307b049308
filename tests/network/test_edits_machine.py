"""Random editing sessions over every edit: whatever a person does, the document stays one that saves, opens and undoes."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Any

import pytest
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from designer.network import clipboard, edits, fixes
from designer.network.architecture import Architecture, Wire
from designer.network.blocks.base import BlockSpec
from designer.network.errors import EditError
from designer.network.fields import fields_of
from designer.network.file_format import load, save
from designer.network.history import History
from designer.network.ids import is_id
from designer.network.remedies import ConnectFrom, InsertBefore, MergeEnds, Remedy, RemoveBlock
from designer.network.training import Training
from tests.contract.random_networks import random_network
from tests.network.small_networks import network
from tests.network.strategies import KNOWN_SPECS, TEXTS, architectures, field_values

POSITIONS = st.tuples(st.floats(-2e6, 2e6), st.integers(-100, 100))
CHANCE = st.randoms(use_true_random=True)
"""Picks blocks and wires evenly; hypothesis picks the rules and the values."""

EDITS_WITHOUT_RULES = {"why_not_connect", "why_not_replace", "add_copies", "targets_for"}
"""Asked inside `connect` and `replace_block`; done inside `duplicate` and `paste`; asked by an invariant."""


STARTS = [
    network("input conv1 relu1 pool1 dense1 relu2 conv2 softmax"),
    network("input conv1 relu1 add1 dense1", "conv1 pool1 add1", "norm1"),
]
BRANCHED = st.builds(random_network, st.integers(0, 2**48), st.lists(st.integers(0, 2**48), max_size=4))
"""Networks with branches within branches, skips, gates."""


class EditingSession(RuleBasedStateMachine):
    """Does every edit in random order, undoes and redoes; invariants hold after each."""

    used: set[str] = set()  # noqa: RUF012 - shared by all sessions on purpose

    def __init__(self) -> None:
        super().__init__()
        self.seconds = 0.0
        self.history = History(Architecture(), lambda: self.seconds)
        self.clip = ""

    @initialize(start=st.sampled_from(STARTS) | architectures(6) | BRANCHED)
    def begin(self, start: Architecture) -> None:
        self.history = History(start, lambda: self.seconds)

    @property
    def now(self) -> Architecture:
        return self.history.current

    def block(self, rng: Random) -> str:
        return rng.choice([*self.now.by_id] or ["nobody"]) if rng.random() < 0.95 else "nobody"

    def blocks(self, rng: Random) -> list[str]:
        return [self.block(rng) for _ in range(rng.randint(0, 3))]

    def wire(self, rng: Random) -> Wire:
        return rng.choice(self.now.wires) if self.now.wires and rng.random() < 0.95 else Wire("nobody", "no one")

    def attempt(self, edit: Callable[..., Any], *arguments: Any, key: str | None = None, **named: Any) -> None:
        """Do an edit if it is allowed; a refused one changes nothing."""
        before, text = self.now, save(self.now)
        try:
            result = edit(before, *arguments, **named)
            self.used.add(getattr(edit, "__name__", ""))
        except EditError as error:
            assert "\n" not in str(error)
            result = before
        after = result if isinstance(result, Architecture) else result[0]
        assert save(before) == text, "the value before an edit never changes"
        assert all(before.by_id.get(block.id) is block for block in after.blocks if block == before.by_id.get(block.id)), "equal blocks are shared"
        assert (after is before) == (after == before), "an edit that changes nothing returns the same object"
        if self.history.push("step", after, key) and key is None:
            done = self.now
            self.history.undo()
            assert self.history.redo() is done

    @rule(rng=CHANCE, spec=KNOWN_SPECS, at=st.none() | POSITIONS, frozen=st.booleans())
    def add(self, rng: Random, spec: BlockSpec, at: Any, frozen: bool) -> None:
        for edit in rng.sample(["add_block", "insert_on_wire", "insert_after", "insert_before"], 2):
            where = {"add_block": lambda: (), "insert_on_wire": lambda: (self.wire(rng),)}.get(edit, lambda: (self.block(rng),))
            self.attempt(getattr(edits, edit), *where(), spec, at=at, frozen=frozen and spec.has_weights())

    @rule(rng=CHANCE, spec=KNOWN_SPECS)
    def replace(self, rng: Random, spec: BlockSpec) -> None:
        self.attempt(edits.replace_block, self.block(rng), spec)

    @rule(rng=CHANCE, close=st.booleans())
    def remove(self, rng: Random, close: bool) -> None:
        self.attempt(edits.remove_blocks, self.blocks(rng), close)

    @rule(rng=CHANCE)
    def rewire(self, rng: Random) -> None:
        every = ["connect", "connect", "disconnect", "reconnect", "reorder", "move", "resplice", "take out"]
        for step in rng.sample(every, len(every)):
            match step:
                case "connect":
                    self.attempt(edits.connect, self.block(rng), self.block(rng), rng.choice([None, 0, 1, 5]))
                case "disconnect":
                    self.attempt(edits.disconnect, self.wire(rng))
                case "reconnect":
                    self.attempt(edits.reconnect, self.wire(rng), **{rng.choice(["source", "target"]): self.block(rng)})
                case "reorder":
                    for name in [*self.now.by_id, "nobody"]:
                        self.attempt(edits.swap_inputs, name)
                        self.attempt(edits.move_input, name, rng.randint(0, 2), rng.randint(0, 2))
                case "move":
                    for name in rng.sample([block.id for block in self.now.blocks], len(self.now.blocks)):  # few blocks have one neighbour
                        self.attempt(edits.move_along_chain, name, rng.choice([-1, 1, 2]))
                case "resplice":
                    self.attempt(edits.resplice, self.block(rng), self.wire(rng))
                case "take out":
                    self.attempt(edits.take_out, self.block(rng))

    @rule(rng=CHANCE, data=st.data())
    def set_field(self, rng: Random, data: st.DataObject) -> None:
        owner = rng.choice(self.now.blocks) if self.now.blocks else None
        fields = fields_of(type(owner.spec)) if owner else {}
        if owner and fields:
            name = rng.choice(list(fields))
            value = data.draw(field_values(fields[name]) | st.sampled_from([-1, None, "x", True, float("nan")]))
            self.attempt(edits.set_field, [owner.id, *self.blocks(rng)], name, value, key=f"{owner.id}.{name}")

    @rule(rng=CHANCE, text=TEXTS, flag=st.booleans())
    def say(self, rng: Random, text: str, flag: bool) -> None:
        self.attempt(edits.set_title, self.block(rng), text)
        self.attempt(edits.set_frozen, self.blocks(rng), flag)
        self.attempt(edits.set_frozen, [self.block(rng)], flag)
        self.attempt(edits.set_quiet, self.block(rng), text, flag)
        self.attempt(edits.set_name, text)
        self.attempt(edits.set_notes, text)

    @rule(rng=CHANCE, at=st.none() | POSITIONS)
    def move_cards(self, rng: Random, at: Any) -> None:
        self.attempt(edits.move_cards, dict.fromkeys(self.blocks(rng), at))
        self.attempt(edits.arrange)

    @rule(rng=CHANCE, data=st.data())
    def set_training(self, rng: Random, data: st.DataObject) -> None:
        name, field = rng.choice(list(fields_of(Training).items()))
        self.attempt(edits.set_training, name, data.draw(field_values(field) | st.sampled_from([-1, None, "\ud800", float("inf")])))

    @rule(rng=CHANCE, at=st.none() | POSITIONS)
    def copy_and_paste(self, rng: Random, at: Any) -> None:
        self.attempt(edits.duplicate, self.blocks(rng))
        chosen = self.blocks(rng)
        if chosen and set(chosen) <= self.now.by_id.keys():
            self.clip = clipboard.copy_text(self.now, chosen)
        self.attempt(clipboard.paste, self.clip, at)

    @rule(rng=CHANCE)
    def fix(self, rng: Random) -> None:
        remedies: list[Remedy] = [RemoveBlock("r"), InsertBefore("i", "flatten"), MergeEnds("m", "add"), ConnectFrom("c", self.block(rng))]
        self.attempt(rng.choice(fixes.fixes_for(remedies, self.block(rng))).apply)

    @rule(seconds=st.sampled_from([0.1, 5.0]), saves=st.booleans())
    def wait(self, seconds: float, saves: bool) -> None:
        self.seconds += seconds
        if saves:
            self.history.mark_saved()
            assert not self.history.is_edited

    @rule(steps=st.integers(1, 6))
    def undo_and_redo(self, steps: int) -> None:
        values = [self.now]
        while self.history.can_undo and len(values) <= steps:
            values.append(self.history.undo())
        for value in values[-2::-1]:
            assert self.history.redo() is value

    @rule(back=st.booleans())
    def go(self, back: bool) -> None:
        if back and self.history.can_undo:
            self.history.undo()
        elif self.history.can_redo:
            self.history.redo()

    @invariant()
    def ids_are_unique_and_fit_for_a_file(self) -> None:
        assert len(self.now.by_id) == len(self.now.blocks) and all(map(is_id, self.now.by_id))

    @invariant()
    def wires_join_blocks_and_never_lead_back(self) -> None:
        assert {end for wire in self.now.wires for end in wire} <= self.now.by_id.keys()
        assert len(self.now.order) == len(self.now.blocks)

    @invariant()
    def a_wire_may_lead_where_it_is_said_to(self) -> None:
        for source in [*self.now.by_id][:3]:
            for target in edits.targets_for(self.now, source):
                assert edits.connect(self.now, source, target).wires[-1] == Wire(source, target)

    @invariant()
    def the_document_saves_and_opens(self) -> None:
        text = save(self.now)
        assert load(text) == self.now and save(load(text)) == text


def test_editing_sessions() -> None:
    EditingSession.used.clear()
    told_at_once = (Phase.explicit, Phase.generate)  # shrinking a session takes minutes
    modest = settings(derandomize=True, deadline=None, max_examples=60, stateful_step_count=25, database=None, phases=told_at_once)
    run_state_machine_as_test(EditingSession, settings=modest)
    assert not set(edits.__all__) - EDITS_WITHOUT_RULES - EditingSession.used, "every edit was done"


@pytest.mark.ledger
@pytest.mark.timeout(0)
def test_editing_sessions_in_full() -> None:
    full = settings(deadline=None, max_examples=2_000, stateful_step_count=50, database=None, print_blob=True)
    run_state_machine_as_test(EditingSession, settings=full)
