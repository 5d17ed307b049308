"""The data set window in the main window: opened by action, chip, drop, or by Train where the data waits for a word."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, QObject
from PySide6.QtWidgets import QFileDialog

from designer.network.figures import size_text
from designer.ui.data.loading_status import LoadingStatus
from designer.ui.data.places import place_title
from designer.ui.files.dropped import dropped_dataset
from designer.ui.training.showing import DatasetStatus
from designer.ui.training.states import TrainingState
from designer.ui.widgets.message_line import Tone

if TYPE_CHECKING:
    from designer.ui.data.dataset_window import DatasetWindow
    from designer.ui.main_window import MainWindow

_LOAD, _LOOK = "load data", "look at data"
_READY = (TrainingState.READY, TrainingState.NO_WORKER)


class DataWiring(QObject):
    """The slots between the data set window and the window's parts; it is made when it is first asked for."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._shown: DatasetWindow | None = None
        self._trains_when_loaded = False
        self.status = LoadingStatus(window.session, window.themes, window.status_bar)
        window.status_bar.insertWidget(0, self.status)
        popup = window.toolbar.dataset_chip.popup
        popup.look_requested.connect(self.show_dataset)
        window.toolbar.optimiser_chip.popup.augmentation_requested.connect(self.show_augmentation)
        window.actions_table.bind("show_dataset", self.show_dataset)
        window.actions_table.bind("augmentation", self.show_augmentation)
        window.session.data_needed.connect(self._ask_for_data)
        window.session.dataset_changed.connect(self._follow_dataset)
        window.message_line.action_chosen.connect(self._answer)

    def accepts(self, mime: QMimeData) -> bool:
        """Tell whether what is dragged may be a data set: one folder, zip or npz."""
        return bool(dropped_dataset(mime))

    def open_dropped(self, mime: QMimeData) -> None:
        """Look at what was dropped."""
        path = dropped_dataset(mime)
        if path:
            self.open_place(path)

    def open_place(self, path: str) -> None:
        """Look at a folder or file that a person chose."""
        self.show_dataset()
        self.dialog().open_place(path)

    def show_dataset(self) -> None:
        """Show the window beside this one."""
        dialog = self.dialog()
        dialog.show()
        dialog.raise_()
        dialog.activateWindow()

    def show_augmentation(self) -> None:
        """Show what is done to training pictures."""
        self.show_dataset()
        self.dialog().show_augmentation()

    def dialog(self) -> DatasetWindow:
        """Return the data set window."""
        if self._shown is None:
            from designer.ui.data.dataset_window import DatasetWindow  # the window stands before anybody looks at pictures

            window = self._window
            self._shown = DatasetWindow(window.document, window.session, window.client, window.themes, window)
            self._shown.side.folder_requested.connect(self._choose_folder)
            self._shown.side.file_requested.connect(self._choose_file)
            self._shown.side.data_root_requested.connect(window.toolbar.data_root_requested)
        return self._shown

    def _choose_folder(self) -> None:
        text = self.tr("Folder with one folder of pictures per class")
        self._open_chosen(QFileDialog.getExistingDirectory(self._shown, text, str(self._window.settings.last_folder)))

    def _choose_file(self) -> None:
        text, kinds = self.tr("Zip with a folder of pictures per class, or arrays of numpy"), self.tr("Data sets (*.zip *.npz);;All files (*)")
        self._open_chosen(QFileDialog.getOpenFileName(self._shown, text, str(self._window.settings.last_folder), kinds)[0])

    def _open_chosen(self, path: str) -> None:
        if path:
            self._window.settings.last_folder = Path(path).parent
            self.open_place(os.path.abspath(path))

    # ---- Train where the data waits for a word ----

    def _ask_for_data(self, status: DatasetStatus) -> None:
        title = next((facts.title for facts in self._window.session.datasets if facts.name == status.name), place_title(status.name))
        if status.waits_for_consent:
            text = self.tr("This network trains with data from {0}, which was not opened yet.").format(status.place)
            load = self.tr("Load and train")
        else:
            text = self.tr("{0} is not here yet; {1} are to be downloaded, once.").format(title, size_text(status.download_bytes))
            load = self.tr("Download and train")
        self._window.message_line.show_message(text, Tone.WARNING, ((_LOAD, load), (_LOOK, self.tr("Data sets…"))))

    def _answer(self, key: str) -> None:
        if key == _LOAD:
            self._trains_when_loaded = True
            self._window.message_line.clear()
            self._window.session.load_dataset()
        elif key == _LOOK:
            self._window.message_line.clear()
            self.show_dataset()

    def _follow_dataset(self, status: DatasetStatus) -> None:
        """Train when the data is there that was asked for; another choice or a failure ends the waiting."""
        if status.loaded is not None and self._trains_when_loaded and self._window.session.state in _READY:
            self._trains_when_loaded = False
            self._window.session.train()
        elif status.problem or status.waits_for_consent:
            self._trains_when_loaded = False
