"""Copy a map, or save it as a picture or as values: whichever panel it is from."""

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


class ContentDeeds(QObject):
    """Take maps along; what was done is told in the status line.

    Args:
        title: Of the dialog that asks for a file.
    """

    def __init__(self, window: MainWindow, title: str) -> None:
        super().__init__(window)
        self._window, self._title = window, title
        self._questions = Questions(window)

    def do(self, deed: str, content: MapContent) -> None:
        """Do ``copy``, ``png`` or ``npy``; values that are not here are not saved."""
        if deed == "copy":
            self._copy(content)
        elif deed == "png":
            self.save(content.file_name, ".png", self.tr("Picture (*.png)"), content.title, png_bytes(content.picture))
        elif deed == "npy" and content.values is not None:
            self.save(content.file_name, ".npy", self.tr("Values (*.npy)"), content.title, npy_bytes(content.values))

    def save(self, name: str, suffix: str, kinds: str, title: str, data: bytes) -> None:
        """Ask where to, and write.

        Args:
            name: Suggested, without a suffix.
            kinds: For the dialog: "Picture (*.png)".
            title: What is saved, for people.
        """
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

    def _copy(self, content: MapContent) -> None:
        data = QMimeData()
        data.setImageData(content.picture)
        text = content.table_text()
        if text:
            data.setText(text)
        QGuiApplication.clipboard().setMimeData(data)
        both, picture = self.tr("Copied {0}: a picture, and a table of its values."), self.tr("Copied {0}: a picture; exact values are not here.")
        self._window.status_bar.show_notice((both if text else picture).format(content.title))

    def _path(self, name: str, suffix: str, kinds: str) -> Path | None:
        suggested = file_name_for(name).removesuffix(".cnn") + suffix
        start = os.fspath(self._window.settings.last_folder / suggested)
        chosen, _ = QFileDialog.getSaveFileName(self._window, self._title, start, kinds)
        if not chosen:
            return None
        path = Path(chosen if chosen.endswith(suffix) else chosen + suffix)
        if path.name != Path(chosen).name and path.exists() and not self._questions.ask_replace(path.name):
            return None
        return path
