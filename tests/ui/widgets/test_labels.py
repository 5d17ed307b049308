from PySide6.QtGui import QFont
from pytestqt.qtbot import QtBot

from designer.ui.theme import Themes
from designer.ui.widgets.elided_label import ElidedLabel
from designer.ui.widgets.empty_state import EmptyState
from designer.ui.widgets.icon_button import IconButton
from designer.ui.widgets.section_title import SectionTitle

LONG = "a network with a rather long name"


def test_label_shortens_and_says_all_in_the_tooltip(qtbot: QtBot) -> None:
    label = ElidedLabel(LONG)
    qtbot.addWidget(label)
    label.show()
    label.resize(60, 20)
    assert label.is_elided()
    assert label.shown_text().endswith("…")
    assert label.toolTip() == label.text() == label.accessibleName() == LONG


def test_label_is_whole_at_its_own_size(qtbot: QtBot) -> None:
    label = ElidedLabel(LONG)
    qtbot.addWidget(label)
    label.resize(label.sizeHint())
    assert label.shown_text() == LONG
    assert label.toolTip() == ""
    assert label.minimumSizeHint().width() < label.sizeHint().width() / 2


def test_label_shows_markup_as_it_is_written(qtbot: QtBot) -> None:
    label = ElidedLabel("<b>conv1</b>\nsecond line")
    qtbot.addWidget(label)
    label.resize(label.sizeHint())
    assert label.shown_text() == "<b>conv1</b> second line"


def test_section_title_keeps_its_text(qtbot: QtBot) -> None:
    title = SectionTitle("Convolution")
    qtbot.addWidget(title)
    assert title.text() == "Convolution"
    assert title.font().capitalization() in (QFont.Capitalization.MixedCase, QFont.Capitalization.AllUppercase)


def test_empty_state_offers_a_way_out(qtbot: QtBot, themes: Themes) -> None:
    state = EmptyState(themes)
    qtbot.addWidget(state)
    state.show_text("No run yet.", icon_name="chart", button="Train")
    state.show()
    assert state.text() == "No run yet."
    with qtbot.waitSignal(state.action_triggered):
        state.button().click()
    state.show_text("Nothing to do.")
    assert not state.button().isVisible()


def test_icon_button_has_a_name_and_is_a_target(qtbot: QtBot, themes: Themes) -> None:
    button = IconButton("play", "Train", themes)
    qtbot.addWidget(button)
    assert (button.accessibleName(), button.toolTip()) == ("Train", "Train")
    button.show_icon("pause", "Pause")
    assert (button.accessibleName(), button.toolTip()) == ("Pause", "Pause")
    assert not button.icon().isNull()
