"""The worker's conversation with the window: what each command does while idle and while a run is on."""

from __future__ import annotations

from typing import assert_never

import torch

from designer.data.errors import DataError
from designer.engine.arithmetic.answering import Explaining
from designer.engine.data_questions import DataQuestions
from designer.engine.devices import choose_device
from designer.engine.evaluations import Evaluations
from designer.engine.filter_edits import change_weights
from designer.engine.heap import give_memory_back
from designer.engine.lifeline import Inbox, Refused
from designer.engine.loading import Loading
from designer.engine.looking import Looking, Send, Subject
from designer.engine.looking_back import LookingBack
from designer.engine.pictures import SHIPPED, Probe, Shelf, Wanted, chosen_probe, describe_datasets, loaded, not_loaded
from designer.engine.ranks.team import Team
from designer.engine.rate_trial import RateTrials
from designer.engine.run_reports import failed
from designer.engine.run_sender import RunSender
from designer.engine.run_session import RunSession, begin_run
from designer.engine.run_setup import alone
from designer.engine.store import WeightStore
from designer.engine.streaming import close_parts
from designer.engine.tensorboard_export import export_runs
from designer.engine.why.whys import Whys
from designer.engine.window_weights import load_weights, save_weights
from designer.engine.wiring import keep_trained
from designer.network.errors import DesignerError
from designer.protocol import commands
from designer.protocol.commands import AnyCommand
from designer.protocol.events import CommandFailed, DatasetsDescribed, Ending, WeightsReset


class Session:
    """Answers one window until it closes.

    One turn takes the commands that came, does one piece of the run if there is one, and makes a frame if one is due.

    Attributes:
        closed: The window wants no more answers.
        lost: Its bytes cannot be read any more.

    Args:
        team: The ranks that train together with this process; none: it trains alone.
    """

    def __init__(self, inbox: Inbox, send: Send, team: Team | None = None) -> None:
        self._inbox = inbox
        self._copies = RunSender(send)
        self._send = send = self._copies.send
        self._store = WeightStore()
        self._shelf = Shelf()
        self._questions = DataQuestions(self._shelf)
        self._looking = Looking(send, self._store, self._shelf)
        self._explaining = Explaining(send)
        self._loading = Loading(self._shelf_of, send, inbox.wake, self._looking.look_again)
        self._evaluations = Evaluations(send, self._shelf, self._store)
        self._back = LookingBack(send)
        self._whys = Whys(send, self._shelf, self._looking)
        self._trials = RateTrials(send, self._shelf, self._store)
        self._device = choose_device("auto")
        self._team = team
        self._threads = torch.get_num_threads()
        self._run: RunSession | None = None
        self._command = ""
        self.closed = False
        self.lost = False

    def turn(self) -> None:
        """Do what is to be done next, or wait for it."""
        if self._run is None or not self._inbox.empty() or not self._run.is_due():
            for command in self._inbox.take(self._patience_s()):
                self._handle(command)
        for waited in self._loading.ready():
            self._try(waited)
        if self._run is not None and self._team is not None and (trouble := self._team.trouble()):
            self._run.fail(trouble)
        elif self._run is not None and self._run.is_due():
            self._looking.frames.settle()  # a step changes the weights that they show
            self._run.advance()
            self._evaluations.follow(self._run)
            self._back.tell(self._run.history)
        if self._run is not None and self._run.ended:
            self._end_run()
        self._trials.advance()
        self._copies.turn()
        if self._run is None and self._inbox.empty():
            self._evaluations.advance()
        self._whys.advance(self._full_speed())
        if self._run is None:
            self._looking.wire_up(self._device)
            self._loading.prefetch(self._looking.lacking(), self._shelf)
        subject = self._subject()
        if subject is not None and self._looking.is_due(subject, self._full_speed()):
            self._looking.draw(subject)

    def recover(self, text: str) -> None:
        """Go on after an error that nobody expected: the run, or else the command, has failed."""
        if self._run is not None:
            self._run.fail(text)
            self._end_run()
        elif self._trials.number is not None:
            self._trials.stop(text)
        else:
            self._send(CommandFailed(command=self._command, text=text))

    def end(self) -> None:
        """Stop the run if there is one, keeping what it has: it can go on at the next start."""
        if self._run is not None:
            self._run.stop(Ending.INTERRUPTED)
            while not self._run.ended:
                self._run.advance()
            self._end_run()
        self._copies.finish()

    def _patience_s(self) -> float | None:
        """Return how long there is nothing to do; ``None``: until a command comes."""
        if self._trials.number is not None:
            return 0
        waits = [self._looking.wait_s(self._subject(), self._full_speed()), self._evaluations.wait_s(), self._copies.wait_s(), self._whys.wait_s()]
        if self._run is not None:
            waits.append(self._run.wait_s())
        known = [wait for wait in waits if wait is not None]
        return min(known) if known else None

    def _full_speed(self) -> bool:
        return self._run is not None and self._run.is_at_full_speed()

    def _subject(self) -> Subject | None:
        return self._back.subject or self._present()

    def _present(self) -> Subject | None:
        return self._looking.shown if self._run is None else self._run.subject()

    def _ready_subject(self) -> Subject | None:
        """Return the network on the screen as the newest command wants it, with a probe to look at."""
        if self._run is None:
            self._looking.wire_up(self._device)
        self._looking.have_probe()
        return self._subject()

    def _probe(self) -> Probe:
        return self._looking.probe or Probe(self._shelf.load(SHIPPED, None))

    def _handle(self, command: AnyCommand | Refused) -> None:
        self._command = type(command).__name__
        if isinstance(command, Refused):
            self._send(CommandFailed(command="", text=command.text))
            self.lost = self.lost or command.lost
            self.closed = self.closed or command.lost
        elif not self._loading.defer(command):
            self._try(command)

    def _try(self, command: AnyCommand) -> None:
        self._command = type(command).__name__
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
            case commands.CancelLoading():
                self._loading.cancel()
            case commands.ChooseDevice(device=device):
                self._choose_device(device)
            case commands.ShowNetwork():
                self._looking.show(command)
            case commands.LookAt():
                self._looking.look_at(command)
            case commands.ChooseProbe() | commands.ShowPicture() | commands.ChangeProbe() | commands.FindPicture():
                self._looking.choose(chosen_probe(command, self._probe()))
            case commands.AcknowledgeFrame(number=number, cost_s=cost_s):
                self._looking.acknowledge(number, cost_s)
            case commands.ExplainPixel():
                if not self._explaining.ask(command, self._looking.frames) and (subject := self._subject()) is not None:
                    self._looking.draw(subject)
                    self._explaining.ask(command, self._looking.frames)
            case commands.SaveWeights(path=path):
                self._save_weights(path)
            case commands.ResetWeights():
                self._reset_weights()
            case commands.LoadWeights(path=path):
                self._load_weights(path)
            case commands.DescribeHistory() | commands.LookBack():
                self._looking.frames.settle()  # another moment's weights are put in place of those of this one
                self._back.answer(command, self._present(), self._device)
                self._looking.look_again()
            case commands.ComparePictures() | commands.CompareRun() | commands.EndComparison():
                self._looking.compare(command, self._device)
            case commands.ChangeWeights():
                self._change_weights(command)
            case commands.ExportRuns(paths=paths, folder=folder):
                self._export_runs(paths, folder)
            case commands.InspectDataset():
                self._send(self._questions.inspect(command))
            case commands.PreviewAugmentation():
                self._send(self._questions.preview(command))
            case commands.EvaluateNetwork() | commands.CancelEvaluation() | commands.ListPictures():
                self._evaluations.answer(command, self._device, self._run is not None)
            case commands.AskWhy() | commands.FindExciting() | commands.CancelWhy():
                self._whys.answer(command, self._ready_subject())
            case commands.CopyRuns(unfinished=unfinished):
                self._copies.begin(unfinished)
            case commands.CloseWorker():
                self.closed = True
            case _:
                self._carry_out_for_run(command)

    def _carry_out_for_run(
        self,
        command: commands.StartTraining | commands.PauseTraining | commands.ResumeTraining | commands.StepTraining
        | commands.StopTraining | commands.SetPace | commands.SetLearningRate | commands.FindLearningRate,
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
            case commands.StopTraining(run=run) if run == self._trials.number:
                self._trials.stop()
            case commands.StopTraining(run=run):
                self._running(run).stop()
            case commands.SetLearningRate(run=run, learning_rate=rate):
                self._running(run).set_learning_rate(rate)
            case commands.FindLearningRate():
                self._find_rate(command)
            case _:
                assert_never(command)

    def _running(self, run: int) -> RunSession:
        if self._run is None or self._run.number != run:
            raise DesignerError(f"run {run} is not on; it may have ended just now")
        return self._run

    def _load_dataset(self, name: str, data_root: str | None) -> None:
        self._questions.hand_over(name, data_root)
        try:
            dataset = self._shelf.load(name, data_root)
        except DataError as error:
            self._send(not_loaded(name, error))
            self._looking.have_probe()
            return
        self._evaluations.keep_only(dataset)
        self._send(loaded(name, dataset))
        self._looking.move_probe(dataset)

    def _shelf_of(self, command: AnyCommand, wanted: Wanted) -> Shelf:
        """Return where data belongs: what is only looked at must not push out what is trained with."""
        if isinstance(command, commands.InspectDataset | commands.PreviewAugmentation):
            return self._questions.shelf_for(wanted)
        self._questions.hand_over(wanted.name, wanted.data_root)
        return self._shelf

    def _choose_device(self, name: str) -> None:
        self._device = choose_device(name)
        if self._run is None:
            self._looking.rewire(self._device)

    def _save_weights(self, path: str) -> None:
        if self._run is None:
            self._looking.wire_up(self._device)
        self._send(save_weights(path, self._present(), self._looking.probe, self._shelf))

    def _load_weights(self, path: str) -> None:
        if self._run is not None:
            raise DesignerError("weights cannot be restored while a run is on; stop it first")
        self._looking.wire_up(self._device)
        self._send(load_weights(path, self._looking.shown, self._store))
        self._looking.rewire(self._device)

    def _change_weights(self, command: commands.ChangeWeights) -> None:
        if self._run is not None:
            raise DesignerError("filters cannot be changed while a run is on: training changes them; stop it first")
        self._looking.wire_up(self._device)
        self._send(change_weights(command, self._looking.shown, self._store))
        self._looking.weights_changed()

    def _export_runs(self, paths: tuple[str, ...], folder: str) -> None:
        if self._run is not None:
            raise DesignerError("an export would hold up the run that is on; stop it first, or export when it has ended")
        self._send(export_runs(paths, folder))

    def _reset_weights(self) -> None:
        if self._run is not None:
            raise DesignerError("weights cannot be reset while a run is on; stop it first")
        self._store.reset()
        self._send(WeightsReset())
        self._looking.rewire(self._device)

    def _find_rate(self, command: commands.FindLearningRate) -> None:
        try:
            self._refuse_second()
            self._trials.begin(command, self._device)
        except DesignerError as error:
            self._send(failed(command.run, error))

    def _refuse_second(self) -> None:
        if self._run is not None:
            raise DesignerError(f"run {self._run.number} is still on; stop it first")
        if self._trials.number is not None:
            raise DesignerError("learning rates are being tried; stop that first")

    def _start(self, command: commands.StartTraining) -> None:
        try:
            self._refuse_second()
            self._run = begin_run(command, self._shelf, self._store, self._device, self._send, alone if self._team is None else self._team.lead)
        except DesignerError as error:
            self._send(failed(command.run, error))
            return
        self._evaluations.cancel()
        self._back.forget()
        # what is trained is looked at afterwards, also where the window had no time to show it first
        self._looking.show(commands.ShowNetwork(revision=command.revision, architecture=command.architecture))
        self._looking.move_probe(self._run.ready.dataset)

    def _end_run(self) -> None:
        run, self._run = self._run, None
        torch.set_num_threads(self._threads)  # a run that went on may have brought its own number
        if self._team is not None:
            self._team.release()
        if run is not None:
            close_parts(run.ready.trainer.parts)
            self._evaluations.follow(run)
            self._back.tell(run.history, at_once=True)
        if run is not None and run.keeps_weights:
            keep_trained(run.ready.network, self._store, run.ready.fresh)
            self._looking.gradients.keep(run.ready.network, run.number, run.subject().step)
            self._looking.rewire(self._device)
        del run
        give_memory_back()
