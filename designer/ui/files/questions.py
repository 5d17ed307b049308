"""The few dialogs of files: what they ask, with names and numbers as plain text."""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import datetime
from enum import Enum, auto
from pathlib import Path

from PySide6.QtCore import QDate, QLocale, QObject, Qt, QTime
from PySide6.QtWidgets import QAbstractButton, QFileDialog, QMessageBox, QWidget

from designer.runs.recovery import Owner
from designer.ui.files.on_disk import SUFFIX

__all__ = ["Answer", "Questions", "moment"]

_NAME_LETTERS = 60

Icon, Role = QMessageBox.Icon, QMessageBox.ButtonRole


class Answer(Enum):
    """What a person may decide about unsaved or overwritten work."""

    SAVE = auto()
    SAVE_AS = auto()
    OVERWRITE = auto()
    DISCARD = auto()
    CANCEL = auto()


class Questions(QObject):
    """Ask by message boxes and file dialogs; every dialog belongs to the window.

    Args:
        window: Whom the dialogs belong to.
    """

    def __init__(self, window: QWidget | None = None) -> None:
        super().__init__(window)
        self._window = window

    def ask_save(self, name: str) -> Answer:
        """Ask what becomes of unsaved edits: `SAVE`, `DISCARD` or `CANCEL`."""
        box = self._box(Icon.Question, self.tr("Save the changes to “{0}”?").format(_short(name)), self.tr("Otherwise they are lost."))
        answers: dict[QAbstractButton, Answer] = {
            box.addButton(QMessageBox.StandardButton.Save): Answer.SAVE,
            box.addButton(QMessageBox.StandardButton.Discard): Answer.DISCARD,
            box.addButton(QMessageBox.StandardButton.Cancel): Answer.CANCEL,
        }
        return _chosen(box, answers)

    def ask_overwrite_changed(self, name: str, when: datetime | None) -> Answer:
        """Ask what to do where another program changed the file: `OVERWRITE`, `SAVE_AS` or `CANCEL`."""
        text = self.tr("“{0}” was changed on the disk since it was opened.").format(_short(name))
        written = "" if when is None else self.tr("It was last written at {0}. ").format(moment(when))
        box = self._box(Icon.Warning, text, written + self.tr("Overwriting it loses that version."))
        answers: dict[QAbstractButton, Answer] = {
            box.addButton(self.tr("Save &as…"), Role.AcceptRole): Answer.SAVE_AS,
            box.addButton(self.tr("&Overwrite"), Role.DestructiveRole): Answer.OVERWRITE,
            box.addButton(QMessageBox.StandardButton.Cancel): Answer.CANCEL,
        }
        return _chosen(box, answers)

    def ask_open_copy(self, name: str, owner: Owner) -> bool:
        """Tell that another window has the document open; ask whether to open an untitled copy."""
        text = self.tr("“{0}” is open in another window.").format(_short(name))
        told = self.tr("Since {0}, process {1}. A copy without a file can be opened here.").format(moment(owner.since), owner.pid)
        return self._agrees(Icon.Information, text, told, self.tr("Open a &copy"))

    def ask_replace(self, name: str) -> bool:
        """Ask whether to replace a file that exists."""
        text = self.tr("“{0}” exists already.").format(_short(name))
        return self._agrees(Icon.Warning, text, self.tr("Replacing it loses what it holds."), self.tr("&Replace"))

    def ask_replace_open(self, name: str, owner: Owner) -> bool:
        """Ask whether to replace a file that another window has open."""
        text = self.tr("“{0}” is open in another window.").format(_short(name))
        told = self.tr("Since {0}, process {1}. What is saved there later would meet what is saved here.").format(moment(owner.since), owner.pid)
        return self._agrees(Icon.Warning, text, told, self.tr("&Replace"))

    def show_failure(self, sentence: str, details: Sequence[str] = ()) -> None:
        """Tell that something did not work, with one line for each fault."""
        box = self._box(Icon.Warning, sentence, "\n".join(details))
        box.addButton(QMessageBox.StandardButton.Ok)
        box.exec()
        box.deleteLater()

    def path_to_open(self, folder: Path) -> Path | None:
        """Ask for a file to open."""
        dialog = self._file_dialog(self.tr("Open"), folder)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        return _path_of(dialog)

    def path_to_save(self, suggested: Path) -> Path | None:
        """Ask where to save; the dialog itself asks before an existing file is replaced."""
        dialog = self._file_dialog(self.tr("Save as"), suggested.parent)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(SUFFIX.removeprefix("."))
        dialog.selectFile(suggested.name)
        return _path_of(dialog)

    def _file_dialog(self, title: str, folder: Path) -> QFileDialog:
        dialog = QFileDialog(self._window, title, os.fspath(folder))
        dialog.setNameFilters([self.tr("Architectures (*{0})").format(SUFFIX), self.tr("All files (*)")])
        return dialog

    def _box(self, icon: QMessageBox.Icon, text: str, told: str) -> QMessageBox:
        if self._window is not None:
            self._window.show()  # a file refused at the start is told over the window, not over nothing
        box = QMessageBox(icon, self.tr("CNN Designer"), "", QMessageBox.StandardButton.NoButton, self._window)
        box.setTextFormat(Qt.TextFormat.PlainText)  # before the text: a name is never read as markup
        box.setText(text)
        box.setInformativeText(told)
        return box

    def _agrees(self, icon: QMessageBox.Icon, text: str, told: str, yes: str) -> bool:
        box = self._box(icon, text, told)
        agreed = box.addButton(yes, Role.AcceptRole)
        box.setDefaultButton(box.addButton(QMessageBox.StandardButton.Cancel))
        box.exec()
        box.deleteLater()
        return box.clickedButton() is agreed


def moment(when: datetime) -> str:
    """Return a point in time as people say it here: the time today, else date and time."""
    locale = QLocale()
    time = locale.toString(QTime(when.hour, when.minute), QLocale.FormatType.ShortFormat)
    if when.date() == datetime.now().date():
        return time
    return f"{locale.toString(QDate(when.year, when.month, when.day), QLocale.FormatType.ShortFormat)} {time}"


def _chosen(box: QMessageBox, answers: dict[QAbstractButton, Answer]) -> Answer:
    box.exec()
    box.deleteLater()
    return answers.get(box.clickedButton(), Answer.CANCEL)


def _path_of(dialog: QFileDialog) -> Path | None:
    accepted = dialog.exec()
    dialog.deleteLater()
    chosen = dialog.selectedFiles()
    return Path(chosen[0]) if accepted and chosen else None


def _short(name: str) -> str:
    """Return a name short enough for a sentence."""
    return name if len(name) <= _NAME_LETTERS else f"{name[: _NAME_LETTERS // 2]}…{name[-_NAME_LETTERS // 2 :]}"
