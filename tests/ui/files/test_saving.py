"""Saving: canonical bytes in the right place, or one message and everything as it was."""

import errno
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from designer.network.edits import set_name, set_training
from designer.network.file_format import save
from designer.network.templates import load_template
from designer.ui.files.on_disk import file_name_for
from designer.ui.files.questions import Answer
from tests.ui.files.conftest import Window, Windows


def failing(number: int) -> Callable[..., Any]:
    def fail(*_: object, **__: object) -> None:
        raise OSError(number, os.strerror(number))

    return fail


def test_saving_what_was_opened_gives_the_same_bytes(window: Window, saved: Path, tmp_path: Path) -> None:
    before = saved.read_bytes()
    window.files.open_path(saved)
    assert window.files.save()
    assert saved.read_bytes() == before
    window.questions.path = tmp_path / "other.cnn"
    assert window.files.save_as()
    assert (tmp_path / "other.cnn").read_bytes() == before
    assert window.files.recent.paths() == (tmp_path / "other.cnn", saved)


def test_saving_makes_the_document_unedited_until_the_next_edit(window: Window, saved: Path, qtbot: QtBot) -> None:
    window.files.open_path(saved)
    window.rename("Mine")
    with qtbot.waitSignal(window.files.saved) as told:
        assert window.files.save()
    assert told.args == [saved]
    assert not window.document.edited
    assert saved.read_text(encoding="utf-8") == save(set_name(load_template("lenet5"), "Mine"))
    window.document.undo()
    assert window.document.edited


def test_a_document_without_a_file_asks_for_one_named_after_its_title(window: Window, tmp_path: Path) -> None:
    window.settings.last_folder = tmp_path
    window.questions.path = tmp_path / "chosen"
    assert window.files.save()
    assert window.questions.suggested == tmp_path / "LeNet-5.cnn"
    assert window.document.path == tmp_path / "chosen.cnn"


def test_a_name_that_only_the_suffix_makes_an_existing_one_is_asked_about(window: Window, saved: Path) -> None:
    window.rename("Mine")
    window.questions.path = saved.with_suffix("")
    before = saved.read_bytes()
    assert not window.files.save_as()
    assert (window.questions.asked, saved.read_bytes()) == (["replace net.cnn"], before)
    window.questions.agrees = True
    assert window.files.save_as()
    assert saved.read_bytes() != before


def test_choosing_no_file_saves_nothing(window: Window) -> None:
    window.rename("Mine")
    assert not window.files.save_as()
    assert window.document.edited
    assert window.questions.failures == []


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EIO, errno.EACCES, errno.EROFS])
@pytest.mark.parametrize("point", ["open", "write", "fsync", "replace"])
def test_a_failure_at_any_point_is_one_message_and_changes_nothing(
    point: str, number: int, window: Window, saved: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window.files.open_path(saved)
    before = saved.read_bytes()
    window.rename("Mine")
    with monkeypatch.context() as patched:
        patched.setattr(os, point, failing(number))
        assert not window.files.save()
    ((sentence, _),) = window.questions.failures
    assert sentence.startswith("“net.cnn” was not saved: ")
    assert window.notices == []
    assert window.document.edited
    assert saved.read_bytes() == before
    assert list(saved.parent.iterdir()) == [saved]
    assert window.files.save()
    assert not window.document.edited


def test_a_folder_that_is_gone_is_told(window: Window, saved: Path, tmp_path: Path) -> None:
    window.questions.path = tmp_path / "gone" / "net.cnn"
    assert not window.files.save_as()
    assert window.questions.failures == [("“net.cnn” was not saved: the folder does not exist any more; save elsewhere.", ())]
    assert window.document.path is None


def test_half_a_character_is_told(window: Window, saved: Path) -> None:
    window.files.open_path(saved)
    before = saved.read_bytes()
    architecture = window.document.architecture
    window.document.apply("Name", type(architecture)("\ud800", "", architecture.blocks, architecture.wires))
    assert not window.files.save()
    assert len(window.questions.failures) == 1
    assert saved.read_bytes() == before


@pytest.mark.parametrize(("answer", "overwritten"), [(Answer.CANCEL, False), (Answer.OVERWRITE, True), (Answer.SAVE_AS, False)])
def test_a_file_changed_by_others_is_asked_about(answer: Answer, overwritten: bool, window: Window, saved: Path, tmp_path: Path) -> None:
    window.files.open_path(saved)
    window.rename("Mine")
    others = save(set_name(load_template("lenet5"), "Others"))
    stamp = saved.stat()
    saved.write_text(others, encoding="utf-8", newline="\n")
    os.utime(saved, ns=(stamp.st_atime_ns, stamp.st_mtime_ns))
    window.questions.answer, window.questions.path = answer, tmp_path / "elsewhere.cnn"
    assert window.files.save() is (answer is not Answer.CANCEL)
    assert window.questions.asked == ["overwrite changed net.cnn"]
    assert (saved.read_text(encoding="utf-8") != others) is overwritten
    assert window.document.edited is (answer is Answer.CANCEL)
    window.questions.asked.clear()
    window.rename("Again")
    if answer is not Answer.CANCEL:
        assert window.files.save()
        assert window.questions.asked == []


def test_a_file_that_was_only_touched_or_deleted_is_not_asked_about(window: Window, saved: Path) -> None:
    window.files.open_path(saved)
    os.utime(saved, (1, 1))
    assert window.files.save()
    saved.unlink()
    assert window.files.save()
    assert window.questions.asked == []
    assert saved.exists()


def test_saving_over_a_document_that_another_window_has_open_is_asked_about(windows: Windows, saved: Path) -> None:
    first, second = windows(), windows()
    first.files.open_path(saved)
    second.questions.path = saved
    assert not second.files.save_as()
    assert second.questions.asked == ["replace open net.cnn"]
    second.rename("Mine")
    second.questions.agrees = True
    assert second.files.save_as()
    first.rename("First")
    assert not first.files.save()
    assert first.questions.asked == ["overwrite changed net.cnn"]


@pytest.mark.parametrize("title", ["", "...", "a/b\\c", "x" * 400, "卷积" * 100, "🙂" * 100, "COM1", "nul.cnn", "tab\there", "\ud800"])
def test_any_title_suggests_a_name_that_can_be_saved(title: str, tmp_path: Path) -> None:
    name = file_name_for(title)
    (tmp_path / name).write_bytes(b"")
    assert [path.name for path in tmp_path.iterdir()] == [name]
    assert name.endswith(".cnn")


def test_a_document_that_moves_names_the_same_data_from_its_new_place(window: Window, tmp_path: Path) -> None:
    def written(path: Path) -> str:
        return str(json.loads(path.read_text(encoding="utf-8"))["training"]["dataset"])

    (tmp_path / "nets").mkdir()
    window.document.attempt("data", lambda architecture: set_training(architecture, "dataset", str(tmp_path / "nets" / "pets")))
    window.questions.path = tmp_path / "nets" / "a.cnn"
    assert window.files.save_as()
    assert written(tmp_path / "nets" / "a.cnn") == window.document.architecture.training.dataset == "./pets"
    window.questions.path = tmp_path / "b.cnn"
    assert window.files.save_as()
    assert written(tmp_path / "b.cnn") == "./nets/pets" and not window.document.edited
    (tmp_path / "other").mkdir()
    window.questions.path = tmp_path / "other" / "c.cnn"
    assert window.files.save_as()
    assert written(tmp_path / "other" / "c.cnn") == str(tmp_path / "nets" / "pets")


def test_a_move_that_fails_leaves_the_data_as_it_was_named(window: Window, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    window.document.attempt("data", lambda architecture: set_training(architecture, "dataset", str(tmp_path / "pets")))
    window.questions.path = tmp_path / "a.cnn"
    with monkeypatch.context() as patched:
        patched.setattr(os, "replace", failing(errno.ENOSPC))
        assert not window.files.save_as()
    assert window.document.architecture.training.dataset == str(tmp_path / "pets")
