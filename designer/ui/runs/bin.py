"""Runs to the system's bin and back."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QDir, QFile, QStandardPaths

from designer.network.errors import DesignerError
from designer.runs.bin import check_deletable
from designer.runs.folder import RunFolderError
from designer.runs.home import runs_folder

__all__ = ["Deleted", "delete_runs", "put_back"]


@dataclass(frozen=True)
class Deleted:
    """What became of folders that were to go.

    Args:
        moved: Where each that went was, and where it is in the bin; the latter empty where the system does not say.
        refusals: Why others stayed, a sentence each.
    """

    moved: tuple[tuple[Path, str], ...]
    refusals: tuple[str, ...]


def delete_runs(paths: Sequence[Path]) -> Deleted:
    """Put the folders of runs into the bin, each by itself; a run that is on stays, and so does all that is no run."""
    moved: list[tuple[Path, str]] = []
    refusals: list[str] = []
    for path in paths:
        try:
            moved.append((path, _to_the_bin(path)))
        except DesignerError as error:
            refusals.append(str(error))
    return Deleted(tuple(moved), tuple(refusals))


def put_back(deleted: Deleted) -> tuple[str, ...]:
    """Put runs back where they were; return why some could not be, a sentence each."""
    refusals = []
    for path, in_bin in deleted.moved:
        try:
            if path.exists():
                raise FileExistsError(0, _tr("something else is there now"))
            os.rename(in_bin, path)
        except OSError as error:
            refusals.append(_tr("{0} could not be put back: {1}").format(path.name, error.strerror or error))
            continue
        entry = Path(in_bin)
        with contextlib.suppress(OSError):  # the bin's own note about it, where it keeps one
            (entry.parent.parent / "info" / f"{entry.name}.trashinfo").unlink()
    return tuple(refusals)


def _to_the_bin(path: Path) -> str:
    """Put one folder into the bin and return its path there.

    Raises:
        RunFolderError: It must stay, or the system has no bin for it.
    """
    try:
        root = runs_folder()
    except OSError as error:
        raise RunFolderError(f"{path.name}: the folder of the runs cannot be read: {error.strerror or error}") from error
    check_deletable(path, root)
    QDir().mkpath(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.GenericDataLocation))  # Qt makes the bin in it, but not this
    file = QFile(str(path))
    if not file.moveToTrash():
        raise RunFolderError(_tr("{0}: the system could not move it to the bin; delete it in a file manager").format(path.name))
    return file.fileName()


def _tr(text: str) -> str:
    return QCoreApplication.translate("Runs", text)
