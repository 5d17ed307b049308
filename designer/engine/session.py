"""The worker's conversation with the window: what each command does while idle and while a run is on."""

from __future__ import annotations

from typing import assert_never

from designer.data.errors import DataError
from designer.engine.devices import choose_device
from designer.engine.lifeline import Inbox, Refused
from designer.engine.looking import Looking, Send, Subject
from designer.engine.pictures import SHIPPED, Probe, Shelf, describe_datasets, loaded
from designer.engine.run_session import RunSession, begin_run
from designer.engine.store import WeightStore
from designer.engine.window_weights import save_weights
from designer.engine.wiring import keep_trained
from designer.network.errors import DesignerError
from designer.protocol import commands
from designer.protocol.commands import AnyCommand
from designer.protocol.events import CommandFailed, DatasetFailed, DatasetsDescribed, TrainingFailed, WeightsReset


class Session:
    """Answers one window until it closes.

    One turn takes the commands that came, does one piece of the run if there is one, and makes a frame if one is due.

    Attributes:
        closed: The window wants no more answers.
        lost: Its bytes cannot be read any more.
    """

    def __init__(self, inbox: Inbox, send: Send) -> None:
        self._inbox = inbox
        self._send = send
        self._store = WeightStore()
        self._shelf = Shelf()
        self._looking = Looking(send, self._store)
        self._device = choose_device("auto")
        self._run: RunSession | None = None
        self._command = ""
        self.closed = False
        self.lost = False

    def turn(self) -> None:
        """Do what is to be done next, or wait for it."""
        if self._run is None or not self._inbox.empty() or not self._run.is_due():
            for command in self._inbox.take(self._patience_s()):
                self._handle(command)
        if self._run is not None and self._run.is_due():
            self._run.advance()
        if self._run is not None and self._run.ended:
            self._end_run()
        if self._run is None:
            self._looking.wire_up(self._device)
        subject = self._subject()
        if subject is not None and self._looking.is_due(subject, self._full_speed()):
            self._draw(subject)

    def recover(self, text: str) -> None:
        """Go on after an error that nobody expected: the run, or else the command, has failed."""
        if self._run is not None:
            self._run.fail(text)
            self._end_run()
        else:
            self._send(CommandFailed(command=self._command, text=text))

    def end(self) -> None:
        """Stop the run if there is one, keeping what it has."""
        if self._run is not None:
            self._run.stop()
            while not self._run.ended:
                self._run.advance()
            self._end_run()

    def _patience_s(self) -> float | None:
        """Return how long there is nothing to do; ``None``: until a command comes."""
        waits = [self._looking.wait_s(self._subject(), self._full_speed())]
        if self._run is not None:
            waits.append(self._run.wait_s())
        known = [wait for wait in waits if wait is not None]
        return min(known) if known else None

    def _full_speed(self) -> bool:
        return self._run is not None and self._run.is_at_full_speed()

    def _subject(self) -> Subject | None:
        return self._looking.shown if self._run is None else self._run.subject()

    def _draw(self, subject: Subject) -> None:
        if self._looking.probe is None:
            self._looking.choose(Probe(self._shelf.load(SHIPPED, None)))
        self._looking.draw(subject)

    def _handle(self, command: AnyCommand | Refused) -> None:
        self._command = type(command).__name__
        if isinstance(command, Refused):
            self._send(CommandFailed(command="", text=command.text))
            self.lost = self.lost or command.lost
            self.closed = self.closed or command.lost
            return
        try:
            self._carry_out(command)
        except DesignerError as error:
            self._send(CommandFailed(command=self._command, text=str(error)))

    def _carry_out(self, command: AnyCommand) -> None:
        match command:
            case commands.DescribeDatasets(data_root=data_root):
                self._send(DatasetsDescribed(datasets=describe_datasets(data_root)))
            case commands.LoadDataset(name=name, data_root=data_root):
                self._load_dataset(name, data_root)
            case commands.ChooseDevice(device=device):
                self._choose_device(device)
            case commands.ShowNetwork():
                self._looking.show(command)
            case commands.LookAt():
                self._looking.look_at(command)
            case commands.ChooseProbe(index=index):
                probe = self._looking.probe or Probe(self._shelf.load(SHIPPED, None))
                self._looking.choose(probe.at(index))
            case commands.AcknowledgeFrame(number=number):
                self._looking.acknowledge(number)
            case commands.SaveWeights(path=path):
                self._save_weights(path)
            case commands.ResetWeights():
                self._reset_weights()
            case commands.CloseWorker():
                self.closed = True
            case _:
                self._carry_out_for_run(command)

    def _carry_out_for_run(
        self,
        command: commands.StartTraining | commands.PauseTraining | commands.ResumeTraining | commands.StepTraining
        | commands.StopTraining | commands.SetPace,
    ) -> None:  # fmt: skip
        match command:
            case commands.StartTraining():
                self._start(command)
            case commands.SetPace(pace=pace):
                if self._run is not None:
                    self._run.set_pace(pace)
            case commands.PauseTraining(run=run):
                self._running(run).pause()
            case commands.ResumeTraining(run=run):
                self._running(run).resume()
            case commands.StepTraining(run=run):
                self._running(run).make_step()
            case commands.StopTraining(run=run):
                self._running(run).stop()
            case _:
                assert_never(command)

    def _running(self, run: int) -> RunSession:
        if self._run is None or self._run.number != run:
            raise DesignerError(f"run {run} is not on; it may have ended just now")
        return self._run

    def _load_dataset(self, name: str, data_root: str | None) -> None:
        try:
            dataset = self._shelf.load(name, data_root)
        except DataError as error:
            self._send(DatasetFailed(name=name, text=str(error)))
            if self._looking.probe is None:
                self._looking.choose(Probe(self._shelf.load(SHIPPED, None)))
            return
        self._send(loaded(name, dataset))
        if self._looking.probe is None or self._looking.probe.dataset is not dataset:
            self._looking.choose(Probe(dataset))

    def _choose_device(self, name: str) -> None:
        self._device = choose_device(name)
        if self._run is None:
            self._looking.rewire(self._device)

    def _save_weights(self, path: str) -> None:
        if self._run is None:
            self._looking.wire_up(self._device)
        self._send(save_weights(path, self._subject(), self._looking.probe))

    def _reset_weights(self) -> None:
        if self._run is not None:
            raise DesignerError("weights cannot be reset while a run is on; stop it first")
        self._store.reset()
        self._send(WeightsReset())
        self._looking.rewire(self._device)

    def _start(self, command: commands.StartTraining) -> None:
        if self._run is not None:
            text = f"run {self._run.number} is still on; stop it first"
            self._send(TrainingFailed(run=command.run, text=text))
            return
        try:
            self._run = begin_run(command, self._shelf, self._store, self._device, self._send)
        except DesignerError as error:
            self._send(TrainingFailed(run=command.run, text=str(error)))
            return
        dataset = self._run.ready.dataset
        if self._looking.probe is None or self._looking.probe.dataset is not dataset:
            self._looking.choose(Probe(dataset))

    def _end_run(self) -> None:
        run, self._run = self._run, None
        if run is not None and run.keeps_weights:
            keep_trained(run.ready.network, self._store, run.ready.fresh)
            self._looking.rewire(self._device)
