from __future__ import annotations

from array import array

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QEvent, QPoint
from PySide6.QtGui import QColor, QHelpEvent
from PySide6.QtWidgets import QApplication, QToolTip
from pytestqt.qtbot import QtBot

from designer.protocol.events import StepPreview
from designer.ui.theme import Themes
from designer.ui.training.step_pictures import StepPictures, read_preview
from tests.ui.fake_worker import CLASSES, PREVIEW

pytestmark = pytest.mark.qt_log_ignore("plugin does not support", extend=True)
COLOURED = replace(
    PREVIEW, shape=(3, 1, 2), pictures=bytes([200, 0, 100, 0, 50, 0]), **dict.fromkeys(("labels", "before", "after"), array("i", [0]).tobytes()),
    sure_before=array("f", [0.5]).tobytes(), sure_after=array("f", [0.5]).tobytes(),
)  # fmt: skip


def test_pictures_labels_and_guesses_are_read() -> None:
    first, second, _third = read_preview(PREVIEW)
    assert (first.label, first.before, first.after, first.sure_before, first.sure_after) == (7, 3, 7, 0.125, 0.75)
    assert (first.image.width(), first.image.pixelColor(3, 3), second.image.pixelColor(0, 0)) == (4, QColor(15, 15, 15), QColor(16, 16, 16))
    assert read_preview(COLOURED)[0].image.pixelColor(0, 0) == QColor(200, 100, 50)


@pytest.mark.parametrize(
    "damaged",
    [
        replace(PREVIEW, pictures=PREVIEW.pictures[:-1]), replace(PREVIEW, labels=PREVIEW.labels + b"\0"), replace(PREVIEW, before=b""),
        replace(PREVIEW, shape=(4, 4)), replace(PREVIEW, shape=(0, 4, 4), pictures=b""), replace(PREVIEW, sure_after=b"\0" * 4),
    ],
)  # fmt: skip
def test_a_preview_that_does_not_fit_itself_shows_nothing(damaged: StepPreview) -> None:
    assert read_preview(damaged) == ()


def test_the_row_says_in_words_what_it_shows(qtbot: QtBot, themes: Themes) -> None:
    row = StepPictures(themes)
    qtbot.addWidget(row)
    row.resize(400, row.sizeHint().height())
    row.show_preview(PREVIEW, CLASSES)
    assert row.isVisible() and row.shown() == 3
    assert row.accessibleName() == "1 of 3 pictures right before the step, 2 after it"
    assert row.words_at(0) == "7: before the step 3 (12.5 % for 7), after it 7 (75.0 %)"
    shown = row.grab().toImage()
    row.show_preview(None, ())
    assert row.isHidden() and row.grab().toImage() != shown


def test_the_tooltip_tells_all_of_the_picture_under_the_pointer(qtbot: QtBot, themes: Themes) -> None:
    row = StepPictures(themes)
    qtbot.addWidget(row)
    row.resize(400, row.sizeHint().height())
    row.show_preview(PREVIEW, ())
    QApplication.sendEvent(row, QHelpEvent(QEvent.Type.ToolTip, QPoint(5, 5), row.mapToGlobal(QPoint(5, 5))))
    assert QToolTip.text() == row.words_at(0)
    QToolTip.hideText()
