from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF
from PySide6.QtWidgets import QApplication

from designer.network import edits
from designer.network.architecture import Architecture
from designer.network.blocks import BLOCK_TYPES
from designer.protocol.events import BlockMaps, MapsDrawn
from designer.ui.canvas.wording import Mood
from designer.ui.theme import ThemeChoice
from tests.ui.canvas.person import Canvas


def test_every_block_has_a_card_that_says_what_it_is(canvas: Canvas) -> None:
    texts = canvas.scene.cards["conv2"].face.texts
    assert list(canvas.scene.cards) == [block.id for block in canvas.document.architecture.blocks]
    assert (texts.name, texts.detail, texts.shape, texts.parameters) == ("conv2", "16 filters 5×5 · VALID", "16×10×10", "2,416")
    assert canvas.scene.cards["dense1"].face.texts.detail == "120 units · flattens 16×5×5"


def test_an_edit_touches_only_the_cards_that_change(canvas: Canvas) -> None:
    before = dict(canvas.scene.cards)
    faces = {name: card.face for name, card in before.items()}
    wires = dict(canvas.scene.wiring.items)
    canvas.document.attempt("edit", lambda old: edits.set_field(old, "dense2", "units", 60))
    assert canvas.scene.cards == before
    assert canvas.scene.wiring.items == wires
    changed = {name for name, card in canvas.scene.cards.items() if card.face is not faces[name]}
    assert changed == {"dense2", "relu4", "dense3"}
    assert canvas.scene.cards["dense2"].face.texts.shape == "60"


def test_the_first_cause_is_red_and_what_follows_waits(canvas: Canvas) -> None:
    canvas.document.attempt("edit", lambda old: edits.set_field(old, "conv2", "kernel", (25, 25)))
    cards = canvas.scene.cards
    assert cards["conv2"].face.texts.mood is Mood.WRONG
    assert "25×25 kernel does not fit a 14×14 input" in cards["conv2"].face.texts.detail
    assert [cards[name].face.texts.shape for name in ("relu2", "softmax")] == ["waiting", "waiting"]
    assert cards["pool1"].face.texts.mood is Mood.CALM
    canvas.document.undo()
    assert {card.face.texts.mood for card in cards.values()} == {Mood.CALM}


def test_long_and_strange_titles_are_shortened_plain_text(canvas: Canvas) -> None:
    canvas.document.attempt("edit", lambda old: edits.set_title(old, "conv1", "<b>many</b> " * 30))
    card = canvas.scene.cards["conv1"]
    assert card.face.name.startswith("<b>many<") and "…" in card.face.name and card.face.name.endswith("many</b>")
    assert "&lt;b&gt;many" in card.toolTip()


def vector_frame(name: str, number: int) -> MapsDrawn:
    values = np.linspace(0, 1, 10, dtype=np.float32)
    maps = BlockMaps(
        block=name, shape=(10,), signed=True, side=(1, 10), pixels=(values * 255).astype(np.uint8).tobytes(),
        ranges=np.array([[0, 1]], np.float32).tobytes(), faulty=np.zeros(1, np.int32).tobytes(), values=values.tobytes(),
    )  # fmt: skip
    return MapsDrawn(number=number, run=0, step=0, trained=False, revision=1, cards=(maps,))


def test_maps_come_onto_the_card_and_go_when_it_was_edited(canvas: Canvas) -> None:
    card = canvas.scene.cards["dense3"]
    empty = canvas.view.grab().toImage()
    canvas.live_maps.show_frame(vector_frame("dense3", 1))
    shown = canvas.view.grab().toImage()
    assert shown != empty
    canvas.live_maps.mark_edited(("dense3",))
    assert card.edited_since
    assert canvas.view.grab().toImage() not in (shown, empty)
    canvas.live_maps.clear_edited()
    assert canvas.view.grab().toImage() == shown


def test_a_frame_repaints_the_maps_and_not_the_whole_scene(canvas: Canvas) -> None:
    QApplication.processEvents()
    regions: list[float] = []
    canvas.scene.changed.connect(lambda rects: regions.extend(rect.height() for rect in rects))
    canvas.live_maps.show_frame(vector_frame("dense3", 1))
    QApplication.processEvents()
    assert regions and max(regions) < 2 * canvas.scene.style_used.height


def test_the_ports_of_one_card_do_not_paint_over_the_bars_of_the_next(canvas: Canvas) -> None:
    bar = canvas.on_screen(canvas.scene.cards["relu1"].pos() + QPointF(2, canvas.scene.style_used.height / 2))
    before = canvas.view.grab().toImage().pixelColor(bar)
    canvas.scene.cards["conv1"].show_hovered(True)
    assert canvas.view.grab().toImage().pixelColor(bar) == before == canvas.themes.current().group_color("activation")


def test_another_theme_is_shown_at_once(canvas: Canvas) -> None:
    light = canvas.view.grab().toImage()
    canvas.themes.choose(ThemeChoice.DARK)
    dark = canvas.view.grab().toImage()
    assert light.pixelColor(5, 5).lightness() > 200 > 60 > dark.pixelColor(5, 5).lightness()


def test_an_empty_canvas_says_what_to_do(empty_canvas: Canvas) -> None:
    assert "press A" in empty_canvas.view.empty_text()
    assert "press A" in empty_canvas.view.accessibleName()
    empty_canvas.document.attempt("add", lambda old: edits.add_block(old, BLOCK_TYPES["input"]())[0])
    assert "press A" in empty_canvas.view.empty_text(), "an input alone is no network yet"
    empty_canvas.document.attempt("add", lambda old: edits.insert_after(old, "input", BLOCK_TYPES["relu"]())[0])
    assert empty_canvas.view.empty_text() == ""


def test_the_view_says_the_current_block(canvas: Canvas) -> None:
    canvas.document.select(("conv1",))
    assert canvas.view.accessibleName() == "conv1, Convolution, 6 filters 5 by 5, SAME, output 6 by 28 by 28, 156 parameters, no problem"


def test_another_document_replaces_all_cards(canvas: Canvas) -> None:
    old = set(canvas.scene.cards.values())
    made, _ = edits.add_block(Architecture(), BLOCK_TYPES["input"]())
    canvas.document.replace(made, None)
    assert list(canvas.scene.cards) == ["input"]
    assert not canvas.scene.wiring.items and len(old) == 13


def test_a_wire_says_its_shape_when_it_is_selected(canvas: Canvas) -> None:
    canvas.click(canvas.wire("pool2", "dense1"))
    (item,) = [item for item in canvas.scene.wiring.items.values() if item.selected]
    assert (item.shape_text, item.toolTip()) == ("16×5×5", "pool2 16×5×5 → dense1 120")
