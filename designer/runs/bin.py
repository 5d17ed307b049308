"""Which folders may be thrown away: runs that have ended, right inside the folder of the runs, and nothing else."""

from __future__ import annotations

import os
from pathlib import Path

from designer.runs.folder import RunFolderError, is_live

__all__ = ["check_deletable"]


def check_deletable(path: Path, root: Path) -> None:
    """Make sure that a folder is a run's and that nobody writes it.

    Args:
        root: The folder of the runs.

    Raises:
        RunFolderError: It must stay, and why.
    """
    if path.is_symlink():
        raise RunFolderError(f"{path.name} is a link to another place; delete it in a file manager")
    if not path.is_dir():
        raise RunFolderError(f"{path.name} is not there any more")
    if os.path.realpath(path.parent) != os.path.realpath(root) or path.name in ("", ".", ".."):
        raise RunFolderError(f"{path} does not lie in the folder of the runs, {root}; delete it in a file manager")
    if is_live(path):
        raise RunFolderError(f"{path.name} is being written by a training that runs now; stop it first")
