"""A file that is replaced is the old one or the new one."""

import errno
import os
import stat
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from designer.runs.atomic import write_atomically

POINTS = ("open", "write", "fsync", "replace")
ERRORS = (errno.ENOSPC, errno.EIO, errno.EACCES, errno.EROFS)


def failing(number: int) -> Callable[..., Any]:
    def fail(*_: object, **__: object) -> None:
        raise OSError(number, os.strerror(number))

    return fail


def test_a_new_file_holds_the_bytes_and_has_the_usual_mode(tmp_path: Path) -> None:
    target, beside = tmp_path / "new.cnn", tmp_path / "beside"
    write_atomically(target, b"new")
    beside.write_bytes(b"")
    assert target.read_bytes() == b"new"
    assert target.stat().st_mode == beside.stat().st_mode
    assert sorted(path.name for path in tmp_path.iterdir()) == ["beside", "new.cnn"]


def test_a_replaced_file_keeps_its_mode(tmp_path: Path) -> None:
    target = tmp_path / "old.cnn"
    target.write_bytes(b"old")
    target.chmod(0o640)
    write_atomically(target, b"new")
    assert (target.read_bytes(), stat.S_IMODE(target.stat().st_mode)) == (b"new", 0o640)


@pytest.mark.skipif(sys.platform == "win32", reason="links need a privilege there")
def test_a_link_stays_a_link_and_its_target_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    target, link = tmp_path / "real" / "net.cnn", tmp_path / "link.cnn"
    target.write_bytes(b"old")
    link.symlink_to(target)
    write_atomically(link, b"new")
    assert link.is_symlink()
    assert target.read_bytes() == b"new"
    assert [path.name for path in target.parent.iterdir()] == ["net.cnn"]


@pytest.mark.parametrize("number", ERRORS)
@pytest.mark.parametrize("point", POINTS)
def test_a_failure_at_any_point_leaves_the_old_file_and_nothing_else(
    point: str, number: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "net.cnn"
    target.write_bytes(b"old")
    with monkeypatch.context() as patched:
        patched.setattr(os, point, failing(number))
        with pytest.raises(OSError) as raised:
            write_atomically(target, b"new")
    assert raised.value.errno == number
    assert target.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [target]


def test_a_write_in_pieces_is_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write = os.write
    monkeypatch.setattr(os, "write", lambda descriptor, data: write(descriptor, bytes(data)[:3]))
    write_atomically(tmp_path / "net.cnn", b"0123456789")
    assert (tmp_path / "net.cnn").read_bytes() == b"0123456789"


def test_the_bytes_are_synced_before_the_name_changes_and_the_folder_after(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[str] = []
    fsync, replace = os.fsync, os.replace

    def note_fsync(descriptor: int) -> None:
        calls.append("folder" if stat.S_ISDIR(os.fstat(descriptor).st_mode) else "file")
        fsync(descriptor)

    def note_replace(source: Path, target: Path) -> None:
        calls.append("replace")
        replace(source, target)

    monkeypatch.setattr(os, "fsync", note_fsync)
    monkeypatch.setattr(os, "replace", note_replace)
    write_atomically(tmp_path / "net.cnn", b"new")
    assert calls == (["file", "replace"] if sys.platform == "win32" else ["file", "replace", "folder"])


def test_a_folder_is_not_replaced(tmp_path: Path) -> None:
    with pytest.raises(IsADirectoryError):
        write_atomically(tmp_path, b"new")
    assert list(tmp_path.iterdir()) == []


def test_a_sharing_violation_is_tried_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    replace, tries = os.replace, []

    def busy(source: Path, target: Path) -> None:
        tries.append(source)
        if len(tries) < 3:
            error = PermissionError(errno.EACCES, "in use")
            error.winerror = 32  # type: ignore[attr-defined, unused-ignore]  # the attribute exists on Windows only
            raise error
        replace(source, target)

    monkeypatch.setattr(os, "replace", busy)
    write_atomically(tmp_path / "net.cnn", b"new")
    assert len(tries) == 3
    assert (tmp_path / "net.cnn").read_bytes() == b"new"
