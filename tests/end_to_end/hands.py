"""The whole window with a real worker, and a person's hands."""

from __future__ import annotations

import os
import signal
from pathlib import Path

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from designer.network.blocks import palette
from designer.protocol.events import StepsDone
from designer.ui.application import make_window
from designer.ui.canvas.mime import block_mime_data
from designer.ui.main_window import MainWindow
from designer.ui.training.pace import Pace
from designer.ui.training.states import TrainingState

SLOW_MS = 60_000
"""For what needs torch: it is imported by a process that shares two cores with other tests."""


class Hands:
    """Does to a window what a person does, and waits for what a person would see."""

    def __init__(self, qtbot: QtBot, window: MainWindow) -> None:
        self.qtbot = qtbot
        self.window = window
        self.step = 0
        self.steps_told = 0
        window.session.steps_done.connect(self._count)

    def _count(self, event: StepsDone) -> None:
        self.step = event.first_step + len(event.losses) // 4 - 1
        self.steps_told += 1

    @property
    def order(self) -> list[str]:
        """Ids in the order of the network."""
        return list(self.window.document.analysis.order)

    def shape(self, name: str) -> tuple[int, ...] | None:
        """Return a block's output shape."""
        return self.window.document.analysis.reports[name].output_shape

    def wait_for_maps(self) -> None:
        """Wait until every card in sight has its maps."""
        canvas, maps = self.window.canvas, self.window.live_maps
        self.qtbot.waitUntil(lambda: bool(canvas.visible_blocks()) and all(maps.card(name) for name in canvas.visible_blocks()), timeout=SLOW_MS)

    def wait_for(self, state: TrainingState) -> None:
        """Wait until training has come to a state."""
        self.qtbot.waitUntil(lambda: self.window.session.state is state, timeout=SLOW_MS)

    def press(self, key: str) -> None:
        """Press a toolbar button by its action's key."""
        action = self.window.actions_table[key]
        buttons = [button for button in self.window.toolbar.findChildren(QToolButton) if button.defaultAction() is action and button.isVisible()]
        if buttons:
            QTest.mouseClick(buttons[0], Qt.MouseButton.LeftButton)
        else:
            action.trigger()

    def drop_on_wire(self, key: str, source: str, target: str) -> None:
        """Drag a palette entry onto the wire between two blocks, with the palette's own mime data."""
        entry = next(entry for entries in palette().values() for entry in entries if entry.key == key)
        view = self.window.canvas
        cards = view.canvas_scene.cards
        start = cards[source].pos() + cards[source].output_port()
        end = cards[target].pos() + cards[target].input_port(0)
        at = view.mapFromScene((start + end) / 2)
        data, buttons, keys = block_mime_data(entry), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        action = Qt.DropAction.CopyAction
        QApplication.sendEvent(view.viewport(), QDragEnterEvent(at, action, data, buttons, keys))
        QApplication.sendEvent(view.viewport(), QDragMoveEvent(at, action, data, buttons, keys))
        QApplication.sendEvent(view.viewport(), QDropEvent(QPointF(at), action, data, buttons, keys))

    def worker_pid(self) -> int:
        """Return the worker's process id."""
        greeting = self.window.session.greeting
        assert greeting is not None
        return greeting.pid

    def kill_worker(self) -> None:
        """End the worker as the system would."""
        os.kill(self.worker_pid(), signal.SIGKILL)


def open_window(qtbot: QtBot, path: Path | None = None, pace: Pace = Pace.FULL, with_maps: bool = True) -> Hands:
    """Open the window as the program does, and wait until the first maps are on the cards; or not, for what needs no worker."""
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    window = make_window(application, str(path) if path else None)
    qtbot.addWidget(window, before_close_func=_forget_edits)
    window.resize(1600, 1000)
    window.session.set_pace(pace)
    with qtbot.waitExposed(window):
        window.show()
    hands = Hands(qtbot, window)
    if with_maps:
        hands.wait_for_maps()
    return hands


def _forget_edits(window: QWidget) -> None:
    assert isinstance(window, MainWindow)
    window.files.ask_before_losing = lambda: True  # type: ignore[method-assign]  # nobody is there to answer
