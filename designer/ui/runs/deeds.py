"""What is done with runs: open the network, restore weights, write notes, export, delete and put back."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QFileDialog

from designer.network.errors import DesignerError, FileError
from designer.network.file_format import load_file
from designer.network.same_run import same_network
from designer.protocol.commands import ExportRuns, LoadWeights
from designer.protocol.events import AnyEvent, CommandFailed, RunsExported, WeightsLoaded
from designer.runs.folder import ARCHITECTURE, BEST, LAST
from designer.runs.listing import RunSummary
from designer.runs.notes import write_notes
from designer.ui.runs.bin import Deleted, delete_runs, put_back
from designer.ui.runs.columns import run_title
from designer.ui.runs.sentences import deleted_sentence, exported_sentence, loaded_sentence
from designer.ui.widgets.message_line import Tone

if TYPE_CHECKING:
    from designer.ui.main_window import MainWindow

__all__ = ["RunDeeds"]

PUT_BACK = "put-back-runs"

_MINE = (LoadWeights.__name__, ExportRuns.__name__)


class RunDeeds(QObject):
    """Does what is chosen in the Runs tab; nothing asks but the question about unsaved edits."""

    comparison_wanted = Signal(object)
    """The maps of a run are to be laid beside those on the screen; carries its `RunSummary`."""
    past_wanted = Signal(str)
    """The past of a run is to be looked at, whose network is the document; carries the run's folder."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._panel = window.runs_panel
        self._deleted = Deleted((), ())
        self._panel.action_chosen.connect(self._do)
        self._panel.notes_written.connect(self._note)
        window.client.event_received.connect(self._hear)
        window.message_line.action_chosen.connect(self._answer)

    def open_network(self, run: RunSummary) -> bool:
        """Begin a document with the network as it was trained; return whether it was opened."""
        try:
            architecture = load_file(run.path / ARCHITECTURE)
        except FileError as error:
            self._say(self.tr("The network of {0} cannot be opened: {1}").format(run_title(run), error.faults[0]), Tone.ERROR)
            return False
        if not self._window.files.ask_before_losing():
            return False
        self._window.files.begin_with(architecture)
        self._window.canvas.setFocus()
        self._window.status_bar.show_notice(self.tr("The network of {0}, as a document of its own.").format(run_title(run)))
        return True

    def _is_open(self, run: RunSummary) -> bool:
        try:
            return same_network(load_file(run.path / ARCHITECTURE), self._window.document.architecture)
        except FileError:
            return False

    def restore(self, path: Path) -> None:
        """Give the network's blocks the weights of a file that fit."""
        self._window.client.send(LoadWeights(path=str(path)))

    def delete(self, runs: Sequence[RunSummary]) -> None:
        """Put runs into the bin; a press puts them back."""
        deleted = delete_runs([run.path for run in runs])
        gone = tuple(path for path, _ in deleted.moved)
        self._panel.forget(gone)
        can_undo = bool(deleted.moved) and all(in_bin for _, in_bin in deleted.moved)
        self._deleted = deleted if can_undo else Deleted((), ())
        tone = Tone.WARNING if deleted.refusals else Tone.INFO
        actions = ((PUT_BACK, self.tr("Put back")),) if can_undo else ()
        self._say(deleted_sentence(gone, deleted.refusals), tone, actions)

    def export(self, runs: Sequence[RunSummary]) -> None:
        """Ask for a folder and write the curves there for TensorBoard."""
        folder = QFileDialog.getExistingDirectory(self._window, self.tr("Export for TensorBoard"), str(self._window.settings.last_folder))
        if folder:
            self._window.status_bar.show_notice(self.tr("Exporting…"))
            self._window.client.send(ExportRuns(paths=tuple(str(run.path) for run in runs if not run.problem), folder=folder))

    def _do(self, key: str, runs: tuple[RunSummary, ...]) -> None:
        if not runs and key != "curves":
            return
        match key:
            case "curves":
                self._window.docks.show("training")
            case "open":
                self.open_network(runs[0])
            case "past":
                if self._is_open(runs[0]) or self.open_network(runs[0]):
                    self.past_wanted.emit(str(runs[0].path))
            case "compare":
                self.comparison_wanted.emit(runs[0])
            case "best" | "last":
                self.restore(runs[0].path / (BEST if key == "best" else LAST))
            case "copy":
                QGuiApplication.clipboard().setText("\n".join(str(run.path) for run in runs))
                self._window.status_bar.show_notice(self.tr("Copied: {0}").format(runs[0].path))
            case "show":
                QDesktopServices.openUrl(QUrl.fromLocalFile(str(runs[0].path)))
            case "export":
                self.export(runs)
            case "delete":
                self.delete(runs)

    def _note(self, run: RunSummary, text: str) -> None:
        try:
            write_notes(run.path, text)
        except DesignerError as error:
            self._say(str(error), Tone.ERROR)
        self._panel.reader.read_again(run.path)

    def _hear(self, event: AnyEvent) -> None:
        match event:
            case WeightsLoaded() if event.misfits:
                self._say(loaded_sentence(event), Tone.WARNING)
            case WeightsLoaded():
                self._window.status_bar.show_notice(loaded_sentence(event))
            case RunsExported():
                self._say(exported_sentence(event), Tone.WARNING if event.skipped else Tone.OK)
            case CommandFailed(command=command) if command in _MINE:
                self._say(event.text, Tone.ERROR)
            case _:
                pass

    def _answer(self, key: str) -> None:
        if key != PUT_BACK:
            return
        deleted, self._deleted = self._deleted, Deleted((), ())
        self._window.message_line.clear()
        refusals = put_back(deleted)
        self._panel.reader.refresh()
        if refusals:
            self._say(" ".join(refusals), Tone.ERROR)

    def _say(self, text: str, tone: Tone, actions: Sequence[tuple[str, str]] = ()) -> None:
        self._window.message_line.show_message(text, tone, actions)
