"""Opening and beginning documents: whole or not at all, and nothing is lost unasked."""

import os
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QUrl
from pytestqt.qtbot import QtBot

from designer.network.edits import set_name
from designer.network.file_format import save
from designer.network.templates import load_template
from designer.ui.canvas.mime import BLOCK_MIME
from designer.ui.files.questions import Answer
from tests.ui.files.conftest import Window, Windows


def test_a_file_is_opened_and_stays_as_it_is(window: Window, saved: Path, qtbot: QtBot) -> None:
    before = saved.read_bytes()
    with qtbot.waitSignal(window.files.opened) as opened:
        assert window.files.open_path(saved)
    assert opened.args == [saved]
    assert (window.document.path, window.document.edited) == (saved, False)
    assert window.files.shown_name() == "net.cnn"
    assert saved.read_bytes() == before
    assert window.files.recent.paths() == (saved,)
    assert window.settings.last_folder == saved.parent


def test_all_faults_are_told_at_once_and_nothing_opens_by_half(window: Window, tmp_path: Path) -> None:
    bad = tmp_path / "bad.cnn"
    bad.write_text(
        '{"format": "cnn-designer", "version": 1, "blocks": [{"id": "input", "type": "input", "shape": [0, 2, 2]}, {"id": "a b", "type": "relu"}]}'
    )
    before = window.document.architecture
    assert not window.files.open_path(bad)
    assert window.document.architecture is before
    assert window.document.path is None
    ((sentence, faults),) = window.questions.failures
    assert sentence == "“bad.cnn” was not opened."
    assert [fault.partition(":")[0] for fault in faults] == ["blocks[0].shape", "blocks[1].id"]
    assert window.files.recent.paths() == ()


@pytest.mark.parametrize("name", ["missing.cnn", "folder.cnn"])
def test_what_is_no_file_is_told(name: str, window: Window, tmp_path: Path) -> None:
    (tmp_path / "folder.cnn").mkdir()
    assert not window.files.open_path(tmp_path / name)
    ((sentence, faults),) = window.questions.failures
    assert name in sentence
    assert len(faults) == 1


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_a_pipe_is_refused_without_waiting_for_its_writer(window: Window, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.cnn")
    assert not window.files.open_path(tmp_path / "pipe.cnn")
    assert window.questions.failures[0][1] == ("the file cannot be read: it is not an ordinary file",)


def test_open_asks_for_a_file_in_the_last_folder(window: Window, saved: Path) -> None:
    window.settings.last_folder = saved.parent
    assert not window.files.open()
    assert window.questions.suggested == saved.parent
    window.questions.path = saved
    assert window.files.open()
    assert window.document.path == saved


@pytest.mark.parametrize("action", ["new", "open", "template"])
@pytest.mark.parametrize(("answer", "goes_on"), [(Answer.CANCEL, False), (Answer.DISCARD, True), (Answer.SAVE, True)])
def test_unsaved_edits_are_asked_about(action: str, answer: Answer, goes_on: bool, window: Window, saved: Path, tmp_path: Path) -> None:
    window.rename("Mine")
    mine = window.document.architecture
    window.questions.answer, window.questions.path = answer, tmp_path / "mine.cnn"
    begin: dict[str, Callable[[], bool]] = {"new": window.files.new, "open": partial(window.files.open_path, saved)}
    begin["template"] = partial(window.files.new_from_template, "lenet5")
    assert begin[action]() is goes_on
    assert window.questions.asked == ["save Mine"]
    assert (window.document.architecture is mine) is not goes_on
    assert (tmp_path / "mine.cnn").exists() is (answer is Answer.SAVE)


def test_nothing_is_asked_about_before_a_file_turned_out_to_open(window: Window, tmp_path: Path) -> None:
    window.rename("Mine")
    assert not window.files.open_path(tmp_path / "missing.cnn")
    assert window.questions.asked == []


def test_saving_that_is_cancelled_loses_nothing(window: Window, saved: Path) -> None:
    window.rename("Mine")
    window.questions.answer = Answer.SAVE  # and then no file is chosen
    assert not window.files.open_path(saved)
    assert window.document.architecture.name == "Mine"
    assert window.document.edited


def test_opening_the_same_file_after_saving_into_it_shows_what_was_saved(window: Window, saved: Path) -> None:
    window.files.open_path(saved)
    window.rename("Mine")
    window.questions.answer = Answer.SAVE
    assert window.files.open_path(saved)
    assert window.document.architecture.name == "Mine"
    assert not window.document.can_undo


def test_a_new_network_has_an_input_and_no_file(window: Window, saved: Path) -> None:
    window.files.open_path(saved)
    assert window.files.new()
    assert [block.id for block in window.document.architecture.blocks] == ["input"]
    assert (window.document.path, window.document.edited, window.files.shown_name()) == (None, False, "untitled")


@pytest.mark.parametrize("text", [None, "lenet5", "lenet", "missing.cnn"])
def test_the_window_begins_with_a_template(text: str | None, window: Window) -> None:
    window.files.new()
    assert window.files.open_first(text) is (text in (None, "lenet5"))
    assert window.document.architecture == load_template("lenet5")
    assert (window.document.path, window.document.edited) == (None, False)
    assert len(window.questions.failures) == (0 if text in (None, "lenet5") else 1)


def test_the_window_begins_with_a_file(window: Window, saved: Path, tmp_path: Path) -> None:
    assert window.files.open_first(str(saved))
    assert window.document.path == saved
    (tmp_path / "bad.cnn").write_text("{")
    assert not window.files.open_first(str(tmp_path / "bad.cnn"))
    assert len(window.questions.failures) == 1


def test_a_recent_file_that_is_gone_leaves_the_list_with_a_sentence(window: Window, saved: Path) -> None:
    window.files.open_path(saved)
    window.files.new()
    saved.unlink()
    assert not window.files.open_recent(saved)
    assert window.files.recent.paths() == ()
    assert window.notices == ["“net.cnn” is no longer there; it was taken off the list."]
    assert window.questions.failures == []


def test_a_document_open_in_another_window_can_be_opened_as_a_copy(windows: Windows, saved: Path) -> None:
    first, second = windows(), windows()
    first.files.open_path(saved)
    assert not second.files.open_path(saved)
    assert second.questions.asked == ["open copy net.cnn"]
    second.questions.agrees = True
    assert second.files.open_path(saved)
    assert second.document.path is None
    assert second.document.architecture == first.document.architecture
    first.files.new()
    assert second.files.open_path(saved)
    assert second.document.path == saved


def test_its_own_file_is_no_other_window(window: Window, saved: Path) -> None:
    window.files.open_path(saved)
    assert window.files.open_path(saved)
    assert window.questions.asked == []


def mime_of(*paths: str) -> QMimeData:
    mime = QMimeData()
    mime.setUrls([QUrl(path) for path in paths])
    return mime


def test_dropped_files_are_opened(window: Window, saved: Path, tmp_path: Path) -> None:
    url = QUrl.fromLocalFile(str(saved)).toString()
    assert window.files.accepts(mime_of(url))
    assert window.files.open_dropped(mime_of("file:///nowhere/picture.png", url, "file:///nowhere/other.CNN"))
    assert window.document.path == saved
    assert window.notices == ["A window holds one document: “net.cnn” of the 2 files is opened."]


@pytest.mark.parametrize("url", ["file:///a/picture.png", "https://example.org/net.cnn"])
def test_other_files_are_not_accepted(url: str, window: Window) -> None:
    assert not window.files.accepts(mime_of(url))
    assert not window.files.open_dropped(mime_of(url))


def test_blocks_of_the_palette_and_texts_are_not_accepted(window: Window) -> None:
    mime = QMimeData()
    mime.setData(BLOCK_MIME, b"conv2d")
    mime.setText(save(set_name(load_template("lenet5"), "net.cnn")))
    assert not window.files.accepts(mime)
