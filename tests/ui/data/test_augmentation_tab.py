"""The seven settings with their sliders, and the examples that follow them."""

from __future__ import annotations

import json

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLineEdit
from pytestqt.qtbot import QtBot

from designer.network.edits import set_training
from designer.network.training import Training
from designer.ui.data.augmentation_look import SETTINGS
from designer.ui.data.augmentation_tab import AugmentationTab, without_augmentation
from designer.ui.data.look_answer import LookState
from tests.ui.data.conftest import DataBench, OpenWindow


@pytest.fixture
def bench(open_window: OpenWindow, qtbot: QtBot) -> DataBench:
    made = open_window()
    made.window.show_augmentation()
    qtbot.waitUntil(lambda: made.window.augmentation.look.drawn is not None)
    return made


def asked(bench: DataBench) -> list[dict[str, object]]:
    return bench.heard("PreviewAugmentation")


def settings(bench: DataBench) -> Training:
    return bench.document.architecture.training


def tab(bench: DataBench) -> AugmentationTab:
    return bench.window.augmentation


def settle(bench: DataBench, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not tab(bench).look.is_waiting)


def press(button: QAbstractButton) -> None:
    assert button.isVisible() and button.isEnabled()
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def test_nothing_is_asked_before_the_tab_is_in_front(open_window: OpenWindow, qtbot: QtBot) -> None:
    made = open_window()
    assert not asked(made)
    made.window.show_augmentation()
    qtbot.waitUntil(lambda: len(asked(made)) == 1)
    assert "training pictures only" in tab(made).promise.text()


def test_every_augmentation_setting_of_the_document_is_there(bench: DataBench) -> None:
    assert tuple(tab(bench).settings) == SETTINGS
    assert set(SETTINGS) <= set(vars(Training()))


FIRST_STEPS = (("shift", 0.01), ("rotation", 1.0), ("crop", 1), ("brightness", 0.02), ("contrast", 0.02), ("erase", 0.02))


@pytest.mark.parametrize(("name", "value"), FIRST_STEPS)
def test_a_slider_sets_its_setting_in_one_undo_step(bench: DataBench, name: str, value: float) -> None:
    slider = tab(bench).settings[name].slider
    assert slider is not None
    slider.setFocus()
    QTest.keyClick(slider, Qt.Key.Key_Right)
    assert getattr(settings(bench), name) == value
    assert isinstance(value, int) is isinstance(getattr(settings(bench), name), int)
    for _ in range(3):
        QTest.keyClick(slider, Qt.Key.Key_Right)
    bench.document.undo()
    assert getattr(settings(bench), name) == 0 and slider.value() == 0


def test_field_and_slider_say_the_same_and_what_is_typed_is_not_rounded_to_the_slider(bench: DataBench) -> None:
    setting = tab(bench).settings["rotation"]
    assert setting.slider is not None and isinstance(setting.field.editor, QLineEdit)
    setting.field.editor.selectAll()
    QTest.keyClicks(setting.field.editor, "12.3")
    assert settings(bench).rotation == 12.3 and setting.slider.value() == 12
    setting.field.editor.selectAll()
    QTest.keyClicks(setting.field.editor, "170")
    assert settings(bench).rotation == 170 and setting.slider.value() == setting.slider.maximum()


def test_the_examples_follow_the_settings(bench: DataBench, qtbot: QtBot) -> None:
    before = tab(bench).look.drawn
    bench.document.attempt("erase", lambda architecture: set_training(architecture, "erase", 0.5))
    qtbot.waitUntil(lambda: tab(bench).look.drawn not in (None, before))
    drawn = tab(bench).look.drawn
    assert drawn is not None and drawn.pictures[0].plain.pixels[0] == 255
    assert json.loads(str(asked(bench)[-1]["architecture"]))["training"]["erase"] == 0.5


def test_quick_changes_are_asked_one_at_a_time_and_the_newest_wins(bench: DataBench, qtbot: QtBot) -> None:
    slider = tab(bench).settings["contrast"].slider
    assert slider is not None
    for step in range(1, 31):
        slider.setValue(step)
        QTest.qWait(2)
    qtbot.waitUntil(lambda: json.loads(str(asked(bench)[-1]["architecture"]))["training"].get("contrast") == 0.6)
    settle(bench, qtbot)
    assert len(asked(bench)) < 20


def test_other_examples_are_of_other_epochs(bench: DataBench, qtbot: QtBot) -> None:
    press(tab(bench).others_button)
    qtbot.waitUntil(lambda: asked(bench)[-1]["draw"] == 1)
    settle(bench, qtbot)
    drawn = tab(bench).look.drawn
    assert drawn is not None and drawn.first_epoch == 1 + int(str(asked(bench)[-1]["variants"]))


def test_what_fits_is_asked_for(bench: DataBench, qtbot: QtBot) -> None:
    before = asked(bench)[-1]
    bench.window.resize(1_500, 1_000)
    qtbot.waitUntil(lambda: (int(asked(bench)[-1]["pictures"]), int(asked(bench)[-1]["variants"])) == tab(bench).view.room())  # type: ignore[call-overload]  # numbers
    assert int(str(asked(bench)[-1]["variants"])) > int(str(before["variants"]))


def test_change_nothing_sets_all_back_in_one_step(bench: DataBench) -> None:
    assert not tab(bench).none_button.isEnabled()
    for name, value in (("rotation", 20), ("flip", "both"), ("crop", 3), ("dataset", "digits"), ("learning_rate", 0.1)):
        bench.document.attempt(name, lambda architecture, name=name, value=value: set_training(architecture, name, value))  # type: ignore[misc]
    press(tab(bench).none_button)
    assert all(getattr(settings(bench), name) == getattr(Training(), name) for name in SETTINGS)
    assert settings(bench).learning_rate == 0.1
    bench.document.undo()
    assert (settings(bench).rotation, settings(bench).flip, settings(bench).crop) == (20, "both", 3)
    assert without_augmentation(without_augmentation(bench.document.architecture)) == without_augmentation(bench.document.architecture)


def test_data_that_waits_for_a_word_is_not_touched(open_window: OpenWindow, qtbot: QtBot) -> None:
    made = open_window("./pets", LookState.WAITS)
    made.session.trust("/nowhere")
    made.window.look.look_at("digits")
    qtbot.waitUntil(lambda: made.window.look.state is LookState.SEEN)
    made.window.show_augmentation()
    qtbot.waitUntil(lambda: "press Load" in tab(made).empty.text())
    assert not asked(made) and tab(made).empty.isVisible()


def test_a_new_worker_is_asked_again(bench: DataBench, qtbot: QtBot) -> None:
    before = len(asked(bench))
    bench.session.kill_worker()
    qtbot.waitUntil(lambda: len(asked(bench)) > before, timeout=10_000)
    settle(bench, qtbot)
    assert tab(bench).look.drawn is not None
