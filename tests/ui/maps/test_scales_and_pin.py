"""Scales that a person chooses, colour maps, and the block that stays."""

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from designer.network import edits
from designer.ui.document import Document
from designer.ui.maps.colors import Palette, ScaleMode
from designer.ui.maps.live import LiveMaps
from designer.ui.maps.panel import FeatureMapsPanel
from tests.ui.maps.frames import exact, frame, ramp

pytestmark = pytest.mark.qt_log_ignore("plugin does not support", extend=True)


@pytest.fixture
def maps(panel: FeatureMapsPanel, document: Document, live: LiveMaps) -> FeatureMapsPanel:
    live.show_frame(frame(exact("conv2", ramp(16, 10, 10)), exact("relu2", np.maximum(ramp(16, 10, 10), 0))))
    document.select(["conv2"])
    return panel


def choose(panel: FeatureMapsPanel, mode: ScaleMode) -> None:
    combo = panel.header.mode
    combo.setFocus()
    QTest.keyClick(combo, Qt.Key.Key_Home)
    for _ in range(combo.findData(mode)):
        QTest.keyClick(combo, Qt.Key.Key_Down)
    assert combo.currentData() is mode


def test_the_outermost_percent_does_not_set_the_scale(maps: FeatureMapsPanel, live: LiveMaps) -> None:
    values = np.random.default_rng(0).uniform(-1, 1, (16, 10, 10)).astype(np.float32)
    values[0, 0, 0] = 1_000
    live.show_frame(frame(exact("conv2", values)))
    assert maps.header.legend.text() == "−1e+03 … 1e+03"
    choose(maps, ScaleMode.PERCENTILE)
    assert maps.header.legend.text() == "98 % −0.992 … 0.992"


def test_fixed_ends_begin_where_the_scale_was_and_stay(maps: FeatureMapsPanel, live: LiveMaps) -> None:
    assert not maps.header.ends.isVisible()
    choose(maps, ScaleMode.FIXED)
    ends = maps.header.ends
    assert ends.isVisible()
    assert (ends.low.text(), ends.high.text()) == ("−791.5", "791.5"), "those of the percentile, which the keys came by"
    live.show_frame(frame(exact("conv2", ramp(16, 10, 10) / np.float32(100)), step=1))
    assert maps.header.legend.text() == "−792 … 792"
    ends.high.selectAll()
    QTest.keyClicks(ends.high, "2.5")
    QTest.keyClick(ends.high, Qt.Key.Key_Return)
    assert maps.header.legend.text() == "−792 … 2.5"
    ends.low.selectAll()
    QTest.keyClicks(ends.low, "-1e-2")
    QTest.keyClick(ends.low, Qt.Key.Key_Return)
    assert maps.header.legend.text() == "−0.01 … 2.5"
    ends.low.selectAll()
    QTest.keyClicks(ends.low, "9")
    QTest.keyClick(ends.low, Qt.Key.Key_Return)
    assert maps.header.legend.text() == "−0.01 … 2.5", "a lower end above the upper one is no scale"


def test_colours_are_chosen_for_signed_and_other_maps_apart(maps: FeatureMapsPanel, document: Document) -> None:
    menu = maps.header.menu
    menu.aboutToShow.emit()
    assert menu.palette_action(None).isChecked()
    menu.palette_action(Palette.GREY).trigger()
    content = maps.content()
    assert content is not None and content.picture.isGrayscale()
    document.select(["relu2"])
    menu.aboutToShow.emit()
    assert menu.palette_action(None).isChecked()
    document.select(["conv2"])
    menu.aboutToShow.emit()
    assert menu.palette_action(Palette.GREY).isChecked()
    menu.palette_action(None).trigger()
    content = maps.content()
    assert content is not None and not content.picture.isGrayscale()


def test_a_pinned_block_stays_whatever_is_selected(qtbot: QtBot, maps: FeatureMapsPanel, document: Document) -> None:
    with qtbot.waitSignal(maps.block_pinned) as told:
        QTest.mouseClick(maps.header.pin, Qt.MouseButton.LeftButton)
    assert told.args == ["conv2"]
    document.select(["relu2"])
    assert maps.shown_block() == "conv2"
    assert "conv2 is pinned" in maps.header.pin.toolTip()
    with qtbot.waitSignal(maps.block_pinned) as told:
        QTest.mouseClick(maps.header.pin, Qt.MouseButton.LeftButton)
    assert told.args == [None] and maps.shown_block() == "relu2"


def test_page_keys_take_the_pin_along(qtbot: QtBot, maps: FeatureMapsPanel, document: Document) -> None:
    QTest.mouseClick(maps.header.pin, Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(maps.block_pinned) as told:
        QTest.keyClick(maps.grid, Qt.Key.Key_PageDown)
    assert told.args == ["relu2"] and maps.shown_block() == "relu2" and document.selection == ("relu2",)


def test_a_pin_goes_with_its_block(maps: FeatureMapsPanel, document: Document) -> None:
    QTest.mouseClick(maps.header.pin, Qt.MouseButton.LeftButton)
    document.apply("", edits.remove_blocks(document.architecture, ["conv2"])[0])
    assert not maps.header.pin.isChecked()
    document.select(["relu2"])
    assert maps.shown_block() == "relu2"
