"""The way into the data set window, and what the main window says while data is being loaded."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from designer.network.edits import set_training
from designer.network.file_format import save
from designer.network.templates import load_template
from designer.ui.data.dataset_window import DatasetWindow
from designer.ui.data.look_answer import LookState
from designer.ui.main_window import MainWindow

pytestmark = pytest.mark.qt_log_ignore("plugin does not support", extend=True)
MakeWindow = Callable[..., MainWindow]


def drop(window: QWidget, *paths: Path) -> bool:
    """Drop files on the canvas, and return whether they were taken."""
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    copy, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPoint(300, 300), copy, mime, left, none)
    QApplication.sendEvent(window, enter)
    if enter.isAccepted():
        QApplication.sendEvent(window, QDropEvent(QPointF(300, 300), copy, mime, left, none))
    return enter.isAccepted()


def data_window(window: MainWindow) -> DatasetWindow | None:
    return next((found for found in window.findChildren(DatasetWindow) if found.isVisible()), None)


def train_with(window: MainWindow, name: str) -> None:
    assert window.document.attempt("data", lambda architecture: set_training(architecture, "dataset", name))


def test_a_dropped_folder_zip_or_npz_opens_the_window_and_changes_nothing(make_window: MakeWindow, qtbot: QtBot, tmp_path: Path) -> None:
    window = make_window()
    before = window.document.architecture
    (tmp_path / "pets").mkdir()
    for name in ("pets.zip", "pets.npz"):
        zipfile.ZipFile(tmp_path / name, "w").close()
    for name in ("pets", "pets.zip", "pets.npz"):
        assert drop(window, tmp_path / name)
        shown = data_window(window)
        assert shown is not None and shown.look.name == str(tmp_path / name)
        qtbot.waitUntil(lambda: shown.look.state is LookState.SEEN)  # noqa: B023  # waited for at once
        shown.close()
    assert window.document.architecture is before


def test_what_is_neither_network_nor_data_is_not_taken(make_window: MakeWindow, tmp_path: Path) -> None:
    window = make_window()
    (tmp_path / "a.txt").write_text("text")
    (tmp_path / "pets").mkdir()
    assert not drop(window, tmp_path / "a.txt")
    assert not drop(window, tmp_path / "pets", tmp_path / "a.txt"), "several things are not one data set"
    assert data_window(window) is None


def test_a_folder_dropped_on_the_data_set_window_is_looked_at(make_window: MakeWindow, tmp_path: Path) -> None:
    window = make_window()
    window.actions_table["show_dataset"].trigger()
    shown = data_window(window)
    assert shown is not None
    (tmp_path / "pets").mkdir()
    assert drop(shown, tmp_path / "pets") and shown.look.name == str(tmp_path / "pets")
    assert not drop(shown, tmp_path / "pets" / "a.txt")


def test_a_dropped_network_is_still_opened(make_window: MakeWindow, tmp_path: Path) -> None:
    window = make_window()
    path = tmp_path / "net.cnn"
    path.write_text(save(load_template("mlp")))
    assert drop(window, path)
    assert window.document.path == path and data_window(window) is None


def test_the_action_the_chip_and_the_settings_lead_to_it(make_window: MakeWindow, qtbot: QtBot) -> None:
    window = make_window()
    QTest.keyClick(window.canvas, Qt.Key.Key_I, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    shown = data_window(window)
    assert shown is not None
    shown.close()
    window.toolbar.dataset_chip.open_popup()
    QTest.mouseClick(window.toolbar.dataset_chip.popup.look_button, Qt.MouseButton.LeftButton)
    assert data_window(window) is shown, "it is made once"
    shown.close()
    window.actions_table["augmentation"].trigger()
    assert shown.isVisible() and shown.augmentation.isVisible()


def test_train_asks_before_it_downloads_and_trains_when_the_data_is_there(make_window: MakeWindow, qtbot: QtBot) -> None:
    window = make_window()
    train_with(window, "fashion-missing")
    qtbot.waitUntil(lambda: window.session.dataset.download_bytes > 0)
    assert window.toolbar.dataset_chip.text() == "fashion-missing · not here yet"
    window.session.primary()
    assert not window.session.is_active
    assert "12.0 MiB are to be downloaded" in window.message_line.text()
    load = next(button for button in window.message_line.action_buttons() if button.text() == "Download and train")
    with qtbot.waitSignal(window.session.run_started, timeout=10_000):
        QTest.mouseClick(load, Qt.MouseButton.LeftButton)
    assert not window.message_line.isVisible()
    window.session.stop()
    qtbot.waitUntil(lambda: not window.session.is_active)


def test_train_with_a_path_from_a_file_asks_to_load_it(make_window: MakeWindow, qtbot: QtBot) -> None:
    window = make_window()
    train_with(window, "../pets")
    qtbot.waitUntil(lambda: window.session.dataset.waits_for_consent)
    assert not window.live_maps.classes and window.session.dataset.loaded is None
    assert window.toolbar.dataset_chip.text() == "pets · not loaded"
    window.session.primary()
    assert not window.session.is_active
    look = next(button for button in window.message_line.action_buttons() if button.text() == "Data sets…")
    QTest.mouseClick(look, Qt.MouseButton.LeftButton)
    shown = data_window(window)
    assert shown is not None and shown.look.state is LookState.WAITS


def test_loading_is_seen_in_chip_and_status_bar_and_can_be_cancelled(make_window: MakeWindow, qtbot: QtBot) -> None:
    window = make_window()
    status = window.data_wiring.status
    assert not status.isVisible()
    train_with(window, "very-slow")
    qtbot.waitUntil(lambda: status.isVisible())
    assert window.toolbar.dataset_chip.text() == "very-slow · 34 %"
    assert status.line.sentence.text() == "Reading very-slow: 340 of 1,000 files"
    window.toolbar.dataset_chip.open_popup()
    popup = window.toolbar.dataset_chip.popup
    assert popup.loading.isVisible() and not popup.sentence.isVisible()
    popup.close()
    QTest.mouseClick(status.line.cancel_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.session.dataset.problem == "loading was given up")
    assert not status.isVisible() and window.toolbar.dataset_chip.text() == "very-slow · missing"


def test_the_worker_is_asked_for_absolute_paths_in_networks_too(make_window: MakeWindow, qtbot: QtBot, tmp_path: Path) -> None:
    window = make_window()
    window.document.mark_saved(tmp_path / "a.cnn")
    train_with(window, "./pets")
    window.session.load_dataset()
    qtbot.waitUntil(lambda: window.session.dataset.loaded is not None and window.session.dataset.name == "./pets")
    assert window.session.dataset.place == str(tmp_path / "pets")
    told = json.loads(window.session.text_for_worker(window.document.architecture))
    assert told["training"]["dataset"] == str(tmp_path / "pets")
    assert json.loads(save(window.document.architecture))["training"]["dataset"] == "./pets"
    window.document.mark_saved(tmp_path / "elsewhere" / "a.cnn")
    window.session.train()
    assert not window.session.is_active, "it is another folder now, that nobody agreed to open"
