from __future__ import annotations

import itertools
from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLineEdit, QMainWindow, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from designer.network import edits
from designer.network.templates import load_template
from designer.ui.document import Document
from designer.ui.theme import ThemeChoice, Themes
from designer.ui.toolbar import Toolbar
from designer.ui.training.action_looks import ActionLooks
from designer.ui.training.pace import Pace
from designer.ui.training.session import TrainingSession
from designer.ui.training.states import TrainingState
from designer.ui.worker_client import WorkerClient
from tests.ui.fake_worker import command

NAMES = ("undo", "redo", "train", "step", "stop", "train_fresh")


class Window(QMainWindow):
    """A window with the toolbar and nothing else."""

    def __init__(self) -> None:
        super().__init__()
        themes = Themes(ThemeChoice.LIGHT, self)
        self.document = Document(load_template("lenet5"), self)
        self.client = WorkerClient(command(), self)
        self.session = TrainingSession(self.document, self.client, self)
        self.actions_by_key = {name: QAction(name.capitalize(), self) for name in NAMES}
        for name, press in (("train", self.session.primary), ("step", self.session.step), ("stop", self.session.stop), ("undo", self.document.undo)):
            self.actions_by_key[name].triggered.connect(press)
        self.toolbar = Toolbar(self.document, self.session, themes, self.actions_by_key, self)
        self.looks = ActionLooks(self.session, themes, self.actions_by_key, self)
        self.addToolBar(self.toolbar)


@pytest.fixture
def window(qtbot: QtBot) -> Iterator[Window]:
    made = Window()
    qtbot.addWidget(made)
    made.resize(1600, 200)
    made.show()
    yield made
    made.session.close()


def ready(qtbot: QtBot, window: Window) -> Window:
    window.session.begin()
    qtbot.waitUntil(lambda: window.session.dataset.loaded is not None and window.session.state is TrainingState.READY, timeout=10_000)
    return window


def click(qtbot: QtBot, button: QWidget) -> None:
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def test_it_names_document_data_device_and_settings(qtbot: QtBot, window: Window) -> None:
    bar = ready(qtbot, window).toolbar
    qtbot.waitUntil(lambda: bar.device_chip.text() == "CPU · 2 cores", timeout=5_000)
    assert bar.name.text() == window.document.architecture.name
    assert bar.dataset_chip.text() == "Digits · 1,797 × 1×8×8"
    assert bar.optimiser_chip.text().startswith("Adam · lr ")
    assert bar.optimiser_chip.accessibleName().startswith("Training settings: Adam")


def test_an_edit_is_marked_and_undone(qtbot: QtBot, window: Window) -> None:
    bar = window.toolbar
    assert bar.mark.text() == ""
    window.document.attempt("batch", lambda architecture: edits.set_training(architecture, "batch_size", 77))
    assert bar.mark.text() == "● edited"
    assert bar.optimiser_chip.text().endswith("batch 77")
    click(qtbot, bar.undo_button)
    assert bar.mark.text() == ""


def test_the_big_button_trains_pauses_and_resumes(qtbot: QtBot, window: Window) -> None:
    bar = ready(qtbot, window).toolbar
    assert (bar.train_button.text(), bar.step_button.isEnabled(), bar.stop_button.isEnabled()) == ("Train", True, False)
    assert not bar.progress.isVisible()
    click(qtbot, bar.train_button)
    assert (bar.train_button.text(), bar.stop_button.isEnabled()) == ("Pause", True)
    assert not window.actions_by_key["train_fresh"].isEnabled()
    qtbot.waitUntil(lambda: "img/s" in bar.progress.speed.text(), timeout=10_000)
    assert bar.progress.place.text().startswith("epoch ") and bar.progress.bar.value() > 0
    click(qtbot, bar.train_button)
    assert bar.train_button.text() == "Resume"
    qtbot.waitUntil(lambda: bar.progress.speed.text() == "paused", timeout=5_000)
    click(qtbot, bar.stop_button)
    assert (bar.train_button.text(), bar.train_button.isEnabled(), bar.stop_button.isEnabled()) == ("Stopping…", False, False)
    qtbot.waitUntil(lambda: bar.train_button.text() == "Train", timeout=5_000)
    assert not bar.progress.isVisible()


@pytest.mark.parametrize("width", [1600, 1280, 1024])
def test_nothing_is_cut_off_even_while_training(qtbot: QtBot, window: Window, width: int) -> None:
    bar = ready(qtbot, window).toolbar
    window.document.attempt("rate", lambda architecture: edits.set_training(architecture, "learning_rate", 0.000125))
    window.resize(width, 200)
    click(qtbot, bar.train_button)
    qtbot.waitUntil(lambda: bar.progress.speed.text() not in ("", "paused"), timeout=10_000)
    qtbot.waitUntil(lambda: bar.width() == width, timeout=2_000)
    assert not any(button.isVisible() for button in bar.findChildren(QToolButton, "qt_toolbar_ext_button"))
    shown = [button for button in bar.findChildren(QWidget) if button.isVisible() and button.parent() is bar.train_button.parent()]

    def lies_side_by_side() -> bool:
        edges = sorted((widget.x(), widget.x() + widget.width()) for widget in shown)
        whole = all(label.width() >= label.sizeHint().width() for label in (bar.progress.place, bar.progress.speed))
        return whole and edges[-1][1] <= width and all(one[1] <= other[0] for one, other in itertools.pairwise(edges))

    qtbot.waitUntil(lies_side_by_side, timeout=2_000)  # the row is laid out again after a text has grown
    for button in (bar.train_button, bar.step_button, bar.stop_button):
        assert button.width() >= button.minimumSizeHint().width()


def test_settings_are_undoable_and_wrong_text_stays_with_its_reason(qtbot: QtBot, window: Window) -> None:
    popup = window.toolbar.optimiser_chip.popup
    before = window.document.architecture.training
    field = popup.fields["batch_size"]
    assert isinstance(field.editor, QLineEdit)
    field.editor.clear()
    QTest.keyClicks(field.editor, "12x")
    assert window.document.architecture.training.batch_size == 12
    assert "allowed is a whole number from 1" in field.reason.text()
    assert field.editor.text() == "12x"
    QTest.keyClick(field.editor, Qt.Key.Key_Backspace)
    QTest.keyClicks(field.editor, "8")
    assert (window.document.architecture.training.batch_size, field.reason.text()) == (128, "")
    assert window.document.undo_label == f"Set batch size {before.batch_size} → 128"
    window.document.undo()
    assert window.document.architecture.training == before
    assert field.editor.text() == str(before.batch_size)


def test_momentum_is_asked_for_only_with_sgd(qtbot: QtBot, window: Window) -> None:
    popup = window.toolbar.optimiser_chip.popup
    assert not popup.fields["momentum"].isEnabled() and popup.notes_of("momentum") == "only with SGD"
    box = popup.fields["optimizer"].editor
    assert isinstance(box, QComboBox)
    box.setCurrentIndex(box.findData("sgd"))
    box.activated.emit(box.currentIndex())
    assert window.document.architecture.training.optimizer == "sgd"
    assert popup.fields["momentum"].isEnabled() and popup.notes_of("momentum") == ""


def test_data_sets_are_offered_with_what_is_missing(qtbot: QtBot, window: Window) -> None:
    popup = ready(qtbot, window).toolbar.dataset_chip.popup
    assert popup.choices["digits"].isChecked()
    assert not popup.choices["mnist"].isEnabled()
    with qtbot.waitSignal(window.toolbar.data_root_requested, timeout=1_000):
        popup.folder_button.click()
    window.document.attempt("data", lambda architecture: edits.set_training(architecture, "dataset", "mnist"))
    qtbot.waitUntil(lambda: popup.sentence.text() == "MNIST is not here", timeout=5_000)
    assert window.toolbar.dataset_chip.text() == "MNIST · missing"
    popup.choices["digits"].click()
    assert window.document.architecture.training.dataset == "digits"


def test_a_path_from_a_file_waits_for_a_person(qtbot: QtBot, window: Window) -> None:
    window.document.attempt("data", lambda architecture: edits.set_training(architecture, "dataset", "./pictures"))
    window.session.begin()
    popup = window.toolbar.dataset_chip.popup
    qtbot.waitUntil(lambda: not popup.load_button.isHidden(), timeout=5_000)
    assert "./pictures" in popup.sentence.text() and "Nothing was read" in popup.sentence.text()
    popup.load_button.click()
    qtbot.waitUntil(lambda: window.session.dataset.loaded is not None, timeout=10_000)
    assert popup.load_button.isHidden()


def test_devices_are_offered(qtbot: QtBot, window: Window) -> None:
    popup = ready(qtbot, window).toolbar.device_chip.popup
    assert [button.text() for button in popup.choices.values()] == ["Automatic: the fastest there is", "CPU · 2 cores", "NVIDIA H100 · 80 GiB"]
    lines: list[str] = []
    window.session.logged.connect(lines.append)
    popup.choices["cuda:0"].click()
    qtbot.waitUntil(lambda: any('"device":"cuda:0"' in line for line in lines), timeout=5_000)
    assert window.toolbar.device_chip.text() == "NVIDIA H100 · 80 GiB"


def test_a_dead_worker_shows_on_the_chip_and_can_be_started_again(qtbot: QtBot, window: Window) -> None:
    ready(qtbot, window)
    for _ in range(2):
        with qtbot.waitSignal(window.session.worker_died, timeout=10_000):
            qtbot.waitUntil(lambda: window.client.is_ready, timeout=10_000)
            window.client._process._process.kill()  # type: ignore[union-attr]  # the system does that
    chip = window.toolbar.device_chip
    assert chip.text() == "no training process"
    assert "killed by signal 9" in chip.popup.sentence.text()
    chip.popup.start_button.click()
    qtbot.waitUntil(lambda: chip.text() == "CPU · 2 cores", timeout=10_000)


def test_the_pace_is_chosen_from_a_menu(qtbot: QtBot, window: Window) -> None:
    button = window.toolbar.pace_button
    assert button.text() == "20 s a run"
    entries = {action.text(): action for action in button.menu().actions()}
    assert list(entries) == ["20 s a run", "full speed", "20 steps/s", "5 steps/s", "1 step/s"]
    entries["5 steps/s"].trigger()
    assert window.session.pace is Pace.STEPS_5
    assert button.accessibleName() == "Pace: 5 steps/s"


def test_a_click_leaves_the_focus_and_a_button_that_is_disabled_hands_it_back(qtbot: QtBot, window: Window) -> None:
    field = QLineEdit(window)
    window.setCentralWidget(field)
    ready(qtbot, window)
    window.activateWindow()
    field.setFocus()
    step = window.actions_by_key["step"]
    QTest.mouseClick(window.toolbar.undo_button, Qt.MouseButton.LeftButton)
    assert window.focusWidget() is field
    window.toolbar.step_button.setFocus()
    assert window.focusWidget() is window.toolbar.step_button
    step.setEnabled(False)
    assert window.focusWidget() is window.toolbar.train_button
