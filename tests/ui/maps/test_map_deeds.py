"""Copy and save the outlined map."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from designer.protocol.commands import AnyCommand, LookAt
from designer.ui.main_window import MainWindow
from tests.ui.maps.frames import card, exact, frame, ramp

pytestmark = pytest.mark.qt_log_ignore("plugin does not support", extend=True)
VALUES = ramp(16, 10, 10) / np.float32(7)


@pytest.fixture
def window(make_window: Callable[..., MainWindow], qtbot: QtBot) -> MainWindow:
    window = make_window()
    window.session.frame_drawn.disconnect(window.live_maps.show_frame)  # nothing but what the test sends
    window.session.probe_chosen.disconnect(window.live_maps.show_probe)
    window.document.select(["conv2"])
    window.live_maps.show_frame(frame(exact("conv2", VALUES), exact("dense1", VALUES[0, :, 0]), card("relu2", np.maximum(VALUES, 0))))
    window.maps_panel.grid.setFocus()
    QTest.keyClick(window.maps_panel.grid, Qt.Key.Key_Right)
    return window


def answer(monkeypatch: pytest.MonkeyPatch, path: Path) -> list[str]:
    asked: list[str] = []

    def name(_parent: object, _title: str, start: str, _kinds: str) -> tuple[str, str]:
        asked.append(Path(start).name)
        return str(path), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", name)
    return asked


def do(window: MainWindow, deed: str) -> None:
    menu = window.maps_panel.header.menu
    menu.aboutToShow.emit()
    assert menu.action(deed).isEnabled()
    menu.action(deed).trigger()


def test_ctrl_c_copies_picture_and_exact_values(window: MainWindow) -> None:
    QTest.keyClick(window.maps_panel.grid, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    data = QGuiApplication.clipboard().mimeData()
    assert data.hasImage()
    read = np.array([[float(cell) for cell in line.split("\t")] for line in data.text().split("\n")], np.float32)
    assert np.array_equal(read, VALUES[1])
    assert window.status_bar.notice.text() == "Copied map 1 of conv2: a picture, and a table of its values."


def test_png_is_the_map_as_it_is_coloured(window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = answer(monkeypatch, tmp_path / "map")
    do(window, "png")
    assert asked == ["conv2-map1.png"]
    picture, content = QImage(str(tmp_path / "map.png")), window.maps_panel.content()
    assert content is not None and picture.width() == picture.height() == 250
    assert picture == content.picture.convertToFormat(picture.format())
    assert picture.pixel(0, 0) == picture.pixel(24, 24) != picture.pixel(249, 249)


def test_npy_holds_the_exact_values(window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = answer(monkeypatch, tmp_path / "one.npy")
    do(window, "npy")
    one = np.load(tmp_path / "one.npy")
    assert one.dtype == np.float32 and np.array_equal(one, VALUES[1])
    answer(monkeypatch, tmp_path / "all.npy")
    do(window, "all_npy")
    assert np.array_equal(np.load(tmp_path / "all.npy"), VALUES)
    window.document.select(["dense1"])
    vector = answer(monkeypatch, tmp_path / "vector.npy")
    shapes = window.maps_panel.all_values()
    assert shapes is None, "another shape than the block's is not shown"
    assert asked == ["conv2-map1.npy"] and vector == []


def test_maps_of_eight_bits_are_no_exact_values(window: MainWindow) -> None:
    window.document.select(["relu2"])
    menu = window.maps_panel.header.menu
    menu.aboutToShow.emit()
    assert [menu.action(key).isEnabled() for key in ("copy", "png", "npy", "all_npy")] == [True, True, False, False]
    QTest.keyClick(window.maps_panel.grid, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    data = QGuiApplication.clipboard().mimeData()
    assert data.hasImage() and not data.hasText()


def test_a_folder_that_is_not_there_is_told(window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []
    monkeypatch.setattr("designer.ui.maps.content_deeds.Questions.show_failure", lambda _self, text: told.append(text))
    answer(monkeypatch, tmp_path / "missing" / "map.png")
    do(window, "png")
    assert len(told) == 1 and told[0].startswith("“map.png” was not saved: ")


def test_the_worker_is_asked_for_the_pinned_block(window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    looked: list[str | None] = []
    send = window.client.send

    def watch(sent: AnyCommand) -> None:
        if isinstance(sent, LookAt):
            looked.append(sent.selected)
        send(sent)

    monkeypatch.setattr(window.client, "send", watch)
    QTest.mouseClick(window.maps_panel.header.pin, Qt.MouseButton.LeftButton)
    window.document.select(["dense1"])
    QTest.mouseClick(window.maps_panel.header.pin, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: looked[-1:] == ["dense1"])
    window.document.select(["conv2"])
    QTest.mouseClick(window.maps_panel.header.pin, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: looked[-1:] == ["conv2"])
    sent = len(looked)
    window.document.select(["conv1"])
    window.maps_panel.footer.slider.setValue(window.maps_panel.footer.slider.minimum())
    assert set(looked[sent:]) <= {"conv2"}
