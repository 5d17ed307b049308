"""The map over the probe, copied and saved, in the assembled window with a scripted worker."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QFileDialog

from designer.ui.main_window import MainWindow
from designer.ui.why.answers import ReasonMoment, decode_reason
from designer.ui.why.menu import WHY_KEYS
from designer.ui.why.questions import Method, WhyQuestion
from tests.ui.why.conftest import answered

pytestmark = pytest.mark.qt_log_ignore("plugin does not support", extend=True)
VALUES = np.arange(784, dtype="<f4").reshape(28, 28) / 1_000


@pytest.fixture
def window(make_window: Callable[..., MainWindow]) -> MainWindow:
    window = make_window()
    window.actions_table["show_why"].trigger()
    reason = decode_reason(answered(1), WhyQuestion(Method.SALIENCY), ReasonMoment(0, 0, 1))
    window.why_panel.probe.show_reason(reason, tuple("0123456789"), False, 6)
    return window


def do(window: MainWindow, deed: str) -> None:
    window.why_panel.probe.menu.action(deed).trigger()


def test_a_copy_is_a_picture_and_its_exact_values(window: MainWindow) -> None:
    do(window, "copy")
    data = QGuiApplication.clipboard().mimeData()
    read = np.array([[float(cell) for cell in line.split("\t")] for line in data.text().split("\n")], np.float32)
    assert data.hasImage() and np.array_equal(read, VALUES)
    assert window.status_bar.notice.text() == "Copied Saliency for 7: a picture, and a table of its values."


def test_png_is_the_picture_with_the_map_as_strong_as_on_the_screen(window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    def name(_parent: object, title: str, start: str, _kinds: str) -> tuple[str, str]:
        asked.append((title, Path(start).name))
        return str(tmp_path / f"{len(asked)}.png"), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", name)
    for opacity in (0, 100):
        window.why_panel.probe.opacity.setValue(opacity)
        do(window, "png")
    plain, colored = QImage(str(tmp_path / "1.png")), QImage(str(tmp_path / "2.png"))
    assert asked == [("Save why this class", "saliency-7.png")] * 2
    assert plain.width() == plain.height() == colored.width() == 252
    assert plain.pixelColor(251, 0).red() == plain.pixelColor(251, 0).blue() == 27, "the picture of the test counts up to 27"
    assert colored.pixelColor(251, 251).saturation() > 10 and colored.pixel(0, 0) != colored.pixel(251, 251)


def test_npy_holds_the_exact_values(window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "map"), ""))
    do(window, "npy")
    assert np.array_equal(np.load(tmp_path / "map.npy"), VALUES)
    assert window.status_bar.notice.text() == "Saved Saliency for 7 as “map.npy”."


def test_every_method_is_a_command(window: MainWindow) -> None:
    window.docks.show("maps")
    for method, key in WHY_KEYS.items():
        window.actions_table[key].trigger()
        assert not window.why_panel.visibleRegion().isEmpty()
        assert window.why_panel.probe.choices.question().method is method is window.reasons.question.method
        assert window.why_panel.probe.choices.method.hasFocus()
