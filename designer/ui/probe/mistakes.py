"""Walk the pictures that the network gets wrong, the worst first; where nobody knows them yet, it is evaluated first."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from designer.protocol.commands import ListPictures
from designer.protocol.events import AnyEvent, CommandFailed, EvaluationEnded, PicturesListed
from designer.ui.results.results import Results
from designer.ui.training.session import TrainingSession
from designer.ui.worker_client import WorkerClient

__all__ = ["MistakeWalk"]

_FIRST_NUMBER = 1 << 30
"""Questions are numbered apart from those of the Confusion tab, which hears the same answers."""


class MistakeWalk(QObject):
    """Keeps the place in the list of mistakes; another evaluation begins it anew."""

    told = Signal(str)
    """Why there is no next mistake; one sentence."""

    def __init__(self, results: Results, session: TrainingSession, client: WorkerClient, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._results, self._session, self._client = results, session, client
        self._number = _FIRST_NUMBER
        self._walked: tuple[int, str, int, str] | None = None
        self._place = 0
        self._step = 0
        self._evaluates = False
        client.event_received.connect(self._hear)
        results.changed.connect(self._go_on)
        client.died.connect(self._give_up)

    def walk(self, step: int) -> None:
        """Show the next mistake (1) or the one before (−1)."""
        self._step = step
        if self._is_known():
            self._ask()
        elif self._results.can_evaluate():
            self._evaluates = True
            self.told.emit(self.tr("Looking for what the network gets wrong…"))
            self._results.evaluate("validation")
        elif self._results.is_training:
            self.told.emit(self.tr("What the network gets wrong is known after the first epoch."))
        elif self._results.progress is None:
            self.told.emit(self.tr("The network cannot be evaluated just now, so its mistakes are not known."))

    def _is_known(self) -> bool:
        if self._results.finding is None or self._results.is_of_other_data:
            return False
        return not self._results.is_edited or self._results.is_training

    def _ask(self) -> None:
        finding = self._results.finding
        assert finding is not None
        told = finding.confusion.told
        walked = (told.run, told.part, told.epoch, finding.told_at)
        if finding.confusion.mistakes == 0:
            text = self.tr("There is no mistake among the {0} {1} pictures.")
            self.told.emit(text.format(f"{finding.confusion.total:,}", _part_name(self, told.part)))
            return
        if walked != self._walked:
            self._walked, self._place = walked, -1 if self._step > 0 else 0
        self._place = (self._place + self._step) % finding.confusion.mistakes
        self._number += 1
        self._client.send(
            ListPictures(run=told.run, number=self._number, part=told.part, only_wrong=True, order="worst", first=self._place, count=1, side_px=1)
        )

    def _hear(self, event: AnyEvent) -> None:
        if isinstance(event, EvaluationEnded) or (isinstance(event, CommandFailed) and event.command == "EvaluateNetwork"):
            self._give_up()
        elif isinstance(event, PicturesListed) and event.number == self._number:
            self._take(event)

    def _take(self, event: PicturesListed) -> None:
        if event.pictures:
            picture = event.pictures[0]
            self._session.choose_probe(picture.index, event.part)
            self.told.emit(self.tr("Mistake {0} of {1}, the worst first").format(f"{event.first + 1:,}", f"{event.total:,}"))
        else:
            self._walked = None
            self.told.emit(event.problem or self.tr("This mistake is gone; the network was evaluated again."))

    def _go_on(self) -> None:
        if self._evaluates and self._results.progress is None and self._is_known():
            self._evaluates = False
            self._ask()

    def _give_up(self, _sentence: str = "") -> None:
        """Wait no longer for an evaluation: that it was cancelled or failed is told elsewhere."""
        self._evaluates = False


def _part_name(owner: QObject, part: str) -> str:
    names = {"training": owner.tr("training"), "validation": owner.tr("validation"), "test": owner.tr("test")}
    return names.get(part, part)
