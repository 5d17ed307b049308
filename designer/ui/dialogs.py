"""The window's few dialogs: weights file, folder of data sets, commands, keys, about."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QFileDialog, QMessageBox

from designer import version
from designer.ui.command_finder import CommandFinder
from designer.ui.keys_dialog import KeysDialog

if TYPE_CHECKING:
    from designer.ui.main_window import MainWindow

WEIGHTS_SUFFIX = ".safetensors"


class Dialogs(QObject):
    """Opens dialogs and passes on what was chosen."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        actions = window.actions_table
        self._finder = CommandFinder(actions.by_key.values(), window.themes, window)
        actions.bind("save_weights", self.save_weights)
        actions.bind("find_command", self.find_command)
        actions.bind("list_keys", self.list_keys)
        actions.bind("about", self.about)
        window.toolbar.data_root_requested.connect(self.choose_data_root)
        window.training_panel.save_weights_requested.connect(self.save_weights)

    def save_weights(self) -> None:
        """Ask for a file and save the weights there."""
        suggested = self._window.settings.last_folder / f"{self._window.files.shown_name()}{WEIGHTS_SUFFIX}"
        chosen, _ = QFileDialog.getSaveFileName(self._window, self.tr("Save weights"), str(suggested), self.tr("Weights (*.safetensors)"))
        if chosen:
            self._window.session.save_weights(chosen if chosen.endswith(WEIGHTS_SUFFIX) else chosen + WEIGHTS_SUFFIX)

    def choose_data_root(self) -> None:
        """Ask for the folder that holds data sets."""
        folder = QFileDialog.getExistingDirectory(self._window, self.tr("Folder that holds data sets (mnist/ …)"))
        if folder:
            self._window.settings.data_root = Path(folder)
            self._window.session.set_data_root(folder)

    def find_command(self) -> None:
        """Open the command finder."""
        self._finder.open_over(self._window)

    def list_keys(self) -> None:
        """Show all shortcuts."""
        dialog = KeysDialog(self._window.actions_table.by_key.values(), self._window.themes, self._window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def about(self) -> None:
        """Say what this is."""
        text = self.tr(
            "CNN Designer {0}\n\nDesign a convolutional network, train it, and watch its feature maps.\n\n"
            "MIT licence. Handwritten digits: E. Alpaydin and C. Kaynak, UCI Machine Learning Repository, CC BY 4.0."
        )
        box = QMessageBox(QMessageBox.Icon.NoIcon, self.tr("About CNN Designer"), text.format(version()), QMessageBox.StandardButton.Ok, self._window)
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.open()
