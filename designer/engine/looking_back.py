"""Show a run as it was after one of its steps, whatever trains meanwhile."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import torch

from designer.engine.history import HistoryRecorder
from designer.engine.lifeline import now
from designer.engine.looking import Send, Subject
from designer.engine.past import Past
from designer.protocol.commands import DescribeHistory, LookBack
from designer.protocol.events import HistoryTold
from designer.runs.history import kept_steps

TOLD_EVERY_S = 0.5


class LookingBack:
    """Holds the moment of a run that is looked at, and tells which there are."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self._past = Past()
        self._subject: Subject | None = None
        self._told: tuple[Path, tuple[int, ...]] | None = None
        self._told_at = 0.0

    @property
    def subject(self) -> Subject | None:
        """The network of the past that is shown; none: the present is."""
        return self._subject

    def answer(self, command: DescribeHistory | LookBack, present: Subject | None, device: torch.device) -> None:
        """Tell what a run keeps, or show a moment of it, or the present.

        Args:
            present: What is shown otherwise.

        Raises:
            DesignerError: The run does not keep that moment, or it cannot be read.
        """
        if isinstance(command, DescribeHistory):
            self._send(HistoryTold(folder=command.folder, steps=kept_steps(Path(command.folder))))
            return
        if not command.folder:
            self._subject = None
            return
        network = self._past.network(Path(command.folder), command.step, device)
        trained = command.step > 0
        untrained = () if trained else tuple(dict.fromkeys(owned.block.id for owned in network.owned))
        subject = Subject(network, device, 0, step=command.step, trained=trained, untrained=untrained, past=command.folder)
        self._subject = subject if present is None else dataclasses.replace(subject, revision=present.revision)

    def forget(self) -> None:
        """Go back to the present: another network is on, or a run begins."""
        self._subject = None

    def tell(self, recorder: HistoryRecorder, at_once: bool = False) -> None:
        """Tell of new moments of the run that is on."""
        if not at_once and now() - self._told_at < TOLD_EVERY_S:
            return
        self._told_at = now()
        told = recorder.run, recorder.steps
        if told != self._told:
            self._told = told
            self._send(HistoryTold(folder=str(recorder.run), steps=recorder.steps))
