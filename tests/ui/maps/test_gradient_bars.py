"""The gradients below the maps: in words for the block that is shown, as bars for all."""

import math

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QPoint
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QApplication, QToolTip
from pytestqt.qtbot import QtBot

from designer.network import edits
from designer.protocol.events import BlockGradient, LastGradients
from designer.ui.document import Document
from designer.ui.maps.gradient_bars import DECADES, GradientBars
from designer.ui.maps.live import LiveMaps
from designer.ui.maps.panel import FeatureMapsPanel
from designer.ui.theme import ThemeChoice, Themes
from tests.ui.maps.frames import card, exact, frame, ramp

pytestmark = pytest.mark.qt_log_ignore("plugin does not support", extend=True)


def gradients(step: int = 1_281, clipped: bool = False, **sizes: float) -> LastGradients:
    blocks = tuple(BlockGradient(block=name, size=size, weights=0.05) for name, size in sizes.items())
    return LastGradients(run=1, step=step, clipped=clipped, blocks=blocks)


@pytest.fixture
def shown(panel: FeatureMapsPanel, document: Document, live: LiveMaps) -> FeatureMapsPanel:
    """Show the maps of conv2 in a run of which the last gradients are known."""
    document.select(["conv2"])
    told = gradients(conv1=0.0021, conv2=0.00045, dense1=0.25)
    live.show_frame(replace(frame(exact("conv2", ramp(16, 10, 10)), run=1, step=1_281), gradients=told))
    return panel


def test_the_statistics_tell_the_gradient_of_the_block_and_its_share_of_the_weights(shown: FeatureMapsPanel, live: LiveMaps) -> None:
    assert shown.footer.detail() == "−799.5 … 799.5, mean 0 · gradient 0.00045, 0.9 % of the weights"
    after = replace(frame(exact("conv2", ramp(16, 10, 10)), trained=True), gradients=gradients(conv2=0.00045))
    live.show_frame(after)
    assert shown.footer.detail().endswith(" · gradient of step 1,281: 0.00045, 0.9 % of the weights"), "the run is over"
    live.show_frame(replace(after, gradients=gradients(conv2=math.nan)))
    assert shown.footer.detail().endswith(" · gradient of step 1,281: not finite")
    live.show_frame(replace(after, gradients=None))
    assert shown.footer.detail() == "−799.5 … 799.5, mean 0"


def test_blocks_without_weights_say_nothing_and_frozen_ones_that_they_are(shown: FeatureMapsPanel, document: Document, live: LiveMaps) -> None:
    document.select(["relu2"])
    told = replace(frame(exact("relu2", ramp(16, 10, 10)), run=1, step=1_281), gradients=gradients(conv1=0.0021))
    live.show_frame(told)
    assert "gradient" not in shown.footer.detail() and "mean" in shown.footer.detail()
    document.attempt("", lambda old: edits.set_frozen(old, ("conv2",), True))
    document.select(["conv2"])
    live.show_frame(replace(told, exact=(exact("conv2", ramp(16, 10, 10)),)))
    assert shown.footer.detail().endswith(" · frozen: no gradient")


def test_where_only_the_card_is_there_the_gradient_is_told_all_the_same(panel: FeatureMapsPanel, document: Document, live: LiveMaps) -> None:
    document.select(["conv2"])
    live.show_frame(replace(frame(replace(card("conv2", ramp(6, 10, 10)), shape=(16, 10, 10)), run=1, step=3), gradients=gradients(conv2=0.02)))
    assert panel.footer.detail() == "gradient 0.02, 40 % of the weights"


def test_bars_are_logarithms_and_go_with_the_run(shown: FeatureMapsPanel, live: LiveMaps) -> None:
    bars = shown.footer.gradients
    assert bars.isVisible()
    assert bars.heights() == pytest.approx([1 + math.log10(size / 0.25) / DECADES for size in (0.0021, 0.00045, 0.25)])
    live.show_frame(frame(exact("conv2", ramp(16, 10, 10))))
    assert not bars.isVisible() and bars.tip(3) == ""


def test_bars_of_nothing_little_and_of_what_is_not_finite(qtbot: QtBot, themes: Themes) -> None:
    bars = GradientBars(themes)
    qtbot.addWidget(bars)
    bars.show_gradients(gradients(a=0.0, b=1e-12, c=1.0, d=math.inf, e=math.nan), "a")
    assert bars.heights() == [0.0, 0.0, 1.0, 1.0, 1.0]
    assert not bars.grab().isNull()
    bars.show_gradients(gradients(a=0.0), "a")
    assert bars.heights() == [0.0]


def test_the_tooltip_is_of_the_bar_under_the_pointer_and_says_what_it_is_good_for(shown: FeatureMapsPanel) -> None:
    bars = shown.footer.gradients
    at = QPoint(bars.width() // 2, 3)
    QApplication.sendEvent(bars, QHelpEvent(QHelpEvent.Type.ToolTip, at, bars.mapToGlobal(at)))
    text = QToolTip.text()
    assert "in step 1,281" in text and "<b>conv2: 0.00045, 0.9 % of the weights</b>" in text and "conv1: 0.0021" in text
    assert "vanishes" in text and "explodes" in text and "clipping, as" not in text
    bars.show_gradients(gradients(7, True, **{f"conv{number}": 0.1 for number in range(60)}), None)
    tip = bars.tip(bars.width() - 1)
    assert "after clipping, as the optimiser was given it" in tip and "<b>conv59" in tip and "conv44:" in tip and "conv43:" not in tip
    QToolTip.hideText()


@pytest.mark.parametrize("choice", [ThemeChoice.LIGHT, ThemeChoice.DARK])
def test_the_bar_of_the_shown_block_stands_out(qtbot: QtBot, choice: ThemeChoice) -> None:
    themes = Themes(choice)
    bars = GradientBars(themes)
    qtbot.addWidget(bars)
    bars.show_gradients(gradients(a=1.0, b=1.0), "b")
    bars.resize(bars.sizeHint())
    picture = bars.grab().toImage()
    colors = [picture.pixelColor(x, picture.height() // 2).name() for x in (picture.width() // 4, picture.width() * 3 // 4)]
    assert colors == [themes.current().color(name).name() for name in ("control", "accent")]
