"""*Compare with dense*: the network's dense twin as a new document, both parameter counts, and the way back."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Signal

from designer.network.architecture import Architecture
from designer.network.dense_twin import comparison_text, dense_twin
from designer.network.errors import EditError
from designer.ui.document import Document
from designer.ui.files.document_files import DocumentFiles
from designer.ui.widgets.message_line import MessageLine, Tone

BACK, BOTH = "back-from-dense-twin", "train-both-from-dense-twin"


class DenseComparison(QObject):
    """Put the dense twin in place of the network, after the usual question about unsaved edits."""

    both_requested = Signal(object, object)
    """Both are to be trained; carries the network and the path that it was saved to, or none."""

    def __init__(self, document: Document, files: DocumentFiles, line: MessageLine, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._document, self._files, self._line = document, files, line
        self._left: tuple[Path | None, Architecture] | None = None
        line.action_chosen.connect(self._answer)
        line.dismissed.connect(self._forget)
        document.replaced.connect(self._leave)

    def compare(self) -> None:
        """Open the twin; what stands in the way is said."""
        network = self._document.architecture
        try:
            twin = dense_twin(network)
        except EditError as error:
            self._line.show_message(self.tr("No dense twin: {0}.").format(str(error).rstrip(".")), Tone.WARNING)
            return
        if not self._files.ask_before_losing():
            return
        left = (self._document.path, network)
        self._files.begin_with(twin)
        self._left = left
        back = self.tr("Back to {0}").format(network.name or self.tr("the network"))
        self._line.show_message(comparison_text(network, twin), Tone.INFO, ((BACK, back), (BOTH, self.tr("Train both"))))

    def _answer(self, key: str) -> None:
        if key == BOTH and self._left is not None:
            path, network = self._left
            self.both_requested.emit(network, path)
        if key != BACK or self._left is None or not self._files.ask_before_losing():
            return
        (path, network), self._left = self._left, None
        self._line.clear()
        if path is None:
            self._files.begin_with(network)
        else:
            self._files.open_path(path)

    def _leave(self) -> None:
        """Another document was opened, so the way back is gone."""
        if self._left is not None:
            self._left = None
            self._line.clear()

    def _forget(self) -> None:
        self._left = None
