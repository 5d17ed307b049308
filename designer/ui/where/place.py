"""The place where the training process runs, and the command that starts it there."""

from __future__ import annotations

import dataclasses
import json
import shlex
from dataclasses import dataclass

from designer.ui.worker_process import worker_command

__all__ = ["MOST_PROCESSES", "Place"]

MOST_PROCESSES = 64


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where the training process runs.

    Args:
        processes: That train together, one of them leading.
        front: The command in front that reaches another machine, ``ssh host``; empty: this machine.
        folder: The program's folder over there, or empty where it is installed.
        python: The Python over there.
        data_root: The folder of data sets over there.
    """

    processes: int = 1
    front: str = ""
    folder: str = ""
    python: str = "python3"
    data_root: str = ""

    @property
    def is_remote(self) -> bool:
        """Whether another machine trains."""
        return bool(self.front)

    def problem(self) -> str:
        """Return why the command in front cannot be taken apart; empty: it can."""
        try:
            shlex.split(self.front)
        except ValueError as error:
            return str(error)
        return ""

    def command(self) -> list[str]:
        """Return the command that starts the worker.

        Over there it is one line for a shell, as `ssh` wants it; what takes words instead is followed by a shell: ``docker exec -i box sh -c``.

        >>> Place(front="ssh big", folder="~/my nets", processes=2).command()
        ['ssh', 'big', "cd ~/'my nets' && exec python3 -m designer worker --processes 2"]
        """
        words = ["worker", *(("--processes", str(self.processes)) if self.processes > 1 else ())]
        if not self.is_remote:
            return [*worker_command()[:-1], *words]
        there = f"exec {_quoted_path(self.python)} -m designer {' '.join(words)}"
        return [*shlex.split(self.front), f"cd {_quoted_path(self.folder)} && {there}" if self.folder else there]

    def to_text(self) -> str:
        """Return the place as one line for the settings."""
        return json.dumps(dataclasses.asdict(self))

    @classmethod
    def from_text(cls, text: str) -> Place:
        """Return the place of a line from the settings; what is not one is this machine.

        >>> Place.from_text(Place(processes=4).to_text()).processes, Place.from_text("?").processes
        (4, 1)
        """
        try:
            found = json.loads(text)
            place = cls(**found)
        except (ValueError, TypeError, RecursionError):
            return cls()
        texts = (place.front, place.folder, place.python, place.data_root)
        whole = isinstance(place.processes, int) and 1 <= place.processes <= MOST_PROCESSES
        return place if whole and all(isinstance(text, str) for text in texts) and not place.problem() else cls()


def _quoted_path(path: str) -> str:
    """Return a path as a word of a shell, in which ``~/`` keeps its meaning."""
    home, rest = ("~/", path[2:]) if path.startswith("~/") else ("", path)
    return home + (shlex.quote(rest) if rest or not home else "")
