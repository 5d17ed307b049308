"""The files of a data set that could not be read, and why; the whole list can be copied."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QLabel, QListWidget, QPushButton, QVBoxLayout, QWidget

from designer.protocol.events import DatasetInspected
from designer.ui.style_sheet import Look, set_look
from designer.ui.theme import Theme, Themes

__all__ = ["SkippedList"]


class _Lines(QListWidget):
    """Lines that are copied by the usual key."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            rows = sorted(index.row() for index in self.selectedIndexes())
            QGuiApplication.clipboard().setText("\n".join(self.item(row).text() for row in rows))
            return
        super().keyPressEvent(event)


class SkippedList(QWidget):
    """List the files, one sentence each; an empty list says that all is well."""

    def __init__(self, themes: Themes, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.sentence = QLabel(self)
        self.sentence.setTextFormat(Qt.TextFormat.PlainText)
        self.sentence.setWordWrap(True)
        set_look(self.sentence, Look.MUTED)
        self.copy_button = QPushButton(self.tr("Copy the list"), self)
        self.copy_button.setAccessibleName(self.copy_button.text())
        self.copy_button.clicked.connect(self._copy)
        self.lines = _Lines(self)
        self.lines.setAccessibleName(self.tr("Files that could not be read"))
        self.lines.setSelectionMode(QListWidget.SelectionMode.ExtendedSelection)
        self.lines.setUniformItemSizes(True)
        self.lines.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self._column = QVBoxLayout(self)
        self._row = QHBoxLayout()
        self._row.addWidget(self.sentence, 1)
        self._row.addWidget(self.copy_button, 0, Qt.AlignmentFlag.AlignTop)
        self._column.addLayout(self._row)
        self._column.addWidget(self.lines, 1)
        themes.on_change(self._show_theme)

    def show_answer(self, answer: DatasetInspected | None) -> None:
        """Show what an answer says of files."""
        found = answer.skipped if answer else ()
        if found != tuple(self.lines.item(row).text() for row in range(self.lines.count())):
            self.lines.clear()
            self.lines.addItems(list(found))
            for row, line in enumerate(found):
                self.lines.item(row).setToolTip(line.replace("&", "&amp;").replace("<", "&lt;"))
        self.lines.setVisible(bool(found))
        self.copy_button.setVisible(bool(found))
        self.sentence.setText(self._sentence(len(found), answer.skipped_count) if answer else self.tr("Nothing was read yet."))
        self._column.setAlignment(self._row, Qt.AlignmentFlag(0) if found else Qt.AlignmentFlag.AlignTop)

    def _sentence(self, listed: int, count: int) -> str:
        if not count:
            return self.tr("Every file of this data set could be read.")
        left = self.tr("{0} files were left out because they could not be read; all others are used.").format(f"{count:,}")
        if count == 1:
            left = self.tr("1 file was left out because it could not be read; all others are used.")
        return left if listed == count else left + " " + self.tr("The first {0} are listed.").format(f"{listed:,}")

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText("\n".join(self.lines.item(row).text() for row in range(self.lines.count())))

    def _show_theme(self, theme: Theme) -> None:
        space = theme.px("space_l")
        self._column.setContentsMargins(space, space, space, space)
        self._column.setSpacing(theme.px("space"))
        self._row.setSpacing(theme.px("space_l"))
