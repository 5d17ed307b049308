"""Copy and save the map that is outlined."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, QObject
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog

from designer.runs.atomic import write_atomically
from designer.ui.files.on_disk import file_name_for, why_not_written
from designer.ui.files.questions import Questions
from designer.ui.maps.map_content import MapContent, npy_bytes, png_bytes

if TYPE_CHECKING:
    from designer.ui.main_window import MainWindow


class MapDeeds(QObject):
    """Do what the map's menu offers; what was done is told in the status line."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window, self._panel = window, window.maps_panel
        self._questions = Questions(window)
        self._panel.deed_asked.connect(self.do)

    def do(self, deed: str) -> None:
        """Do ``copy``, ``png``, ``npy`` or ``all_npy`` with what the panel has outlined; nothing where there is nothing."""
        content = self._panel.content()
        if content is None:
            return
        if deed == "copy":
            self._copy(content)
        elif deed == "png":
            self._save(content.file_name, ".png", self.tr("Picture (*.png)"), content.title, png_bytes(content.picture))
        elif deed == "npy" and content.values is not None:
            self._save(content.file_name, ".npy", self.tr("Values (*.npy)"), content.title, npy_bytes(content.values))
        elif deed == "all_npy":
            everything = self._panel.all_values()
            if everything is not None:
                name, values = everything
                self._save(name, ".npy", self.tr("Values (*.npy)"), self.tr("all values of {0}").format(name), npy_bytes(values))

    def _copy(self, content: MapContent) -> None:
        data = QMimeData()
        data.setImageData(content.picture)
        text = content.table_text()
        if text:
            data.setText(text)
        QGuiApplication.clipboard().setMimeData(data)
        both, picture = self.tr("Copied {0}: a picture, and a table of its values."), self.tr("Copied {0}: a picture; exact values are not here.")
        self._window.status_bar.show_notice((both if text else picture).format(content.title))

    def _save(self, name: str, suffix: str, kinds: str, title: str, data: bytes) -> None:
        path = self._path(name, suffix, kinds)
        if path is None:
            return
        try:
            write_atomically(path, data)
        except OSError as error:
            self._questions.show_failure(self.tr("“{0}” was not saved: {1}.").format(path.name, why_not_written(error)))
            return
        self._window.settings.last_folder = path.parent
        self._window.status_bar.show_notice(self.tr("Saved {0} as “{1}”.").format(title, path.name))

    def _path(self, name: str, suffix: str, kinds: str) -> Path | None:
        suggested = file_name_for(name).removesuffix(".cnn") + suffix
        start = os.fspath(self._window.settings.last_folder / suggested)
        chosen, _ = QFileDialog.getSaveFileName(self._window, self.tr("Save feature maps"), start, kinds)
        if not chosen:
            return None
        path = Path(chosen if chosen.endswith(suffix) else chosen + suffix)
        if path.name != Path(chosen).name and path.exists() and not self._questions.ask_replace(path.name):
            return None
        return path
