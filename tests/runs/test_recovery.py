"""What is found after a program ended without saving."""

import errno
import os
import random
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from designer.network.architecture import Architecture
from designer.network.edits import set_name
from designer.network.file_format import save, save_lines
from designer.network.templates import load_template
from designer.runs.recovery import Recoverable, find_recoverable, owner_of, remove, remove_needless
from designer.runs.recovery_journal import SYNC_EVERY_S, Journal

ROOT = Path(__file__).resolve().parents[2]
ON_POSIX = pytest.mark.skipif(sys.platform == "win32", reason="needs POSIX")


@pytest.fixture
def network() -> Architecture:
    return load_template("lenet5")


@pytest.fixture
def saved(tmp_path: Path, network: Architecture) -> Path:
    """Return a file that holds the network."""
    path = tmp_path / "net.cnn"
    path.write_text(save(network), encoding="utf-8")
    return path


def left_by_a_killed_program(network: Architecture, document: Path | None, *names: str) -> Journal:
    """Return a journal whose owner is gone, with one edit for each name."""
    journal = Journal(save_lines(network), document)
    for name in names:
        journal.append(save_lines(set_name(network, name)), f"Call it {name}")
    journal.release()
    return journal


def only(found: tuple[Recoverable, ...]) -> Recoverable:
    assert len(found) == 1
    return found[0]


def test_unsaved_edits_are_found_with_both_versions(network: Architecture, saved: Path) -> None:
    journal = left_by_a_killed_program(network, saved, "First", "Second")
    entry = only(find_recoverable())
    assert entry.architecture == set_name(network, "Second")
    assert (entry.journal, entry.document, entry.name) == (journal.path, saved, "net.cnn")
    assert (entry.blocks, entry.labels) == (13, ("Call it Second", "Call it First"))
    assert entry.on_disk is not None
    assert (entry.on_disk.blocks, entry.disk_is_base, entry.whole) == (13, True, True)
    assert abs(entry.on_disk.changed_at.timestamp() - saved.stat().st_mtime) < 1e-3


def test_a_document_without_a_file_is_found_by_its_title(network: Architecture) -> None:
    left_by_a_killed_program(network, None, "Mine")
    entry = only(find_recoverable())
    assert (entry.document, entry.on_disk, entry.name) == (None, None, "Mine")


@pytest.mark.parametrize("names", [(), ("Other", "LeNet-5")])
def test_nothing_is_offered_where_nothing_is_unsaved(names: tuple[str, ...], network: Architecture, saved: Path) -> None:
    left_by_a_killed_program(network, saved, *names)
    left_by_a_killed_program(network, None, *names)
    assert find_recoverable() == ()


def test_edits_that_reached_the_file_are_not_offered(network: Architecture, saved: Path) -> None:
    left_by_a_killed_program(network, saved, "Mine")
    saved.write_text(save(set_name(network, "Mine")), encoding="utf-8")
    assert find_recoverable() == ()


def test_a_file_changed_by_others_is_no_unsaved_edit(network: Architecture, saved: Path) -> None:
    left_by_a_killed_program(network, saved)
    saved.write_text(save(set_name(network, "From elsewhere")), encoding="utf-8")
    assert find_recoverable() == ()


def test_it_is_told_that_the_file_changed_since(network: Architecture, saved: Path) -> None:
    left_by_a_killed_program(network, saved, "Mine")
    saved.write_text(save(replace(network, notes="newer")), encoding="utf-8")
    assert not only(find_recoverable()).disk_is_base
    saved.write_text("{", encoding="utf-8")
    on_disk = only(find_recoverable()).on_disk
    assert on_disk is not None
    assert on_disk.blocks is None
    saved.unlink()
    assert only(find_recoverable()).on_disk is None


def test_a_live_journal_is_not_offered_and_names_its_owner(network: Architecture, saved: Path, tmp_path: Path) -> None:
    journal = Journal(save_lines(network), saved)
    journal.append(save_lines(set_name(network, "Mine")), "Name")
    (tmp_path / "folder").mkdir()
    assert find_recoverable() == ()
    owner = owner_of(tmp_path / "folder" / ".." / "net.cnn")
    assert owner is not None
    assert owner.pid == os.getpid()
    assert owner_of(saved, besides=journal.path) is None
    assert owner_of(tmp_path / "other.cnn") is None
    journal.release()
    assert owner_of(saved) is None
    assert len(find_recoverable()) == 1


@ON_POSIX
def test_a_link_to_an_open_document_is_the_same_document(network: Architecture, saved: Path, tmp_path: Path) -> None:
    journal = Journal(save_lines(network), saved)
    (tmp_path / "link.cnn").symlink_to(saved)
    assert owner_of(tmp_path / "link.cnn") is not None
    journal.remove()


@ON_POSIX
def test_without_locks_the_process_decides(network: Architecture, saved: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import fcntl

    def refuse(*_: object) -> None:
        raise OSError(errno.ENOLCK, "no locks here")

    monkeypatch.setattr(fcntl, "flock", refuse)
    journal = left_by_a_killed_program(network, saved, "Mine")
    assert find_recoverable() == ()
    assert owner_of(saved) is not None
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    monkeypatch.setattr(os, "getpid", lambda: ended.pid)
    journal.path.unlink()
    left_by_a_killed_program(network, saved, "Mine")
    assert len(find_recoverable()) == 1


def test_what_was_recovered_and_edited_further_is_one_entry(network: Architecture, saved: Path) -> None:
    first = left_by_a_killed_program(network, saved, "First")
    entry = only(find_recoverable())
    second = Journal(save_lines(entry.architecture), saved, unsaved=True, continues=(first.path.name,))
    assert find_recoverable() == ()
    second.release()
    again = only(find_recoverable())
    assert (again.journal, again.architecture) == (second.path, entry.architecture)
    remove(again)
    assert not first.path.exists()
    assert not second.path.exists()


def test_only_what_holds_nothing_unsaved_is_tidied(network: Architecture, saved: Path) -> None:
    needless = left_by_a_killed_program(network, saved)
    unsaved = left_by_a_killed_program(network, saved, "Mine")
    live = Journal(save_lines(network), saved)
    broken = unsaved.path.with_name("broken.journal")
    broken.write_bytes(b"")
    remove_needless()
    assert not needless.path.exists()
    assert unsaved.path.exists()
    assert live.path.exists()
    assert broken.exists()
    os.utime(broken, (0, 0))
    remove_needless()
    assert not broken.exists()
    live.remove()


def test_damage_in_the_middle_is_told_and_nothing_is_deleted(network: Architecture, saved: Path) -> None:
    journal = left_by_a_killed_program(network, saved, "First", "Second", "Third")
    lines = journal.path.read_bytes().splitlines(keepends=True)
    journal.path.write_bytes(b"".join([*lines[:2], b"damaged\n", *lines[3:]]))
    entry = only(find_recoverable())
    assert (entry.architecture.name, entry.whole) == ("First", False)
    journal.path.write_bytes(b"".join([lines[0], b"damaged\n", *lines[2:]]))
    remove_needless()
    assert journal.path.exists()


def test_a_failed_write_leaves_no_half_line_and_the_next_brings_it_along(network: Architecture, saved: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    journal = Journal(save_lines(network), saved)
    write = os.write

    def full_after_a_few(descriptor: int, data: bytes) -> int:
        if len(data) < 20:
            raise OSError(errno.ENOSPC, "full")
        return write(descriptor, bytes(data)[:-10])

    with monkeypatch.context() as patched:
        patched.setattr(os, "write", full_after_a_few)
        with pytest.raises(OSError, match="full"):
            journal.append(save_lines(set_name(network, "First")), "First")
    journal.append(save_lines(replace(set_name(network, "First"), notes="Second")), "Second")
    journal.release()
    entry = only(find_recoverable())
    assert (entry.architecture.name, entry.architecture.notes, entry.whole) == ("First", "Second", True)


def test_it_syncs_at_most_every_five_seconds(network: Architecture, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    now, synced = [0.0], []
    journal = Journal(save_lines(network), None, folder=tmp_path, clock=lambda: now[0])
    monkeypatch.setattr(os, "fsync", lambda descriptor: synced.append(now[0]))
    journal.sync()
    synced.clear()
    for second in range(100, 120):
        now[0] = float(second)
        journal.append(save_lines(set_name(network, str(second))), "Name")
        journal.sync_if_due()
    assert synced == [105.0, 111.0, 117.0]
    assert journal.seconds_until_sync() == SYNC_EVERY_S - 1.0
    journal.sync()
    assert journal.seconds_until_sync() is None
    journal.remove()


@ON_POSIX
def test_a_deleted_journal_is_noticed(network: Architecture, tmp_path: Path) -> None:
    journal = Journal(save_lines(network), None, folder=tmp_path)
    journal.path.unlink()
    with pytest.raises(FileNotFoundError):
        journal.append(save_lines(set_name(network, "Mine")), "Name")
    journal.remove()


EDITING_LOOP = """
import itertools, os, sys
from pathlib import Path
from designer.network.edits import set_name
from designer.network.file_format import save_lines
from designer.network.templates import load_template
from designer.runs.recovery_journal import Journal
network = load_template("lenet5")
journal = Journal(save_lines(network), Path(sys.argv[1]))
for number in itertools.count(1):
    journal.append(save_lines(set_name(network, f"edit {number}")), f"Edit {number}")
    os.write(1, b"%d\\n" % number)
"""


def killed_while_editing(document: Path, after: int) -> int:
    """Kill a process that edits without end as soon as it acknowledged some edits; return the last one that it acknowledged."""
    with subprocess.Popen([sys.executable, "-c", EDITING_LOOP, str(document)], cwd=ROOT, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        try:
            for _ in range(after):
                process.stdout.readline()
        finally:
            process.kill()
        told = process.stdout.read().splitlines(keepends=True)  # what it acknowledged until it died
    assert process.returncode == -signal.SIGKILL
    return after + sum(line.endswith(b"\n") for line in told)


@ON_POSIX
@pytest.mark.parametrize("after", [1, 7, 43, 200, 601])
def test_a_killed_program_loses_no_acknowledged_edit(after: int, saved: Path) -> None:
    acknowledged = killed_while_editing(saved, after)
    entry = only(find_recoverable())
    assert entry.whole
    assert acknowledged <= int(entry.architecture.name.removeprefix("edit ")) <= acknowledged + 1


@ON_POSIX
@pytest.mark.ledger
@pytest.mark.timeout(1_800)
def test_a_killed_program_loses_no_acknowledged_edit_ledger(saved: Path) -> None:
    seed = random.randrange(2**32)
    print(f"seed {seed}, N = 300")
    generator = random.Random(seed)
    for _ in range(300):
        acknowledged = killed_while_editing(saved, generator.randrange(1, 1_000))
        entry = only(find_recoverable())
        assert acknowledged <= int(entry.architecture.name.removeprefix("edit ")) <= acknowledged + 1
        remove(entry)
