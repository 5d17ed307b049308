"""Send a picture that changes all the time: the newest wins, and the next goes out when the last was taken."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

from designer.protocol.commands import ShowPicture
from designer.protocol.events import AnyEvent, CommandFailed, ProbeChosen
from designer.ui.training.session import TrainingSession
from designer.ui.worker_client import WorkerClient

__all__ = ["LivePicture"]

_PAUSE_MS = 15
"""Between two pictures: half of the time between two frames, so that none waits for long and few are made in vain."""


class LivePicture(QObject):
    """Keeps at most one picture on its way to the worker."""

    def __init__(self, session: TrainingSession, client: WorkerClient, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._make: Callable[[], ShowPicture] | None = None
        self._is_on_its_way = False
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self._send)
        session.picture_asked.connect(self._drop)
        client.event_received.connect(self._hear)
        client.died.connect(self._forget)

    def show(self, make: Callable[[], ShowPicture]) -> None:
        """Show a picture as soon as the one before was taken.

        Args:
            make: Returns it; called only where it is sent, so that what is overtaken costs nothing.
        """
        self._make = make
        self._send()

    def _send(self) -> None:
        if self._make is None or self._is_on_its_way or self._pause.isActive():
            return
        make, self._make = self._make, None
        self._is_on_its_way = True
        self._pause.start()
        self._session.show_picture(make())

    def _hear(self, event: AnyEvent) -> None:
        taken = isinstance(event, ProbeChosen) or (isinstance(event, CommandFailed) and event.command == "ShowPicture")
        if taken and self._is_on_its_way:
            self._is_on_its_way = False
            self._send()

    def _drop(self) -> None:
        """Forget what was not sent yet: a picture of the data set is wanted now."""
        self._make = None

    def _forget(self, _sentence: str) -> None:
        self._is_on_its_way, self._make = False, None
