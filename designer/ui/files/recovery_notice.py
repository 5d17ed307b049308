"""Offers what was left unsaved: one document after the other, in a line that blocks nothing."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QObject

from designer.runs.recovery import Recoverable
from designer.ui.files.document_files import DocumentFiles
from designer.ui.files.questions import moment
from designer.ui.files.recovery_client import RecoveryClient
from designer.ui.widgets.message_line import MessageLine, Tone

__all__ = ["RecoveryNotice", "recovery_text"]

_RESTORE, _DISCARD, _LATER = "restore", "discard", "later"


def recovery_text(entry: Recoverable) -> str:
    """Return both versions with time, blocks and last edits, as one sentence."""
    tr = QCoreApplication.translate
    name = entry.name or tr("RecoveryNotice", "untitled")
    edits = tr("RecoveryNotice", " ({0})").format("; ".join(entry.labels[:2])) if entry.labels else ""
    text = tr("RecoveryNotice", "“{0}” was left unsaved at {1}: {2} blocks{3}").format(name, moment(entry.edited_at), entry.blocks, edits)
    if not entry.whole:
        text += tr("RecoveryNotice", ", later edits are damaged")
    return text + _disk_text(entry)


def _disk_text(entry: Recoverable) -> str:
    tr = QCoreApplication.translate
    if entry.document is None:
        return tr("RecoveryNotice", "; it has no file.")
    if entry.on_disk is None:
        return tr("RecoveryNotice", "; its file is gone.")
    if entry.on_disk.blocks is None:
        return tr("RecoveryNotice", "; its file, written at {0}, cannot be opened.").format(moment(entry.on_disk.changed_at))
    text = tr("RecoveryNotice", "; its file, written at {0}, has {1} blocks.")
    if not entry.disk_is_base:
        text = tr("RecoveryNotice", "; its file was changed since, at {0}, and has {1} blocks.")
    return text.format(moment(entry.on_disk.changed_at), entry.on_disk.blocks)


class RecoveryNotice(QObject):
    """Show each recoverable document with *Open recovered*, *Discard* and *Later*."""

    def __init__(self, line: MessageLine, files: DocumentFiles, recovery: RecoveryClient, parent: QObject | None = None) -> None:
        super().__init__(parent or line)
        self._line = line
        self._files = files
        self._recovery = recovery
        self._waiting: list[Recoverable] = []
        recovery.recoverable_found.connect(self.offer)
        line.action_chosen.connect(self._choose)
        line.dismissed.connect(self._go_on)

    def offer(self, entries: tuple[Recoverable, ...]) -> None:
        """Offer documents, the first one now."""
        self._waiting = list(entries)
        self._show()

    def _show(self) -> None:
        if not self._waiting:
            self._line.clear()
            return
        actions = ((_RESTORE, self.tr("Open recovered")), (_DISCARD, self.tr("Discard")), (_LATER, self.tr("Later")))
        self._line.show_message(recovery_text(self._waiting[0]), Tone.WARNING, actions)

    def _choose(self, key: str) -> None:
        if not self._waiting or key not in (_RESTORE, _DISCARD, _LATER):
            return
        entry = self._waiting[0]
        if key == _RESTORE and not self._files.restore(entry):
            return
        if key == _DISCARD:
            self._recovery.discard(entry)
        self._go_on()

    def _go_on(self) -> None:
        if self._waiting:
            self._waiting.pop(0)
            self._show()
