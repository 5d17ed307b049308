"""The line that offers what was left unsaved."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from designer.network.templates import load_template
from designer.runs.recovery import DiskVersion, Recoverable, find_recoverable
from designer.ui.files.recovery_notice import RecoveryNotice, recovery_text
from designer.ui.theme import Themes
from designer.ui.widgets.message_line import MessageLine
from tests.ui.files.conftest import Window, Windows

ENTRY = Recoverable(
    journal=Path("/home/recovery/a.journal"),
    document=Path("/nets/net.cnn"),
    architecture=load_template("lenet5"),
    edited_at=datetime(2020, 1, 2, 3, 4),
    labels=("Set kernel 3 → 5 in conv2", "Add relu5", "Add dense4"),
    on_disk=DiskVersion(datetime(2020, 1, 1, 3, 4), 12),
    disk_is_base=True,
    whole=True,
    continues=(),
)


@pytest.fixture
def line(windows: Windows, window: Window, qtbot: QtBot) -> Iterator[MessageLine]:
    """Return the line of a window, after two others died with edits of their own."""
    for name in ("First", "Second"):
        other = windows()
        other.rename(name)
        other.die()
    line = MessageLine(Themes())
    qtbot.addWidget(line)
    notice = RecoveryNotice(line, window.files, window.recovery)
    window.recovery.begin()
    yield line
    notice.deleteLater()


def press(line: MessageLine, label: str) -> None:
    (button,) = (found for found in line.action_buttons() if found.text() == label)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def test_documents_are_offered_one_after_the_other(window: Window, line: MessageLine) -> None:
    assert not line.isHidden()
    assert line.text().startswith("“Second” was left unsaved ")
    press(line, "Later")
    assert line.text().startswith("“First” was left unsaved ")
    press(line, "Discard")
    assert line.isHidden()
    assert [entry.name for entry in find_recoverable()] == ["Second"]
    assert window.document.architecture.name == "LeNet-5"


def test_a_recovered_document_is_opened(window: Window, line: MessageLine) -> None:
    press(line, "Open recovered")
    assert (window.document.architecture.name, window.document.edited) == ("Second", True)
    assert line.text().startswith("“First” was left unsaved ")


def test_where_unsaved_edits_are_in_the_way_the_offer_stays(window: Window, line: MessageLine) -> None:
    window.rename("Mine")
    press(line, "Open recovered")
    assert window.questions.asked == ["save Mine"]
    assert window.document.architecture.name == "Mine"
    assert line.text().startswith("“Second” was left unsaved ")


def test_both_versions_are_told_with_time_blocks_and_last_edits(qtbot: QtBot) -> None:
    text = recovery_text(ENTRY)
    assert text.startswith("“net.cnn” was left unsaved ")
    assert ": 13 blocks (Set kernel 3 → 5 in conv2; Add relu5); its file, written " in text
    assert text.endswith(", has 12 blocks.")


@pytest.mark.parametrize(
    ("entry", "told"),
    [
        (replace(ENTRY, document=None, on_disk=None), "; it has no file."),
        (replace(ENTRY, on_disk=None), "; its file is gone."),
        (replace(ENTRY, on_disk=DiskVersion(ENTRY.edited_at, None)), ", cannot be opened."),
        (replace(ENTRY, disk_is_base=False), "; its file was changed since, "),
        (replace(ENTRY, whole=False), ", later edits are damaged; "),
    ],
)
def test_what_is_special_is_told(entry: Recoverable, told: str, qtbot: QtBot) -> None:
    assert told in recovery_text(entry)
