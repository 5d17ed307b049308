"""The journal follows the document: every edit, every save, every other document."""

import errno
import os
import random
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from pytestqt.qtbot import QtBot

from designer.network import edits
from designer.network.file_format import save, save_lines
from designer.network.templates import load_template
from designer.runs.home import recovery_folder
from designer.runs.recovery import Recoverable, find_recoverable
from designer.runs.recovery_lines import read_journal
from designer.ui.files.questions import Answer
from designer.ui.files.recovery_client import RecoveryClient
from tests.ui.files.conftest import Window, Windows

ROOT = Path(__file__).resolve().parents[3]


def journals() -> list[Path]:
    return sorted(recovery_folder().iterdir())


def journal_of(window: Window) -> Path:
    assert window.recovery._journal is not None
    return window.recovery._journal.path


def journalled_lines(window: Window) -> tuple[str, ...]:
    replay = read_journal(journal_of(window))
    assert replay is not None
    return replay.lines


def left_unsaved(windows: Windows, document: Path | None, *names: str) -> Recoverable:
    """Let a window die with edits; return what can be recovered."""
    window = windows()
    if document is not None:
        window.files.open_path(document)
    for name in names:
        window.rename(name)
    window.die()
    return find_recoverable()[0]


def edit_at_random(window: Window, generator: random.Random, number: int) -> None:
    """Do what a person may do to a document."""
    document = window.document
    name = generator.choice([block.id for block in document.architecture.blocks])
    act = generator.choice(["name", "remove", "copy", "units", "undo", "redo", "save"])
    if act == "name":
        window.rename(f"name {number}")
    elif act == "remove" and len(document.architecture.blocks) > 3:
        document.attempt("Remove", lambda old: edits.remove_blocks(old, name)[0])
    elif act == "copy" and len(document.architecture.blocks) < 40:
        document.attempt("Copy", lambda old: edits.duplicate(old, name)[0])
    elif act == "units":
        document.attempt("Units", lambda old: edits.set_field(old, old.by_id, "units", number + 1), ("units",))
    elif act == "save":
        assert window.files.save()
    elif act == "undo":
        document.undo()
    else:
        document.redo()


def test_after_any_edits_undos_redos_and_saves_the_journal_is_the_document(window: Window, saved: Path) -> None:
    generator = random.Random(4)
    window.files.open_path(saved)
    for number in range(150):
        edit_at_random(window, generator, number)
        assert journalled_lines(window) == tuple(save_lines(window.document.architecture))
        assert len(journals()) == 1


def test_edits_are_labelled_as_undo_shows_them(windows: Windows, saved: Path) -> None:
    window = windows()
    window.files.open_path(saved)
    window.rename("First")
    window.rename("Second")
    window.document.undo()
    window.document.redo()
    window.die()
    assert find_recoverable()[0].labels == ("Call it Second", "Undo Call it Second", "Call it Second", "Call it First")


def test_saving_begins_the_journal_anew(window: Window, saved: Path) -> None:
    window.files.open_path(saved)
    window.rename("Mine")
    before = journal_of(window)
    window.files.save()
    assert journals() == [journal_of(window)] != [before]
    replay = read_journal(journal_of(window))
    assert replay is not None
    assert (replay.header.base, replay.labels) == (tuple(save_lines(window.document.architecture)), ())


def test_saving_under_another_name_names_the_other_file(windows: Windows, saved: Path, tmp_path: Path) -> None:
    first, second = windows(), windows()
    first.files.open_path(saved)
    first.questions.path = tmp_path / "other.cnn"
    first.files.save_as()
    assert second.recovery.owner_of(saved) is None
    assert second.recovery.owner_of(tmp_path / "other.cnn") is not None


def test_a_closed_window_with_nothing_unsaved_leaves_no_journal(window: Window, saved: Path) -> None:
    window.files.open_path(saved)
    window.rename("Mine")
    window.files.save()
    window.recovery.close()
    assert journals() == []


def test_closing_after_discarding_leaves_no_journal(window: Window) -> None:
    window.rename("Mine")
    window.questions.answer = Answer.DISCARD
    assert window.files.ask_before_losing()
    window.recovery.close()
    assert journals() == []


def test_closing_with_unsaved_edits_that_nobody_was_asked_about_keeps_them(window: Window) -> None:
    window.rename("Mine")
    window.questions.answer = Answer.DISCARD
    window.files.ask_before_losing()
    window.rename("Mine again")  # the answer was about other edits
    window.recovery.close()
    assert find_recoverable()[0].architecture.name == "Mine again"


def test_what_was_left_is_offered_at_the_next_start(windows: Windows, saved: Path, qtbot: QtBot) -> None:
    left_unsaved(windows, saved, "Mine")
    window = windows()
    with qtbot.waitSignal(window.recovery.recoverable_found) as found:
        window.recovery.begin()
    (entries,) = found.args
    assert [entry.architecture.name for entry in entries] == ["Mine"]


def test_nothing_is_offered_where_nothing_was_left(window: Window, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(window.recovery.recoverable_found):
        window.recovery.begin()


def test_a_recovered_document_is_unsaved_and_its_journals_stay_until_it_is_saved(windows: Windows, saved: Path) -> None:
    entry = left_unsaved(windows, saved, "Mine")
    window = windows()
    assert window.files.restore(entry)
    assert (window.document.architecture.name, window.document.path, window.document.edited) == ("Mine", saved, True)
    assert entry.journal.exists()
    window.rename("Further")
    assert entry.journal.exists()
    assert window.files.save()
    assert window.questions.asked == []
    assert journals() == [journal_of(window)]
    assert '"Further"' in saved.read_text(encoding="utf-8")


def test_a_recovered_document_that_dies_again_is_offered_once_with_all_edits(windows: Windows, saved: Path) -> None:
    entry = left_unsaved(windows, saved, "Mine")
    window = windows()
    window.files.restore(entry)
    window.die()
    assert [found.architecture.name for found in find_recoverable()] == ["Mine"]
    again = windows()
    assert again.files.restore(find_recoverable()[0])
    again.rename("Further")
    again.die()
    assert [found.architecture.name for found in find_recoverable()] == ["Further"]


def test_recovering_older_edits_never_overwrites_a_newer_file_unasked(windows: Windows, saved: Path) -> None:
    entry = left_unsaved(windows, saved, "Mine")
    newer = save(edits.set_name(load_template("lenet5"), "Newer"))
    saved.write_text(newer, encoding="utf-8")
    window = windows()
    window.files.restore(find_recoverable()[0])
    assert not window.files.save()
    assert window.questions.asked == ["overwrite changed net.cnn"]
    assert saved.read_text(encoding="utf-8") == newer
    assert entry.journal.exists()


def test_unsaved_edits_are_asked_about_before_recovering(windows: Windows, saved: Path) -> None:
    entry = left_unsaved(windows, saved, "Mine")
    window = windows()
    window.rename("Other")
    assert not window.files.restore(entry)
    assert window.document.architecture.name == "Other"


def test_a_document_is_recovered_in_one_window_only(windows: Windows, saved: Path) -> None:
    entry = left_unsaved(windows, saved, "Mine")
    first, second = windows(), windows()
    assert first.files.restore(entry)
    assert not second.files.restore(entry)
    assert second.notices == ["That document was recovered or discarded in another window."]


def test_a_document_whose_file_another_window_has_is_recovered_without_it(windows: Windows, saved: Path) -> None:
    entry = left_unsaved(windows, saved, "Mine")
    first, second = windows(), windows()
    first.files.open_path(saved)
    assert second.files.restore(entry)
    assert second.document.path is None


def test_discarding_deletes_it(windows: Windows, saved: Path) -> None:
    entry = left_unsaved(windows, saved, "Mine")
    window = windows()
    window.recovery.discard(entry)
    assert not entry.journal.exists()


def test_discarding_a_recovered_document_deletes_its_journals(windows: Windows, saved: Path) -> None:
    entry = left_unsaved(windows, saved, "Mine")
    window = windows()
    window.files.restore(entry)
    window.questions.answer = Answer.DISCARD
    assert window.files.new()
    assert journals() == [journal_of(window)]


def test_a_full_disk_is_told_once_and_the_next_edit_brings_all_along(window: Window, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(os, "write", full)
        window.rename("First")
        window.rename("Second")
    assert window.notices == ["Edits cannot be recovered after a crash now (No space left on device); save the document often."]
    window.rename("Third")
    assert journalled_lines(window) == tuple(save_lines(window.document.architecture))


def test_a_folder_that_cannot_be_written_is_told_and_tried_again(windows: Windows, user_folder: Path) -> None:
    (user_folder / "recovery").write_bytes(b"")  # a file where the folder should be
    window = windows()
    window.recovery.begin()
    window.rename("First")
    assert len(window.notices) == 1
    (user_folder / "recovery").unlink()
    window.rename("Second")
    window.die()
    assert find_recoverable()[0].architecture.name == "Second"


@pytest.mark.skipif(sys.platform == "win32", reason="an open file cannot be deleted there")
def test_an_emptied_folder_is_noticed_at_the_next_edit(windows: Windows) -> None:
    window = windows()
    window.rename("First")
    journal_of(window).unlink()
    window.rename("Second")
    window.die()
    assert find_recoverable()[0].architecture.name == "Second"


def test_edits_are_synced_five_seconds_later(window: Window, monkeypatch: pytest.MonkeyPatch) -> None:
    (timer,) = window.recovery.findChildren(QTimer)
    journal = window.recovery._journal
    assert journal is not None
    journal.sync()
    timer.stop()
    window.rename("Mine")
    assert timer.isActive()
    assert 4_500 < timer.remainingTime() < 5_500
    synced: list[int] = []
    monkeypatch.setattr(os, "fsync", synced.append)
    monkeypatch.setattr(journal, "_clock", lambda since=journal._clock: since() + 5.0)
    timer.stop()
    timer.timeout.emit()
    assert len(synced) == 1
    assert not timer.isActive()


EDITING_LOOP = """
import itertools, os, sys
from pathlib import Path
from PySide6.QtCore import QCoreApplication
from designer.network.edits import set_name
from designer.network.templates import load_template
from designer.ui.document import Document
from designer.ui.files.recovery_client import RecoveryClient
application = QCoreApplication([])
document = Document(load_template("lenet5"))
client = RecoveryClient(document)
for number in itertools.count(1):
    document.apply(f"Edit {number}", set_name(document.architecture, f"edit {number}"))
    os.write(1, b"%d\\n" % number)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="needs POSIX")
def test_a_killed_window_loses_no_edit(user_folder: Path) -> None:
    process = subprocess.Popen([sys.executable, "-c", EDITING_LOOP], cwd=ROOT, stdout=subprocess.PIPE)
    assert process.stdout is not None
    for _ in range(50):
        process.stdout.readline()
    process.kill()
    acknowledged = 50 + process.stdout.read().count(b"\n")
    process.stdout.close()
    assert process.wait() == -signal.SIGKILL
    (entry,) = find_recoverable()
    assert acknowledged <= int(entry.architecture.name.removeprefix("edit ")) <= acknowledged + 1


def test_a_document_replaced_by_hand_is_followed(window: Window, saved: Path) -> None:
    window.document.replace(load_template("lenet5"), saved, saved=False)
    assert journalled_lines(window) == tuple(save_lines(window.document.architecture))
    assert len(journals()) == 1
    other = RecoveryClient(window.document)
    assert other.owner_of(saved) is not None
    other.mark_discarded()
    other.close()
