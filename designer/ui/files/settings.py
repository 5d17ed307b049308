"""What the window remembers from one start to the next, in ``settings.ini`` of the user's folder.

Every value is kept as text and checked when it is read: a damaged file, or a value from another version, counts as none.
"""

from __future__ import annotations

import base64
import binascii
import json
import os
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QSettings, QStandardPaths

from designer.runs.home import settings_file
from designer.ui.theme import ThemeChoice
from designer.ui.training.pace import Pace

__all__ = ["Settings"]

_RECENT, _THEME, _PACE, _DEVICE, _DATA_ROOT, _LAST_FOLDER = "recent", "theme", "pace", "device", "data_root", "last_folder"
_PALETTE_CLOSED, _PALETTE_FULL = "palette/closed", "palette/full"
_ANALYSIS_COLUMNS = "analysis/columns"
_LAST_TEMPLATE = "last_template"
_DECLINED_RUN = "declined_run"
_WHERE = "where"
_NOTIFY_END = "notify_end"
_MINIMAP, _ON, _OFF = "minimap", "on", "off"
_WINDOW_VERSION, _GEOMETRY, _STATE = "window/version", "window/geometry", "window/state"

Choice = TypeVar("Choice", bound=StrEnum)


class Settings:
    """Read and write the settings; setting one writes it at the next turn of the event loop, `sync` at once.

    Args:
        path: The file; the user's own by default. It need not exist.
    """

    def __init__(self, path: Path | None = None) -> None:
        self._stored = QSettings(os.fspath(path or settings_file()), QSettings.Format.IniFormat)

    @property
    def theme(self) -> ThemeChoice:
        """The chosen theme; follows the system at first."""
        return self._choice(_THEME, ThemeChoice.SYSTEM)

    @theme.setter
    def theme(self, choice: ThemeChoice) -> None:
        self._stored.setValue(_THEME, choice.value)

    @property
    def pace(self) -> Pace:
        """How fast a run may go."""
        return self._choice(_PACE, Pace.WATCHABLE)

    @pace.setter
    def pace(self, pace: Pace) -> None:
        self._stored.setValue(_PACE, pace.value)

    @property
    def minimap(self) -> bool:
        """Whether large networks have a small map in the corner of the canvas."""
        return self._text(_MINIMAP) != _OFF

    @minimap.setter
    def minimap(self, shown: bool) -> None:
        self._stored.setValue(_MINIMAP, _ON if shown else _OFF)

    @property
    def device(self) -> str:
        """Name of the chosen device; empty: the best there is."""
        return self._text(_DEVICE)

    @device.setter
    def device(self, name: str) -> None:
        self._stored.setValue(_DEVICE, name)

    @property
    def where(self) -> str:
        """The place where training happens, as `Place.to_text` wrote it; empty: this machine, in one process."""
        return self._text(_WHERE)

    @where.setter
    def where(self, text: str) -> None:
        self._stored.setValue(_WHERE, text)

    @property
    def notify_end(self) -> bool:
        """Whether the system notifies of a run that ended out of sight."""
        return self._text(_NOTIFY_END) != _OFF

    @notify_end.setter
    def notify_end(self, wanted: bool) -> None:
        self._stored.setValue(_NOTIFY_END, _ON if wanted else _OFF)

    @property
    def data_root(self) -> Path | None:
        """Folder of data sets that do not ship with the program."""
        text = self._text(_DATA_ROOT)
        return Path(text) if text else None

    @data_root.setter
    def data_root(self, folder: Path | None) -> None:
        self._stored.setValue(_DATA_ROOT, "" if folder is None else os.fspath(folder))

    @property
    def last_folder(self) -> Path:
        """Where a document was last opened or saved; the user's documents at first."""
        text = self._text(_LAST_FOLDER)
        return Path(text) if text else Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation))

    @last_folder.setter
    def last_folder(self, folder: Path) -> None:
        self._stored.setValue(_LAST_FOLDER, os.fspath(folder))

    @property
    def recent(self) -> tuple[Path, ...]:
        """The documents opened and saved last, newest first."""
        try:
            found = json.loads(self._text(_RECENT))
        except (ValueError, RecursionError):
            return ()
        return tuple(Path(text) for text in found if isinstance(text, str) and text) if isinstance(found, list) else ()

    @recent.setter
    def recent(self, paths: tuple[Path, ...]) -> None:
        self._stored.setValue(_RECENT, json.dumps([os.fspath(path) for path in paths]))

    @property
    def last_template(self) -> str:
        """Name of the template that a document last began with; empty: none yet."""
        return self._text(_LAST_TEMPLATE)

    @last_template.setter
    def last_template(self, name: str) -> None:
        self._stored.setValue(_LAST_TEMPLATE, name)

    @property
    def declined_run(self) -> str:
        """Name of the run that a person did not want to go on with; empty: none."""
        return self._text(_DECLINED_RUN)

    @declined_run.setter
    def declined_run(self, name: str) -> None:
        self._stored.setValue(_DECLINED_RUN, name)

    @property
    def palette_folding(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Which groups of the palette are closed, and of which every block is shown; by the groups' names."""
        return self._words(_PALETTE_CLOSED), self._words(_PALETTE_FULL)

    @palette_folding.setter
    def palette_folding(self, folding: tuple[tuple[str, ...], tuple[str, ...]]) -> None:
        for key, words in zip((_PALETTE_CLOSED, _PALETTE_FULL), folding, strict=True):
            self._stored.setValue(key, " ".join(words))

    @property
    def analysis_columns(self) -> str:
        """Which columns of the analysis table are hidden and how wide the others are, as the table wrote it."""
        return self._text(_ANALYSIS_COLUMNS)

    @analysis_columns.setter
    def analysis_columns(self, text: str) -> None:
        self._stored.setValue(_ANALYSIS_COLUMNS, text)

    def window_geometry(self, version: int) -> bytes | None:
        """Return what `QWidget.saveGeometry` gave; None: nothing was kept by this version of the layout."""
        return self._window_bytes(_GEOMETRY, version)

    def window_state(self, version: int) -> bytes | None:
        """Return what `QMainWindow.saveState` gave; None: nothing was kept by this version of the layout."""
        return self._window_bytes(_STATE, version)

    def keep_window(self, geometry: bytes, state: bytes, version: int) -> None:
        """Remember where the window and its docks are.

        Args:
            version: Of the layout; another version ignores it.
        """
        self._stored.setValue(_WINDOW_VERSION, str(version))
        self._stored.setValue(_GEOMETRY, base64.b64encode(geometry).decode())
        self._stored.setValue(_STATE, base64.b64encode(state).decode())

    def forget_window(self) -> None:
        """Forget where the window and its docks are."""
        for key in (_WINDOW_VERSION, _GEOMETRY, _STATE):
            self._stored.remove(key)

    def sync(self) -> bool:
        """Write what was set; return whether that worked."""
        self._stored.sync()
        return self._stored.status() == QSettings.Status.NoError

    def _text(self, key: str) -> str:
        found = self._stored.value(key)
        return found if isinstance(found, str) else ""

    def _words(self, key: str) -> tuple[str, ...]:
        return tuple(self._text(key).split())

    def _choice(self, key: str, default: Choice) -> Choice:
        try:
            return type(default)(self._text(key))
        except ValueError:
            return default

    def _window_bytes(self, key: str, version: int) -> bytes | None:
        if self._text(_WINDOW_VERSION) != str(version):
            return None
        try:
            return base64.b64decode(self._text(key), validate=True) or None
        except (ValueError, binascii.Error):
            return None
