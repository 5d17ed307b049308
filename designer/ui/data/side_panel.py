"""The left side of the data set window: the list of data sets, and the buttons that open others."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from designer.ui.data.source_list import SourceList
from designer.ui.theme import Theme, Themes

__all__ = ["SidePanel"]


class SidePanel(QWidget):
    """Choose what to look at."""

    folder_requested = Signal()
    """A folder with one folder per class is to be chosen."""
    file_requested = Signal()
    """A zip or npz file is to be chosen."""
    data_root_requested = Signal()
    """The folder that holds downloaded data sets is to be chosen."""

    def __init__(self, themes: Themes, parent: QWidget) -> None:
        super().__init__(parent)
        self.sources = SourceList(themes, self)
        folder = self._button(self.tr("Open folder…"), self.tr("A folder with one folder of pictures per class, or with train and test in it"))
        file = self._button(self.tr("Open zip or .npz…"), self.tr("A packed folder of pictures, or arrays of numpy"))
        root = self._button(self.tr("Folder of downloads…"), self.tr("Where known data sets are looked for, such as mnist/"))
        folder.clicked.connect(self.folder_requested)
        file.clicked.connect(self.file_requested)
        root.clicked.connect(self.data_root_requested)
        self._column = QVBoxLayout(self)
        self._column.addWidget(self.sources, 1)
        for button in (folder, file, root):
            self._column.addWidget(button)
        themes.on_change(self._show_theme)

    def _button(self, text: str, tip: str) -> QPushButton:
        button = QPushButton(text, self)
        button.setAutoDefault(False)
        button.setToolTip(tip)
        button.setAccessibleName(text)
        return button

    def _show_theme(self, theme: Theme) -> None:
        margin = theme.px("space_l")
        self._column.setContentsMargins(margin, margin, margin, margin)
        self._column.setSpacing(theme.px("space_s"))
        self.sources.setMinimumWidth(theme.px("palette_width"))
