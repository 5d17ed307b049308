from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QEnterEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QComboBox, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from designer.network import edits
from designer.network.fields import ChoiceField, FlagField, WholeField, fields_of
from designer.network.training import Training
from designer.ui.theme import Themes
from designer.ui.training.optimiser_popup import OptimiserPopup
from designer.ui.training.setting_groups import setting_groups
from tests.ui.training.conftest import Bench, MakeBench

pytestmark = pytest.mark.qt_log_ignore("plugin does not support", extend=True)
NAMES = [name for group in setting_groups() for name in group.names]
Opened = tuple[Bench, OptimiserPopup]


@pytest.fixture
def opened(qtbot: QtBot, bench: MakeBench, themes: Themes) -> Callable[..., Opened]:
    def make(**changes: object) -> Opened:
        at = bench()
        for name, value in changes.items():
            set_training(at, name, value)
        chip = QWidget()
        qtbot.addWidget(chip)
        chip.resize(100, 30)
        chip.show()
        popup = OptimiserPopup(at.document, at.session, themes, chip)
        popup.open_under(chip)
        return at, popup

    return make


def set_training(at: Bench, name: str, value: object) -> None:
    assert at.document.attempt(name, lambda architecture: edits.set_training(architecture, name, value))


def value_of(at: Bench, name: str) -> Any:
    return getattr(at.document.architecture.training, name)


def enter(editor: QWidget, text: str) -> None:
    assert isinstance(editor, QLineEdit)
    editor.selectAll()
    QTest.keyClicks(editor, text)


def change(popup: OptimiserPopup, name: str) -> Any:
    """Change a setting as a person does; return what it should be then."""
    popup.show_group(next(group.key for group in setting_groups() if name in group.names))
    field, editor = fields_of(Training)[name], popup.fields[name].editor
    if isinstance(field, FlagField):
        assert isinstance(editor, QCheckBox)
        editor.setFocus()
        QTest.keyClick(editor, Qt.Key.Key_Space)
        return editor.isChecked()
    if isinstance(field, ChoiceField):
        assert isinstance(editor, QComboBox)
        editor.setFocus()
        QTest.keyClick(editor, Qt.Key.Key_Down)
        return editor.currentData()
    enter(editor, "3" if isinstance(field, WholeField) else "0.25")
    return 3 if isinstance(field, WholeField) else 0.25


@pytest.mark.parametrize("name", NAMES)
def test_every_setting_is_changed_by_keys_and_undone(opened: Callable[..., Opened], name: str) -> None:
    at, popup = opened(optimizer="sgd", schedule="step")
    before, document = value_of(at, name), at.document.architecture
    wanted = change(popup, name)
    assert value_of(at, name) == wanted != before
    assert at.document.undo_label.startswith(f"Set {name.replace('_', ' ')} ")
    QTest.keyClick(popup.fields[name].editor, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert at.document.architecture == document
    QTest.keyClick(popup.fields[name].editor, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    assert value_of(at, name) == wanted


def test_arrow_keys_step_numbers_and_merge_to_one_undo_step(opened: Callable[..., Opened]) -> None:
    at, popup = opened()
    for key, times in ((Qt.Key.Key_Up, 2), (Qt.Key.Key_Down, 1)):
        for _ in range(times):
            QTest.keyClick(popup.fields["learning_rate"].editor, key)
    assert value_of(at, "learning_rate") == 0.005 and popup.fields["learning_rate"].editor.text() == "0.005"  # type: ignore[union-attr]  # a line
    assert at.document.undo_label == "Set learning rate 0.002 → 0.005"
    QTest.keyClick(popup.groups, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert value_of(at, "learning_rate") == 0.002
    QTest.keyClick(popup.fields["patience"].editor, Qt.Key.Key_Down)
    assert value_of(at, "patience") == 0, "at its limit"


def test_a_number_that_is_only_begun_is_not_called_wrong_before_it_is_left(opened: Callable[..., Opened]) -> None:
    at, popup = opened()
    field = popup.fields["learning_rate"]
    for text in ("", "0", "0.", "0.00", "1e", "1e-"):
        enter(field.editor, text) if text else field.editor.clear()  # type: ignore[union-attr]  # a line
        assert field.reason.text() == "", text
    field.editor.setFocus()
    popup.groups.setFocus()
    assert "above 0" in field.reason.text()
    enter(field.editor, "1e-4")
    assert field.reason.text() == "" and value_of(at, "learning_rate") == 1e-4


def test_wrong_text_stays_with_its_reason_and_the_old_value_in_force(opened: Callable[..., Opened]) -> None:
    at, popup = opened()
    enter(popup.fields["label_smoothing"].editor, "7")
    assert value_of(at, "label_smoothing") == 0.0
    assert "below 1" in popup.fields["label_smoothing"].reason.text()


def test_focus_and_pointer_explain_a_setting(opened: Callable[..., Opened]) -> None:
    popup = opened()[1]
    popup.show_group("regularisation")
    popup.fields["clip_norm"].editor.setFocus()
    assert popup.help.text().startswith("Clip gradients at: A longer gradient is shortened to this length; 0 leaves it.")
    at = QPointF(2, 2)
    QApplication.sendEvent(popup.fields["class_weights"], QEnterEvent(at, at, at))
    assert popup.help.text().startswith("Class weights: Balanced")
    QApplication.sendEvent(popup.fields["class_weights"], QEvent(QEvent.Type.Leave))
    assert popup.help.text().startswith("Clip gradients at: ")


def test_what_does_not_count_is_grey_and_says_why(opened: Callable[..., Opened]) -> None:
    at, popup = opened()
    assert not popup.fields["drop_every"].isEnabled() and popup.notes_of("drop_every") == "only with the step schedule"
    set_training(at, "schedule", "step")
    assert popup.fields["drop_every"].isEnabled() and popup.notes_of("drop_every") == ""


def test_a_precision_that_the_device_cannot_do_is_marked(qtbot: QtBot, opened: Callable[..., Opened]) -> None:
    at, popup = opened(precision="float16")
    at.session.begin()
    qtbot.waitUntil(lambda: at.session.greeting is not None, timeout=10_000)
    box = popup.fields["precision"].editor
    assert isinstance(box, QComboBox)
    texts = [box.itemText(index) for index in range(box.count())]
    assert texts == ["float32", "bfloat16", "float16"] and popup.notes_of("precision") == "", "there is a GPU"
    at.session.choose_device("cpu")
    assert box.itemText(2) == "float16 · not on the CPU" and popup.notes_of("precision") == "not on the CPU"


def test_batch_size_and_epochs_say_how_many_steps_they_make(qtbot: QtBot, opened: Callable[..., Opened]) -> None:
    at, popup = opened(batch_size=100)
    assert popup.notes_of("batch_size") == popup.notes_of("epochs") == ""
    at.session.begin()
    qtbot.waitUntil(lambda: at.session.dataset.loaded is not None, timeout=10_000)
    assert (popup.notes_of("batch_size"), popup.notes_of("epochs")) == ("15 steps an epoch", "300 steps")
    set_training(at, "epochs", 3)
    assert popup.notes_of("epochs") == "45 steps"


def test_settings_of_a_newer_version_are_shown(opened: Callable[..., Opened]) -> None:
    import dataclasses

    at, popup = opened()
    assert popup.unknown.isHidden()
    training = dataclasses.replace(at.document.architecture.training, unknown=(("ema", "0.999"),))
    at.document.apply("newer", dataclasses.replace(at.document.architecture, training=training))
    assert not popup.unknown.isHidden() and "ema: 0.999" in popup.unknown.text()


def test_finding_and_augmentation_are_asked_for(qtbot: QtBot, opened: Callable[..., Opened]) -> None:
    popup = opened(shift=0.1)[1]
    assert popup.augmentation_button.text() == "Augmentation: shift 0.1 …"
    with qtbot.waitSignal(popup.find_requested, timeout=1_000):
        popup.find_button.click()
    assert not popup.isVisible()
    with qtbot.waitSignal(popup.augmentation_requested, timeout=1_000):
        popup.augmentation_button.click()


def test_every_page_fits_a_small_window_and_every_stop_has_a_name(opened: Callable[..., Opened]) -> None:
    popup = opened()[1]
    assert popup.width() <= 600 and popup.height() <= 560
    focusable = [widget for widget in popup.findChildren(QWidget) if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.window() is popup]
    assert len(focusable) > len(NAMES)
    unnamed = [widget for widget in focusable if not widget.accessibleName() and not getattr(widget, "text", str)()]
    assert not unnamed
