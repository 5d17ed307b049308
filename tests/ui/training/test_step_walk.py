from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMainWindow
from pytestqt.qtbot import QtBot

from designer.network import edits
from designer.ui.canvas import CanvasView
from designer.ui.document import Document
from designer.ui.maps.live import LiveMaps
from designer.ui.theme import Themes
from designer.ui.training.step_walk import Passage, StepWalk, stages_of

LONG_MS = 600_000


@pytest.fixture
def walk(qtbot: QtBot, document: Document, themes: Themes) -> Iterator[StepWalk]:
    window = QMainWindow()
    live = LiveMaps(window)
    canvas = CanvasView(document, live, themes, window)
    window.setCentralWidget(canvas)
    qtbot.addWidget(window)
    window.resize(800, 900)
    window.show()
    made = StepWalk(canvas, document, themes, window)
    yield made
    made.cut()


def window_of(walk: StepWalk) -> QMainWindow:
    window = walk.parent()
    assert isinstance(window, QMainWindow)
    return window


def items(walk: StepWalk) -> int:
    canvas = window_of(walk).centralWidget()
    assert isinstance(canvas, CanvasView)
    return len(canvas.canvas_scene.items())


def test_a_step_goes_forward_and_back_over_every_block() -> None:
    order = [f"b{number}" for number in range(12)]
    stages = stages_of(order, ["b1", "b3"])
    forward = [stage.blocks[0] for stage in stages if stage.passage is Passage.FORWARD]
    backward = [stage.blocks[0] for stage in stages if stage.passage is Passage.BACKWARD]
    assert forward == order and backward == order[::-1]
    assert [stage.passage for stage in stages] == sorted((stage.passage for stage in stages), key=list(Passage).index)
    assert {stage.blocks for stage in stages if stage.passage is Passage.UPDATE} == {("b1", "b3")}


def test_without_blocks_or_without_weights_there_is_less_to_play() -> None:
    assert stages_of([], []) == ()
    assert all(stage.passage is not Passage.UPDATE for stage in stages_of(["a"], []))


def test_it_plays_from_the_first_block_to_the_update_and_leaves_nothing(qtbot: QtBot, walk: StepWalk) -> None:
    before = items(walk)
    walk.play("loss 2.3", LONG_MS)
    assert walk.stage is not None and walk.stage.blocks == ("input",) and items(walk) == before + 1
    walk.play("loss 2.3", 400)
    seen: list[Passage] = []

    def is_over() -> bool:
        if walk.stage is not None:
            seen.append(walk.stage.passage)
        return not walk.is_playing

    qtbot.waitUntil(is_over, timeout=10_000)
    assert seen and seen == sorted(seen, key=list(Passage).index)
    assert items(walk) == before


def test_esc_and_the_next_step_cut_it_short(qtbot: QtBot, walk: StepWalk) -> None:
    before = items(walk)
    window_of(walk).activateWindow()
    walk.play("loss 2.3", LONG_MS)
    walk.play("loss 2.2", LONG_MS)
    assert items(walk) == before + 1
    QTest.keyClick(window_of(walk), Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not walk.is_playing, timeout=2_000)
    assert items(walk) == before


def test_frozen_blocks_are_not_updated_and_a_block_may_vanish_meanwhile(qtbot: QtBot, walk: StepWalk, document: Document) -> None:
    document.attempt("freeze", lambda architecture: edits.set_frozen(architecture, ["conv1"], True))
    walk.play("loss 2.3", LONG_MS)
    assert {name for stage in walk._stages if stage.passage is Passage.UPDATE for name in stage.blocks} == {"conv2", "dense1", "dense2", "dense3"}
    document.attempt("delete", lambda architecture: edits.remove_blocks(architecture, ["conv1"])[0])
    walk.look()
    assert walk.is_playing
