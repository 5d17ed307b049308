"""Tell the system that a run has ended while nobody looks at the window."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication, QSystemTrayIcon, QWidget

from designer.protocol.events import Ending, TrainingFinished
from designer.ui.icons import application_icon
from designer.ui.training.sentences import ending_sentence
from designer.ui.training.session import TrainingSession

__all__ = ["EndNotice", "Notifier", "SystemNotifier"]

_SHOWN_MS = 10_000


class Notifier(Protocol):
    """Whatever brings a message before a person who looks elsewhere."""

    def notify(self, title: str, text: str, failed: bool) -> None:
        """Show a message."""


class SystemNotifier(QObject):
    """Show the desktop's own notification; where there is none, let the window ask for attention in the task bar."""

    opened = Signal()
    """The notification was clicked."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._tray: QSystemTrayIcon | None = None
        self._gone = QTimer(self)
        self._gone.setSingleShot(True)
        self._gone.setInterval(2 * _SHOWN_MS)
        self._gone.timeout.connect(self._hide)

    def notify(self, title: str, text: str, failed: bool) -> None:
        """Show a message for ten seconds."""
        QApplication.alert(self._window)
        if not (QSystemTrayIcon.isSystemTrayAvailable() and QSystemTrayIcon.supportsMessages()):
            return
        if self._tray is None:
            self._tray = QSystemTrayIcon(application_icon(), self)
            self._tray.messageClicked.connect(self.opened)
            self._tray.activated.connect(self.opened)
        self._tray.setToolTip(title)
        self._tray.show()
        icon = QSystemTrayIcon.MessageIcon.Warning if failed else QSystemTrayIcon.MessageIcon.Information
        self._tray.showMessage(title, text, icon, _SHOWN_MS)
        self._gone.start()

    def _hide(self) -> None:
        if self._tray is not None:
            self._tray.hide()


class EndNotice(QObject):
    """Notify of runs that end by themselves while another window is in front.

    Args:
        session: Whose runs.
        window: Not notified of while it is the active one.
        notifier: How; the system's way by default.
    """

    def __init__(self, session: TrainingSession, window: QWidget, notifier: Notifier | None = None) -> None:
        super().__init__(window)
        self._session, self._window = session, window
        self.is_wanted = True
        self._notifier: Notifier = notifier or self._system()
        session.finished.connect(self._tell_end)
        session.failed.connect(self._tell_failure)
        session.broke_off.connect(self._tell_failure)

    def set_wanted(self, wanted: bool) -> None:
        """Notify, or do not."""
        self.is_wanted = wanted

    def _system(self) -> SystemNotifier:
        notifier = SystemNotifier(self._window)
        notifier.opened.connect(self._open)
        return notifier

    def _tell_end(self, event: TrainingFinished) -> None:
        if event.ending is Ending.COMPLETED:
            self._notify(self.tr("Training has finished"), ending_sentence(event), False)

    def _tell_failure(self, sentence: str) -> None:
        self._notify(self.tr("Training has failed"), sentence, True)

    def _notify(self, title: str, text: str, failed: bool) -> None:
        if self.is_wanted and not self._window.isActiveWindow():
            name = self._session.document.architecture.name
            self._notifier.notify(f"{title} · {name}" if name else title, text, failed)

    def _open(self) -> None:
        self._window.setWindowState(self._window.windowState() & ~Qt.WindowState.WindowMinimized)
        self._window.raise_()
        self._window.activateWindow()
