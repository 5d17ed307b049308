"""Start a worker at a place, hear its greeting or its last words, and let it go: the Test button."""

from __future__ import annotations

from collections import deque

from PySide6.QtCore import QElapsedTimer, QObject, QTimer, Signal

from designer.protocol.greeting import Greeting
from designer.ui.where.place import Place
from designer.ui.worker_client import WorkerClient

__all__ = ["PlaceTrial"]

_PATIENCE_MS = 60_000
_LAST_LINES = 4


class PlaceTrial(QObject):
    """Try one place after the other."""

    answered = Signal(object, float)
    """The worker answered; carries its `Greeting` and the seconds that took."""
    failed = Signal(str)
    """It did not; says why, with the last lines of what it wrote to its standard error."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._client: WorkerClient | None = None
        self._lines: deque[str] = deque(maxlen=_LAST_LINES)
        self._clock = QElapsedTimer()
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(_PATIENCE_MS)
        self._patience.timeout.connect(self._give_up)

    @property
    def is_on(self) -> bool:
        """Whether an answer is waited for."""
        return self._client is not None

    def begin(self, place: Place) -> None:
        """Start a worker there; an earlier trial is dropped."""
        self.drop()
        self._lines.clear()
        self._clock.start()
        self._patience.start()
        client = self._client = WorkerClient(place.command(), self)
        client.ready.connect(self._take_greeting)
        client.logged.connect(self._lines.append)
        client.died.connect(self._take_death)
        client.start()

    def drop(self) -> None:
        """End the trial; nothing is told of it any more."""
        self._patience.stop()
        client, self._client = self._client, None
        if client is not None:
            for signal in (client.ready, client.logged, client.died):
                signal.disconnect()
            client.stop(at_once=True)

    def _take_greeting(self, greeting: Greeting) -> None:
        seconds = self._clock.elapsed() / 1_000
        self.drop()
        self.answered.emit(greeting, seconds)

    def _take_death(self, sentence: str) -> None:
        self._tell(sentence)

    def _give_up(self) -> None:
        self._tell(self.tr("Nobody answered within {0} seconds.").format(_PATIENCE_MS // 1_000))

    def _tell(self, sentence: str) -> None:
        words = "\n".join(self._lines)
        self.drop()
        self.failed.emit(f"{sentence}\n{words}" if words else sentence)
