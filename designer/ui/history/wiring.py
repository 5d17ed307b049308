"""The bar of the past, joined to worker, maps, curves and keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from designer.protocol.commands import DescribeHistory, LookBack
from designer.protocol.events import AnyEvent, CommandFailed, HistoryTold, MapsDrawn, TrainingStarted
from designer.ui.history.moments import Moments

if TYPE_CHECKING:
    from designer.ui.main_window import MainWindow

__all__ = ["HistoryWiring"]


class HistoryWiring(QObject):
    """Asks the worker for the moment that the bar shows; another network, another run or another worker is seen in its present."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._bar = window.history_bar
        self._bar.moved.connect(self._look)
        window.client.event_received.connect(self._hear)
        window.client.died.connect(self._forget)
        window.session.run_started.connect(self._begin)
        window.document.replaced.connect(self._forget)
        window.actions_table.bind("history_back", lambda: self._bar.step(-1))
        window.actions_table.bind("history_forward", lambda: self._bar.step(1))
        self._opening = False
        self._show(Moments())

    def open(self, folder: str) -> None:
        """Look at a run of which the document is the network: at its last moment first."""
        self._forget()
        self._opening = True
        self._show(Moments(folder))
        self._window.client.send(DescribeHistory(folder=folder))

    def _begin(self, event: TrainingStarted) -> None:
        self._show(Moments(event.folder))

    def _forget(self, *_: object) -> None:
        if self._bar.moments.step is not None:
            self._window.client.send(LookBack())
        self._show(Moments())

    def _hear(self, event: AnyEvent) -> None:
        moments = self._bar.moments
        match event:
            case HistoryTold(folder=folder, steps=steps) if folder == moments.folder:
                told = moments.told(folder, steps)
                if self._opening:
                    self._opening, told = False, told.at(len(steps) - 1)
                self._show(told)
                if told.step != moments.step:
                    self._ask(told)
            case MapsDrawn(past=past, step=step) if past == moments.folder and step == moments.step:
                self._bar.frame_shown()
            case CommandFailed(command="LookBack") if moments.step is not None:  # its sentence is in the status bar
                self._show(moments.at(len(moments.steps)))
                self._ask(self._bar.moments)
            case _:
                pass

    def _look(self, moments: Moments) -> None:
        self._show(moments)
        self._ask(moments)

    def _ask(self, moments: Moments) -> None:
        self._window.client.send(LookBack() if moments.step is None else LookBack(folder=moments.folder, step=moments.step))

    def _show(self, moments: Moments) -> None:
        started = self._window.session.started
        self._bar.show_moments(moments, started.steps_per_epoch if started is not None else 0)
        self._window.training_panel.view.show_step(moments.step)
        for key in ("history_back", "history_forward"):
            self._window.actions_table[key].setEnabled(moments.can_look_back)
