"""What the window shows of the training session: maps, notices, the tab in front."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from designer.ui.training.pace import Pace
from designer.ui.training.sentences import whole_sentence
from designer.ui.training.states import TrainingState
from designer.ui.widgets.message_line import Tone

if TYPE_CHECKING:
    from designer.ui.main_window import MainWindow


class TrainingWiring(QObject):
    """The slots between the session and the window's parts."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._said = ""
        session, actions = window.session, window.actions_table
        actions.bind("next_probe", self.next_probe)
        actions.bind("previous_probe", self.previous_probe)
        session.state_changed.connect(self._show_state)
        session.edited_since.connect(self._show_edited)
        session.classes_told.connect(self._take_classes)
        session.broke_off.connect(self._show_broken)
        session.worker_died.connect(self._forget_maps)
        session.failed.connect(self._show_failed)
        session.problems_in_the_way.connect(self._show_problems)
        session.run_started.connect(self._show_training)
        session.pace_changed.connect(self._show_pace)
        window.pace_menu.chosen.connect(self._choose_pace)
        window.message_line.action_chosen.connect(self._answer)

    def next_probe(self) -> None:
        """Show the maps of the next picture, of the list that it was chosen from or of its part."""
        self._window.session.step_probe(1)

    def previous_probe(self) -> None:
        """Show the maps of the previous picture, likewise."""
        self._window.session.step_probe(-1)

    def _show_state(self, state: TrainingState) -> None:
        self._window.live_maps.show_live(state is TrainingState.RUNNING)

    def _show_edited(self, ids: Sequence[str]) -> None:
        self._window.live_maps.mark_edited(ids)

    def _take_classes(self, classes: tuple[str, ...]) -> None:
        self._window.live_maps.classes = classes
        self._window.document.set_classes(len(classes) or None)

    def _forget_maps(self, _sentence: str) -> None:
        self._window.live_maps.clear()

    def _show_broken(self, sentence: str) -> None:
        self._said = sentence
        self._window.message_line.show_message(sentence, Tone.ERROR, (("train", self.tr("Train again")), ("log", self.tr("Show log"))))

    def _show_failed(self, sentence: str) -> None:
        self._said = sentence = whole_sentence(sentence)
        panel = self._window.training_panel
        if not panel.isVisible() or not panel.height():  # else it says so itself, with remedies
            actions = (("training", self.tr("Show remedies")), ("log", self.tr("Show log")))
            self._window.message_line.show_message(sentence, Tone.ERROR, actions)

    def _show_problems(self) -> None:
        self._window.docks.show("problems")
        self._window.problems_panel.next()

    def _show_training(self) -> None:
        if self._window.message_line.text() == self._said:  # what others say, as the way back from a dense twin, is still true
            self._window.message_line.hide()
        if not self._window.docks.is_narrow:
            self._window.docks.show("training")

    def _show_pace(self, pace: Pace) -> None:
        self._window.pace_menu.show_choice(pace.value)

    def _choose_pace(self, value: str) -> None:
        self._window.session.set_pace(Pace(value))

    def _answer(self, key: str) -> None:
        if key not in ("train", "training", "log"):
            return
        self._window.message_line.hide()
        if key == "train":
            self._window.session.train()
        else:
            self._window.docks.show(key)
