"""The list of all keyboard shortcuts."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QHeaderView, QTableWidget, QTableWidgetItem, QVBoxLayout, QWidget

from designer.ui.command_finder import action_keys, action_name
from designer.ui.theme import Themes


class KeysDialog(QDialog):
    """A table of commands and keys."""

    def __init__(self, actions: Iterable[QAction], themes: Themes, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Keyboard shortcuts"))
        rows = [(action_name(action), action_keys(action)) for action in actions if action.shortcuts()]
        rows += [
            (self.tr("Walk along the wires"), self.tr("Arrows, Home, End")),
            (self.tr("Rename the selected block"), "F2"),
            (self.tr("Pan"), self.tr("Space or middle button and drag")),
            (self.tr("Zoom at the pointer"), self.tr("Ctrl and wheel")),
            (self.tr("Drop a block without wires"), self.tr("Alt while dropping")),
            (self.tr("Take a block out of its chain"), self.tr("Ctrl while dragging")),
            (self.tr("Shift the picture by a pixel, put it back"), self.tr("Arrows, Home on the picture")),
            (self.tr("Cover a part of the picture, move it, uncover"), self.tr("O, Shift and arrows, Esc on the picture")),
            (self.tr("Draw, move the pen, shift the drawing"), self.tr("Shift, Alt, nothing and arrows on the pad")),
            (self.tr("Show the picture on the clipboard"), self.tr("Ctrl+V in the maps")),
            (self.tr("Cancel any gesture"), "Esc"),
        ]
        table = QTableWidget(len(rows), 2, self)
        table.setAccessibleName(self.windowTitle())
        table.setHorizontalHeaderLabels([self.tr("Command"), self.tr("Keys")])
        table.verticalHeader().hide()
        table.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        table.horizontalHeader().setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        for index, (name, keys) in enumerate(rows):
            table.setItem(index, 0, QTableWidgetItem(name))
            table.setItem(index, 1, QTableWidgetItem(keys))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(table)
        layout.addWidget(buttons)
        theme = themes.current()
        self.resize(theme.px("card_width"), theme.px("window_min_height") - theme.px("toolbar_height"))
