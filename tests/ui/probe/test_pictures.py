"""Pictures from files and the clipboard, and the answer in bars."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QMimeData, QUrl
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from designer.ui.probe.answer_bars import AnswerBars, probabilities
from designer.ui.probe.picture_reading import PictureRefusedError, inverted, picture_command, picture_in, picture_path, read_picture
from designer.ui.theme import Themes

random = np.random.default_rng(1)
COLOURS = random.integers(0, 256, (7, 5, 3), np.uint8)


def colour_image(pixels: np.ndarray) -> QImage:
    height, width, _ = pixels.shape
    return QImage(pixels.tobytes(), width, height, 3 * width, QImage.Format.Format_RGB888).copy()


def files(*paths: Path) -> QMimeData:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return mime


def test_rows_are_packed_whatever_qt_fills_them_up_with() -> None:
    command = picture_command(colour_image(COLOURS), "x")
    assert command.shape == (7, 5, 3) and command.pixels == COLOURS.tobytes()
    grey = np.repeat(COLOURS[..., :1], 3, axis=2)
    command = picture_command(colour_image(grey), "x")
    assert command.shape == (7, 5, 1) and command.pixels == COLOURS[..., 0].tobytes()


def test_transparency_is_left_out_as_with_training_pictures() -> None:
    image = colour_image(COLOURS).convertToFormat(QImage.Format.Format_ARGB32)
    for row in range(7):
        image.setPixelColor(2, row, image.pixelColor(2, row).fromRgb(9, 8, 7, 128))
    drawn = np.frombuffer(picture_command(image, "").pixels, np.uint8).reshape(7, 5, 3)
    assert (drawn[:, 2] == (9, 8, 7)).all() and np.array_equal(drawn[:, 3], COLOURS[:, 3])


def test_large_pictures_are_shrunk_and_keep_their_proportions(tmp_path: Path) -> None:
    image = QImage(3_000, 1_500, QImage.Format.Format_RGB32)
    image.fill(0xFF336699)
    assert picture_command(image, "").shape == (512, 1_024, 3)
    assert image.save(str(tmp_path / "photo.jpg"))
    assert read_picture(str(tmp_path / "photo.jpg")).width() == 1_024


def test_only_one_local_picture_file_is_taken(tmp_path: Path) -> None:
    good = tmp_path / "a.PNG"
    colour_image(COLOURS).save(str(good))
    assert picture_path(files(good)) == str(good)
    folder = tmp_path / "pictures.png"
    folder.mkdir()
    assert [picture_path(mime) for mime in (files(tmp_path), files(folder), files(good, good), files(tmp_path / "net.cnn"), QMimeData())] == [""] * 5
    found = picture_in(files(good))
    assert found is not None and found[1] == "a.PNG" and picture_command(*found).pixels == COLOURS.tobytes()
    assert picture_in(QMimeData()) is None


def test_what_is_no_picture_is_refused_with_its_name(tmp_path: Path) -> None:
    path = tmp_path / "broken.png"
    path.write_bytes(b"\x89PNG\r\n\x1a\n nothing more")
    with pytest.raises(PictureRefusedError, match=r"^broken\.png cannot be shown: "):
        picture_in(files(path))


def test_inverted_twice_is_the_picture() -> None:
    command = picture_command(colour_image(COLOURS), "x")
    assert inverted(command).pixels == (255 - COLOURS).tobytes()
    assert inverted(inverted(command)) == command


def test_logits_become_probabilities() -> None:
    values = np.array([1000.0, 1001.0], np.float32)
    assert probabilities(values, softmax=False) == pytest.approx([1 / (1 + np.e), np.e / (1 + np.e)], rel=1e-6)
    assert probabilities(values, softmax=True) is values


def test_bars_are_in_the_order_of_the_classes_or_the_best_first(qtbot: QtBot, themes: Themes) -> None:
    bars = AnswerBars(themes)
    qtbot.addWidget(bars)
    bars.resize(200, 300)
    bars.show_answer(np.array([0.1, 0.7, 0.2], np.float32), ("cat", "dog", "newt"))
    assert bars.rows() == [0, 1, 2]
    assert bars.sentence() == bars.accessibleDescription() == "dog: 70.0 %, newt: 20.0 %, cat: 10.0 %"
    bars.resize(200, bars.minimumSizeHint().height())
    many = np.full(100, 0.001, np.float32)
    many[[42, 7]] = 0.6, 0.3
    bars.show_answer(many, ())
    assert bars.rows()[:2] == [42, 7] and len(bars.rows()) == 3
    bars.show_answer(np.array([np.nan, 1.0], np.float32), ())
    assert bars.rows() == [] and bars.sentence() == "no answer yet"
    bars.show_answer(None, ())
    assert bars.sentence() == "no answer yet"
