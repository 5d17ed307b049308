import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractSlider, QApplication, QComboBox, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from designer.network import edits
from designer.network.architecture import Architecture, Block, Wire
from designer.network.blocks.conv2d import Conv2d
from designer.network.blocks.input import Input
from designer.protocol.events import ProbeChosen
from designer.ui.document import Document
from designer.ui.maps.colors import ScaleMode
from designer.ui.maps.live import LiveMaps
from designer.ui.maps.panel import FeatureMapsPanel
from designer.ui.theme import ThemeChoice, Themes
from tests.ui.maps.frames import Values, card, exact, frame, ramp

pytestmark = pytest.mark.qt_log_ignore("plugin does not support", extend=True)


@pytest.fixture
def conv2(panel: FeatureMapsPanel, document: Document, live: LiveMaps) -> Values:
    """Show sixteen maps of conv2 and return their values; map 3 is dead, map 4 has two faults."""
    values = ramp(16, 10, 10) / np.float32(100)
    values[3], values[4, 0, :2] = 0, np.nan
    document.select(["conv2"])
    live.show_frame(frame(exact("conv2", values)))
    return values


def hover(panel: FeatureMapsPanel, channel: int, row: int, column: int) -> None:
    tile = panel.grid.tile_rect(channel)
    place = QPoint(tile.x() + int((column + 0.5) * tile.width() / 10), tile.y() + int((row + 0.5) * tile.height() / 10))
    QTest.mouseMove(panel.grid.viewport(), place)
    QApplication.processEvents()


def test_says_what_to_do_while_nothing_is_selected(panel: FeatureMapsPanel) -> None:
    assert panel.empty.isVisible()
    assert panel.empty.text() == "Select a block to see its feature maps"


def test_says_that_maps_are_on_their_way(panel: FeatureMapsPanel, document: Document) -> None:
    document.select(["conv2"])
    assert panel.empty.text() == "The maps of conv2 come as soon as the worker has computed them."


def test_says_why_broken_waiting_and_loose_blocks_have_none(panel: FeatureMapsPanel, document: Document) -> None:
    document.attempt("", lambda old: edits.set_field(old, "conv2", "kernel", (25, 25)))
    document.select(["conv2"])
    assert panel.empty.text().startswith("No maps: conv2: a 25×25 kernel does not fit")
    document.select(["pool2"])
    assert panel.empty.text() == "pool2 waits for conv2, which has a problem."
    loose, name = edits.add_block(document.architecture, Conv2d())
    document.apply("", loose)
    document.select([name])
    assert "not connected" in panel.empty.text()


def test_says_when_a_block_was_edited_since(panel: FeatureMapsPanel, document: Document, live: LiveMaps, conv2: object) -> None:
    assert panel.grid.isVisible()
    live.mark_edited(["conv2"])
    assert "edited since" in panel.empty.text()
    assert panel.header.caption() == "edited since"


def test_caption_tells_what_is_random_again_after_an_edit(panel: FeatureMapsPanel, document: Document, live: LiveMaps) -> None:
    after = frame(exact("conv2", ramp(16, 10, 10)), card("conv1", ramp(6, 28, 28)), trained=True, untrained=("conv2",))
    document.select(["conv2"])
    live.show_frame(after)
    assert panel.header.caption() == "trained weights · conv2 untrained"
    document.select(["conv1"])
    assert panel.header.caption() == "trained weights", "nothing random before it"


def test_maps_of_the_shape_before_an_edit_are_not_shown(panel: FeatureMapsPanel, document: Document, conv2: object) -> None:
    document.attempt("", lambda old: edits.set_field(old, "conv2", "kernel", (3, 3)))
    assert panel.empty.isVisible()
    document.undo()
    assert panel.grid.isVisible()


def test_hovering_tells_the_exact_value(panel: FeatureMapsPanel, conv2: Values) -> None:
    hover(panel, 5, 4, 6)
    assert panel.footer.text() == f"map 5, row 4, column 6 = {conv2[5, 4, 6]:.4g}".replace("-", "−")
    hover(panel, 4, 0, 1)
    assert panel.footer.text() == "map 4, row 0, column 1 = NaN"


def test_value_under_the_pointer_follows_the_training(panel: FeatureMapsPanel, live: LiveMaps, conv2: Values) -> None:
    hover(panel, 5, 4, 6)
    live.show_frame(frame(exact("conv2", np.full((16, 10, 10), 0.75, np.float32), signed=True), step=1, run=1, trained=True))
    assert panel.footer.text() == "map 5, row 4, column 6 = 0.75"


def test_eight_bit_values_are_told_as_such(panel: FeatureMapsPanel, document: Document, live: LiveMaps) -> None:
    document.select(["conv2"])
    live.show_frame(frame(card("conv2", ramp(16, 10, 10))))
    hover(panel, 1, 2, 3)
    assert panel.footer.text().startswith("map 1, row 2, column 3 ≈ ")


def test_arrows_walk_and_the_tile_is_told(qtbot: QtBot, panel: FeatureMapsPanel, conv2: object) -> None:
    panel.grid.setFocus()
    with qtbot.waitSignal(panel.map_selected) as told:
        QTest.keyClick(panel.grid, Qt.Key.Key_Right)
    assert told.args == [1]
    columns = sum(panel.grid.tile_rect(channel).y() == panel.grid.tile_rect(0).y() for channel in range(16))
    QTest.keyClick(panel.grid, Qt.Key.Key_Down)
    assert panel.grid.selected() == 1 + columns
    QTest.keyClick(panel.grid, Qt.Key.Key_End)
    assert panel.grid.selected() == 15
    QTest.keyClick(panel.grid, Qt.Key.Key_Right)
    assert panel.grid.selected() == 15
    QTest.mouseClick(panel.grid.viewport(), Qt.MouseButton.LeftButton, pos=panel.grid.tile_rect(panel.grid.channels_in_sight()[-1]).center())
    assert panel.grid.selected() == panel.grid.channels_in_sight()[-1]
    QTest.keyClick(panel.grid, Qt.Key.Key_Home)
    for _ in range(3):
        QTest.keyClick(panel.grid, Qt.Key.Key_Right)
    assert panel.footer.text() == "map 3: all 0"


def test_page_keys_walk_the_layers(qtbot: QtBot, panel: FeatureMapsPanel, document: Document, conv2: object) -> None:
    QTest.keyClick(panel.grid, Qt.Key.Key_PageDown)
    assert document.selection == ("relu2",)


def choose(qtbot: QtBot, combo: QComboBox, steps: int) -> None:
    combo.setFocus()
    for _ in range(abs(steps)):
        QTest.keyClick(combo, Qt.Key.Key_Down if steps > 0 else Qt.Key.Key_Up)


def test_scale_is_symmetric_for_signed_maps_and_the_choice_is_kept(qtbot: QtBot, panel: FeatureMapsPanel, document: Document, live: LiveMaps) -> None:
    live.show_frame(frame(exact("conv2", ramp(16, 10, 10)), exact("relu2", np.maximum(ramp(16, 10, 10), 0))))
    document.select(["conv2"])
    assert panel.header.mode.currentData() is ScaleMode.SYMMETRIC
    assert panel.header.legend.text() == "−800 … 800"
    choose(qtbot, panel.header.mode, -1)
    assert panel.header.mode.currentData() is ScaleMode.PER_LAYER
    document.select(["relu2"])
    assert panel.header.mode.currentData() is ScaleMode.PER_LAYER
    assert panel.header.legend.text() == "0 … 800"
    choose(qtbot, panel.header.mode, -1)
    assert panel.header.legend.text().startswith("map 0 ")
    document.select(["conv2"])
    assert panel.header.mode.currentData() is ScaleMode.PER_LAYER


def test_maps_can_be_ordered_by_mean(qtbot: QtBot, panel: FeatureMapsPanel, document: Document, live: LiveMaps) -> None:
    document.select(["conv2"])
    live.show_frame(frame(exact("conv2", ramp(16, 10, 10))))
    choose(qtbot, panel.header.order, 1)
    assert panel.grid.channels_in_sight()[:3] == (15, 14, 13)
    live.show_frame(frame(exact("conv2", -ramp(16, 10, 10)), step=1, run=1))
    assert panel.grid.channels_in_sight()[:3] == (15, 14, 13)


def test_control_wheel_and_slider_change_the_tiles(qtbot: QtBot, panel: FeatureMapsPanel, conv2: object, themes: Themes) -> None:
    before = panel.grid.tile_rect(0).width()
    center = QPointF(panel.grid.viewport().rect().center())
    wheel = QWheelEvent(
        center, center, QPoint(), QPoint(0, 240), Qt.MouseButton.NoButton, Qt.KeyboardModifier.ControlModifier, Qt.ScrollPhase.NoScrollPhase, False
    )
    QApplication.sendEvent(panel.grid.viewport(), wheel)
    assert panel.grid.tile_rect(0).width() > before
    assert panel.footer.slider.value() == panel.grid.tile_size()
    panel.footer.slider.triggerAction(QAbstractSlider.SliderAction.SliderToMinimum)
    assert panel.grid.tile_size() == themes.current().px("map_tile_min")


@pytest.mark.parametrize("size", [(520, 640), (340, 420), (900, 500)])
def test_all_tiles_are_as_large_as_fit_until_a_person_chooses(panel: FeatureMapsPanel, conv2: object, themes: Themes, size: tuple[int, int]) -> None:
    panel.resize(*size)
    QApplication.processEvents()
    grid, side = panel.grid, panel.grid.tile_size()
    assert grid.viewport().rect().contains(grid.tile_rect(15)), "none needs scrolling"
    assert panel.footer.slider.value() == side
    assert side >= themes.current().px("map_tile_fit_least")
    grid.show_tile_size(round(side * 1.4))
    assert not grid.viewport().rect().contains(grid.tile_rect(15)), "much larger ones do"
    panel.footer.slider.setValue(60)
    panel.resize(size[0] + 50, size[1] + 50)
    QApplication.processEvents()
    assert grid.tile_size() == 60, "what a person chose stays"
    panel.header.menu.fit.trigger()
    assert grid.tile_size() != 60 and panel.footer.slider.value() == grid.tile_size()


def test_one_row_is_seen_whole_where_the_panel_is_low(panel: FeatureMapsPanel, document: Document, live: LiveMaps) -> None:
    document.select(["conv1"])
    live.show_frame(frame(exact("conv1", ramp(6, 28, 28))))
    panel.resize(536, panel.height() - panel.grid.viewport().height() + 72)
    QApplication.processEvents()
    assert panel.grid.viewport().rect().contains(panel.grid.tile_rect(5)) and panel.grid.tile_rect(0).top() == panel.grid.tile_rect(5).top()


def test_more_tiles_than_fit_have_their_usual_size(panel: FeatureMapsPanel, document: Document, live: LiveMaps, themes: Themes) -> None:
    document.attempt("", lambda old: edits.set_field(old, "conv2", "filters", 300))
    document.select(["conv2"])
    live.show_frame(frame(exact("conv2", ramp(300, 10, 10))))
    assert panel.grid.tile_size() == themes.current().px("map_tile")


def test_probe_is_named_and_stepped(qtbot: QtBot, panel: FeatureMapsPanel, live: LiveMaps) -> None:
    buttons = {button.accessibleName(): button for button in panel.findChildren(QToolButton)}
    assert not buttons["Next picture"].isEnabled()
    live.show_probe(ProbeChosen(index=17, count=100, label="7"))
    assert panel.header.probe_text() == "test #17 · label 7"
    with qtbot.waitSignal(panel.probe_stepped) as told:
        QTest.mouseClick(buttons["Next picture"], Qt.MouseButton.LeftButton)
    assert told.args == [1]
    with qtbot.waitSignal(panel.probe_stepped) as told:
        QTest.mouseClick(buttons["Previous picture"], Qt.MouseButton.LeftButton)
    assert told.args == [-1]


def test_what_the_network_takes_the_probe_for_is_said_while_it_is_known(panel: FeatureMapsPanel, document: Document, live: LiveMaps) -> None:
    document.select(["conv2"])
    live.classes = tuple("0123456789")
    live.show_probe(ProbeChosen(index=1_012, count=5_000, label="4", part="validation"))
    end = np.zeros(10, np.float32)
    end[9] = 0.8
    live.show_frame(frame(card("softmax", end), card("conv2", ramp(16, 10, 10))))
    assert panel.header.probe_text() == "validation #1,012 · label 4 · said 9"
    live.show_frame(frame(card("conv2", ramp(16, 10, 10)), step=1))
    assert panel.header.probe_text() == "validation #1,012 · label 4", "the end is not in sight any more"
    live.show_frame(frame(card("softmax", np.full(10, np.nan, np.float32)), step=2))
    assert panel.header.probe_text().endswith("label 4")


def test_stale_maps_are_labelled(panel: FeatureMapsPanel, document: Document, live: LiveMaps) -> None:
    document.select(["conv2"])
    live.show_frame(frame(card("conv2", ramp(16, 10, 10))))
    assert panel.header.caption() == "random weights"
    live.show_frame(frame(card("conv1", ramp(6, 28, 28)), run=1, step=5, trained=True))
    assert panel.header.caption() == "stale · waiting for step 5"
    assert panel.grid.isVisible()


def test_vector_is_rows_and_softmax_is_classes(qtbot: QtBot, panel: FeatureMapsPanel, document: Document, live: LiveMaps) -> None:
    live.classes = tuple("abcdefghij")
    shares = np.full(10, 0.01, np.float32)
    shares[7] = 0.91
    live.show_frame(frame(exact("dense2", ramp(84)), exact("softmax", shares)))
    document.select(["dense2"])
    assert panel.bars.isVisible()
    QTest.mouseClick(panel.bars.viewport(), Qt.MouseButton.LeftButton, pos=panel.bars.row_rect(2).center())
    assert panel.footer.text() == "unit 2 = −39.5"
    document.select(["softmax"])
    panel.bars.setFocus()
    for _ in range(5):
        QTest.keyClick(panel.bars, Qt.Key.Key_Down)
    assert panel.footer.text() == "class h = 91.0 %"
    assert not panel.header.mode.isVisible()


def test_only_tiles_in_sight_of_a_large_block_are_wanted(qtbot: QtBot, themes: Themes) -> None:
    live = LiveMaps()
    blocks = (Block("input", Input(shape=(1, 9, 9))), Block("big", Conv2d(filters=2048)))
    document = Document(Architecture(blocks=blocks, wires=(Wire("input", "big"),)))
    panel = FeatureMapsPanel(document, live, themes)
    qtbot.addWidget(panel)
    panel.resize(460, 420)
    panel.show()
    with qtbot.waitSignal(panel.sight_changed) as told:
        document.select(["big"])
    assert told.args == [0, 64]
    live.show_frame(frame(exact("big", ramp(64, 7, 7), shape=(2048, 7, 7))))
    assert len(panel.grid.channels_in_sight()) < 64
    with qtbot.waitSignal(panel.sight_changed) as told:
        panel.grid.verticalScrollBar().triggerAction(QAbstractSlider.SliderAction.SliderToMaximum)
    assert sum(told.args) == 2048
    assert told.args[1] < 64
    panel.grid.grab()  # tiles that have not come yet are painted too
    QTest.keyClick(panel.grid, Qt.Key.Key_End)
    assert panel.footer.text() == "map 2047 has not come yet"


def test_everything_that_takes_the_focus_has_a_name_in_every_theme(panel: FeatureMapsPanel, themes: Themes, conv2: object) -> None:
    for choice in ThemeChoice:
        themes.choose(choice)
        assert not panel.grab().isNull()
    reached = [widget for widget in panel.findChildren(QWidget) if widget.isVisible() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus]
    assert panel.grid in reached
    assert [widget for widget in reached if not widget.accessibleName()] == []
