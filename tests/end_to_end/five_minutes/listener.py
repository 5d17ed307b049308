"""The program as a person starts it, with one ear: asked over a socket where something is and what is shown, it answers and does nothing else."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QElapsedTimer, QObject, QTimer
from PySide6.QtNetwork import QLocalSocket
from PySide6.QtWidgets import QApplication

from designer.app import open_window
from designer.ui import application as starting
from designer.ui.main_window import MainWindow
from tests.end_to_end.five_minutes.network_sights import NetworkSights
from tests.end_to_end.five_minutes.panel_sights import PanelSights
from tests.end_to_end.five_minutes.places import Places
from tests.end_to_end.five_minutes.training_sights import TrainingSights
from tests.end_to_end.five_minutes.window_sights import WindowSights

_LOOK_MS = 10
_NOT_THERE = (LookupError, AttributeError, AssertionError, ValueError, TypeError, StopIteration)
"""What a question about something meets that is not, or not yet, on the screen."""

TESTS: dict[str, Callable[[Any, Any], bool]] = {
    "equals": lambda answer, wanted: bool(answer == wanted),
    "differs": lambda answer, wanted: bool(answer != wanted),
    "least": lambda answer, wanted: bool(answer >= wanted),
    "holds": lambda answer, wanted: wanted in answer,
}


class Listener(QObject):
    """Answer one question after the other; one with a condition as soon as it is met."""

    def __init__(self, window: MainWindow, address: str) -> None:
        super().__init__(window)
        self._askables = (NetworkSights(window), PanelSights(window), TrainingSights(window), WindowSights(window), Places(window))
        self._question: dict[str, Any] = {}
        self._clock, self._timer = QElapsedTimer(), QTimer(self)
        self._timer.setInterval(_LOOK_MS)
        self._timer.timeout.connect(self._look)
        self._socket = QLocalSocket(self)
        self._socket.readyRead.connect(self._hear)
        self._socket.connectToServer(address)

    def _hear(self) -> None:
        if self._socket.canReadLine():
            self._question = json.loads(bytes(self._socket.readLine().data()))
            self._clock.start()
            self._look()

    def _look(self) -> None:
        answer = self._answer()
        late = self._clock.hasExpired(round(1_000 * self._question.get("seconds", 0)))
        if self._is_wanted(answer) or late:
            if late and "answer" in answer and not self._is_wanted(answer):
                answer = {"problem": f"still {answer['answer']!r}"}
            self._timer.stop()
            self._socket.write(json.dumps(answer).encode() + b"\n")
            self._socket.flush()
        elif not self._timer.isActive():
            self._timer.start()

    def _answer(self) -> dict[str, Any]:
        for askable in self._askables:
            found = getattr(askable, self._question["ask"], None)
            if found is not None:
                try:
                    return {"answer": found(*self._question["words"])}
                except _NOT_THERE as error:
                    return {"problem": f"{type(error).__name__}: {error}"}
        return {"problem": "there is no such question"}

    def _is_wanted(self, answer: dict[str, Any]) -> bool:
        until = self._question.get("until")
        if until is None:
            return True
        return "answer" in answer and all(TESTS[name](answer["answer"], wanted) for name, wanted in until.items())


def main() -> int:
    """Open the window as the program does, listened to, at the screen's corner: there is nobody else who would place it."""
    address, width, height = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    make_window = starting.make_window

    def make_and_listen(application: QApplication, path: str | None = None, data_root: str | None = None) -> MainWindow:
        window = make_window(application, path, data_root)
        window.setGeometry(0, 0, width, height)
        Listener(window, address)
        return window

    starting.make_window = make_and_listen
    return open_window(None, None)


if __name__ == "__main__":
    sys.exit(main())
