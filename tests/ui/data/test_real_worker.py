"""The data set window and the real worker, on a small folder of one's own pictures: looked at, mended, changed, trained with."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from PIL import Image, ImageDraw
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot

from designer.network.edits import set_training
from designer.network.templates import load_template
from designer.ui.data.class_model import IMAGES_ROLE, NAME, TRAINING
from designer.ui.data.dataset_window import DatasetWindow
from designer.ui.data.look_answer import LookState
from designer.ui.files.settings import Settings
from designer.ui.main_window import MainWindow
from designer.ui.theme import ThemeChoice, Themes
from designer.ui.training.pace import Pace
from designer.ui.worker_client import WorkerClient

pytestmark = [pytest.mark.usefixtures("quick_worker"), pytest.mark.qt_log_ignore("plugin does not support", extend=True), pytest.mark.timeout(180)]
ORIENTATION, QUARTER_TURN = 0x0112, 6


@pytest.fixture
def strokes(tmp_path: Path) -> Path:
    """Return a folder of lying and standing strokes, with a broken file, a one-bit file, and one that its EXIF turns."""
    chance = random.Random(3)
    for name in ("lying", "standing"):
        (tmp_path / "strokes" / name).mkdir(parents=True)
        for number in range(60):
            picture = Image.new("RGB", (24, 24), (chance.randrange(60),) * 3)
            at = chance.randrange(4, 18)
            box = (2, at, 22, at + 3) if name == "lying" else (at, 2, at + 3, 22)
            ImageDraw.Draw(picture).rectangle(box, fill=(chance.randrange(180, 256),) * 3)
            picture.save(tmp_path / "strokes" / name / f"{number:02}.png")
    Image.new("1", (24, 24), 1).save(tmp_path / "strokes" / "lying" / "one bit.png")
    turned = Image.new("RGB", (40, 20), (0, 120, 0))
    exif = turned.getexif()
    exif[ORIENTATION] = QUARTER_TURN
    turned.save(tmp_path / "strokes" / "standing" / "turned.jpg", exif=exif)
    (tmp_path / "strokes" / "standing" / "broken.png").write_bytes(b"\x89PNG no picture")
    return tmp_path / "strokes"


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> MainWindow:
    settings = Settings()
    made = MainWindow(settings, Themes(ThemeChoice.LIGHT), None, WorkerClient())
    made.document.replace(load_template("lenet5"), tmp_path / "mine.cnn")
    made.files.ask_before_losing = lambda: True  # type: ignore[method-assign]  # nobody is there to answer
    made.session.set_pace(Pace.FULL)
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
    qtbot.waitUntil(lambda: made.session.dataset.loaded is not None, timeout=60_000)
    return made


def press(button: QAbstractButton) -> None:
    assert button.isVisible() and button.isEnabled(), button.text()
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def look(window: MainWindow, qtbot: QtBot, path: Path) -> DatasetWindow:
    window.data_wiring.open_place(str(path))
    shown = window.data_wiring.dialog()
    qtbot.waitUntil(lambda: shown.look.state in (LookState.SEEN, LookState.FAILED), timeout=30_000)
    return shown


def test_own_pictures_are_looked_at_mended_changed_and_trained_with(window: MainWindow, qtbot: QtBot, strokes: Path) -> None:
    shown = look(window, qtbot, strokes)
    model = shown.pictures.table.model()
    assert [model.index(row, NAME).data() for row in range(model.rowCount())] == ["lying", "standing"]
    assert shown.head.parts.text() == "97 training · 12 validation · 13 test"
    assert all(not image.isNull() for row in range(2) for image in model.index(row, TRAINING).data(IMAGES_ROLE))
    assert shown.tabs.tabText(2) == "Not read 1" and "broken.png" in shown.skipped.lines.item(0).text()
    assert shown.pictures.fit_text.text().startswith("24×24 to 40×20 colour → 28×28 grey: made grey, stretched")

    press(shown.head.use_button)
    assert window.document.architecture.training.dataset == "./strokes"
    press(next(button for button in shown.misfit.boxes[0].buttons if button.text() == "Units 2"))
    qtbot.waitUntil(lambda: window.toolbar.dataset_chip.text().startswith("strokes · 122 × "), timeout=30_000)

    shown.show_augmentation()
    qtbot.waitUntil(lambda: shown.augmentation.look.drawn is not None, timeout=30_000)
    drawn = shown.augmentation.look.drawn
    assert drawn is not None and all(one.variants[0] == one.plain for one in drawn.pictures)
    window.document.attempt("brightness", lambda architecture: set_training(architecture, "brightness", 0.3))
    qtbot.waitUntil(lambda: shown.augmentation.look.drawn not in (None, drawn), timeout=30_000)
    changed = shown.augmentation.look.drawn
    assert changed is not None and any(variant != one.plain for one in changed.pictures for variant in one.variants)
    assert [one.plain for one in changed.pictures] == [one.plain for one in drawn.pictures]

    window.document.attempt("epochs", lambda architecture: set_training(architecture, "epochs", 12))
    with qtbot.waitSignal(window.session.finished, timeout=60_000) as ended:
        window.session.train()
    assert ended.args[0].test_accuracy > 0.9


def test_a_folder_without_pictures_says_what_is_expected(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "nothing").mkdir()
    shown = look(window, qtbot, tmp_path / "nothing")
    assert shown.look.state is LookState.FAILED
    assert "nothing" in shown.empty.text() and "class" in shown.empty.text()
    assert window.session.dataset.loaded is not None, "what the network trains with is as before"
