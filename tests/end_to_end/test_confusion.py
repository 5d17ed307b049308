"""From a mistake to its maps, with the real window and the real worker."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from designer.data.dataset import Split
from designer.data.registry import load
from designer.network import edits
from tests.end_to_end.hands import SLOW_MS, open_window

pytestmark = [pytest.mark.usefixtures("quick_worker"), pytest.mark.timeout(300), pytest.mark.qt_log_ignore("plugin does not support", extend=True)]
LEFT = Qt.MouseButton.LeftButton


def test_a_wrong_cell_leads_to_its_pictures_and_a_picture_to_its_maps(qtbot: QtBot) -> None:
    hands = open_window(qtbot)
    window, document = hands.window, hands.window.document
    document.attempt("epochs", lambda architecture: edits.set_training(architecture, "epochs", 1))
    document.attempt("batch", lambda architecture: edits.set_training(architecture, "batch_size", 256))
    with qtbot.waitSignal(window.session.finished, timeout=SLOW_MS):
        hands.press("train")
    results, panel = window.results, window.results_panel
    qtbot.waitUntil(lambda: results.finding is not None and results.finding.confusion.told.part == "test", timeout=SLOW_MS)
    window.actions_table["show_confusion"].trigger()
    qtbot.waitUntil(panel.matrix.hasFocus)
    assert panel.head.which.isVisible() and panel.head.which.currentText() == "test, best epoch 1"
    confusion = results.confusion
    assert confusion is not None
    true, predicted, count = confusion.pairs[0]
    QTest.mouseClick(panel.matrix.viewport(), LEFT, pos=panel.matrix.cell_rect(true, predicted).center())
    listed = panel.pictures.listed
    qtbot.waitUntil(lambda: panel.pictures.title() == f"{true} taken for {predicted}: {count}", timeout=SLOW_MS)
    assert {(picture.true, picture.predicted) for picture in listed().pictures} == {(true, predicted)}

    with qtbot.waitSignal(window.session.probe_chosen, timeout=SLOW_MS) as chosen:
        QTest.mouseClick(panel.pictures.grid.viewport(), LEFT, pos=panel.pictures.grid.tile_rect(0).center())
    assert chosen.args is not None
    probe, digits = chosen.args[0], load("digits", None)
    assert (probe.index, probe.part, probe.label) == (listed().pictures[0].index, "test", str(true))
    assert digits.labels[digits.splits[Split.TEST][probe.index]] == true
    hands.wait_for_maps()
    said = f"test #{probe.index:,} · label {true} · said "
    qtbot.waitUntil(lambda: window.maps_panel.header.probe_text().startswith(said), timeout=SLOW_MS)

    results.evaluate("training")
    qtbot.waitUntil(lambda: results.finding is not None and results.finding.confusion.told.part == "training", timeout=SLOW_MS)
    assert panel.head.which.currentText().startswith("training, evaluated ")
    assert results.confusion is not None and results.confusion.total == len(digits.splits[Split.TRAIN])
