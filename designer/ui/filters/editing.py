"""Filters changed by hand: what is sent to the worker, shown until its frame comes, undone and done again."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal

from designer.network.shapes import Shape
from designer.network.weights import Start
from designer.protocol.commands import ChangeWeights
from designer.protocol.events import AnyEvent, CommandFailed, MapsDrawn, TrainingStarted, WeightsChanged, WeightsLoaded, WeightsReset
from designer.ui.filters.edit_list import EditList, FilterEdit, FilterPart
from designer.ui.filters.form import FilterForm
from designer.ui.maps.colors import Floats
from designer.ui.worker_client import WorkerClient

__all__ = ["FilterEditing"]


class FilterEditing(QObject):
    """Send edits and keep the list of each block, as long as its weights are changed by nothing else."""

    changed = Signal()
    """The values to show, or what can be undone."""

    def __init__(self, client: WorkerClient, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._client = client
        self._lists: dict[tuple[str, Shape, Start], EditList] = {}
        self._sent: list[tuple[FilterPart, Floats]] = []
        self._number = self._answered = 0
        client.event_received.connect(self._hear)
        client.died.connect(self.forget)

    def steps(self, form: FilterForm) -> EditList:
        """Return the list of a block as it is: with another shape or start its weights are others."""
        return self._lists.setdefault((form.block, form.shape, form.start), EditList())

    def shown(self, block: str, filter_: int, values: Floats) -> Floats:
        """Return a filter's values with what it was given and no frame has shown yet.

        Shape:
            values: ``(channels, …)``, or ``(inputs,)`` of a unit
        """
        for part, sent in self._sent_to(block, "weight"):
            if part.filter in (None, filter_):
                values = values.copy()
                values[... if part.channel is None else part.channel] = sent if part.filter is not None else sent[filter_]
        return values

    def shown_biases(self, block: str, first: int, biases: Floats) -> Floats:
        """Return what filters ``first`` on of a block add, with what they were given and no frame has shown yet."""
        for part, sent in self._sent_to(block, "bias"):
            biases = biases.copy()
            if part.filter is None:
                biases[:] = sent[first : first + len(biases)]
            elif 0 <= part.filter - first < len(biases):
                biases[part.filter - first] = sent.item()
        return biases

    def change(self, form: FilterForm, edit: FilterEdit) -> None:
        """Give parts other values, as one step."""
        self.steps(form).push(edit)
        self._send([(change.part, change.after) for change in edit.changes])

    def undo(self, form: FilterForm) -> FilterEdit | None:
        """Take back the last step of a block and return it."""
        edit = self.steps(form).undo()
        if edit is not None:
            self._send([(change.part, change.before) for change in reversed(edit.changes)])
        return edit

    def redo(self, form: FilterForm) -> FilterEdit | None:
        """Do the last undone step of a block again and return it."""
        edit = self.steps(form).redo()
        if edit is not None:
            self._send([(change.part, change.after) for change in edit.changes])
        return edit

    def forget(self, _: object = None) -> None:
        """Forget all steps: the weights they were made on are gone."""
        self._lists.clear()
        self._sent.clear()
        self._answered = self._number
        self.changed.emit()

    def _sent_to(self, block: str, weight: str) -> list[tuple[FilterPart, Floats]]:
        return [(part, sent) for part, sent in self._sent if (part.block, part.weight) == (block, weight)]

    def _send(self, changes: Sequence[tuple[FilterPart, Floats]]) -> None:
        for part, values in changes:
            self._number += 1
            self._sent = [(known, sent) for known, sent in self._sent if known != part] + [(part, values)]
            self._client.send(
                ChangeWeights(
                    number=self._number, block=part.block, weight=part.weight, filter=part.filter, channel=part.channel,
                    values=values.astype("<f4").tobytes(),
                )
            )  # fmt: skip
        self.changed.emit()

    def _hear(self, event: AnyEvent) -> None:
        match event:
            case WeightsChanged():
                self._answered = event.number
            case MapsDrawn() if self._sent and self._answered == self._number:
                self._sent.clear()  # a frame made after the answer has these values
                self.changed.emit()
            case CommandFailed(command="ChangeWeights") | TrainingStarted() | WeightsReset() | WeightsLoaded():
                self.forget()
