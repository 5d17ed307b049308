"""A worker without torch: answers as the real one does, and misbehaves where it is told to.

``python fake_worker.py [--die-on NAME] [--exit-on NAME] [--garbage-on NAME] [--old-run] [--silent] [--banner TEXT]``: NAME is a command,
or ``greeting`` for the moment after ours. Every command is told on standard error: ``got StartTraining``.
"""

from __future__ import annotations

import argparse
import os
import select
import signal
import sys
from array import array
from pathlib import Path

import msgspec

from designer.protocol import commands as c
from designer.protocol import events as e
from designer.protocol.framing import FrameSplitter, decode_command, decode_greeting, frame, greeting_frame
from designer.protocol.greeting import PROTOCOL_NUMBER, Device, Greeting

__all__ = ["command"]

CLASSES = tuple("0123456789")
STEPS_PER_EPOCH = 10
TRAINING_PICTURES = 1_437


def command(*arguments: str) -> list[str]:
    """Return how to start this worker."""
    return [sys.executable, str(Path(__file__).resolve()), *arguments]


class FakeWorker:
    """Read commands, make steps between them while a run is on."""

    def __init__(self, options: argparse.Namespace) -> None:
        self.options = options
        self.splitter = FrameSplitter()
        self.is_greeted = self.is_closed = self.is_running = False
        self.run = self.step = self.steps = self.frames = self.revision = 0

    def work(self) -> None:
        """Answer until standard input ends or the window says so."""
        if self.options.silent:
            os.read(0, 1)
            signal.pause()
        sys.stdout.buffer.write(self.options.banner.encode())
        devices = (Device(name="cpu", title="CPU", cores=2), Device(name="cuda:0", title="NVIDIA H100", memory_bytes=80 * 2**30))
        sys.stdout.buffer.write(greeting_frame(Greeting(protocol=PROTOCOL_NUMBER, program="0.1.0", torch="2.9.0", devices=devices, pid=os.getpid())))
        sys.stdout.flush()
        self.misbehave("greeting")
        while not self.is_closed:
            if select.select([0], [], [], 0.002 if self.is_running else None)[0]:
                self.read()
            elif self.is_running:
                self.make_step()

    def read(self) -> None:
        data = os.read(0, 1 << 20)
        self.is_closed = not data
        for body in self.splitter.feed(data):
            if not self.is_greeted:
                decode_greeting(body)
                self.is_greeted = True
                continue
            message = decode_command(body)
            name = type(message).__name__
            print("got", name, msgspec.json.encode(message).decode(), file=sys.stderr, flush=True)
            self.misbehave(name)
            self.answer(message)

    def misbehave(self, name: str) -> None:
        if self.options.die_on == name:
            os.kill(os.getpid(), signal.SIGKILL)
        if self.options.exit_on == name:
            sys.exit(3)
        if self.options.garbage_on == name:
            sys.stdout.buffer.write(b"\x00\x00\x00\x03abc")
            sys.stdout.flush()

    def answer(self, message: c.AnyCommand) -> None:
        match message:
            case c.DescribeDatasets():
                self.describe_datasets()
            case c.LoadDataset():
                self.load_dataset(message.name)
            case c.ShowNetwork():
                self.revision = message.revision
                self.say(e.NetworkShown(revision=message.revision, device="cpu"))
                self.draw()
            case c.ChooseProbe():
                self.say(e.ProbeChosen(index=message.index, count=180, label=CLASSES[message.index % 10]))
                self.draw()
            case c.ResetWeights():
                self.say(e.WeightsReset())
            case c.SaveWeights():
                self.say(e.WeightsSaved(path=message.path, sha256="0" * 64))
            case c.CloseWorker():
                self.is_closed = True
            case c.StartTraining():
                self.start(message)
            case _ if self.steps:
                self.answer_run(message)
            case _:
                pass

    def describe_datasets(self) -> None:
        digits = e.DatasetFacts(name="digits", title="Digits", classes=CLASSES, shape=(1, 8, 8), pictures=1_797)
        problem = "MNIST is not here; choose the folder that holds mnist/"
        mnist = e.DatasetFacts(name="mnist", title="MNIST", classes=CLASSES, shape=(1, 28, 28), pictures=70_000, problem=problem)
        self.say(e.DatasetsDescribed(datasets=(digits, mnist)))

    def load_dataset(self, name: str) -> None:
        if name == "mnist":
            self.say(e.DatasetFailed(name=name, text="MNIST is not here"))
            return
        numbers = {"training": TRAINING_PICTURES, "validation": 180, "test": 180}
        self.say(e.DatasetLoaded(name=name, title=name.title(), classes=CLASSES, shape=(1, 8, 8), **numbers))
        self.say(e.ProbeChosen(index=0, count=180, label="7"))

    def start(self, message: c.StartTraining) -> None:
        settings = msgspec.json.decode(message.architecture).get("training", {})
        self.run, self.step = message.run, 0
        self.steps = STEPS_PER_EPOCH * int(settings.get("epochs", 20))
        self.is_running = not message.paused
        if self.options.old_run:
            self.say(e.TrainingFailed(run=self.run - 1, text="of an older run"))
        self.say(
            e.TrainingStarted(
                run=self.run,
                device="cpu",
                threads=2,
                parameters=61_706,
                steps_per_epoch=STEPS_PER_EPOCH,
                epochs=self.steps // STEPS_PER_EPOCH,
                folded="softmax",
                kept=() if message.fresh or self.run == 1 else ("conv1",),
                folder="/runs/x",
            )
        )

    def answer_run(self, message: c.AnyCommand) -> None:
        match message:
            case c.PauseTraining():
                self.is_running = False
                self.say(e.TrainingPaused(run=self.run, step=self.step))
            case c.ResumeTraining():
                self.is_running = True
                self.say(e.TrainingResumed(run=self.run, step=self.step))
            case c.StepTraining():
                self.make_step()
                self.say(e.StepMade(run=self.run, step=self.step, loss_before=2.5, loss_after=2.25))
            case c.StopTraining():
                self.finish(e.Ending.STOPPED)
            case _:
                pass

    def make_step(self) -> None:
        self.step += 1
        loss = 2.3 * 0.99**self.step
        floats = {"losses": array("f", [loss]).tobytes(), "accuracies": array("f", [1 - loss / 2.4]).tobytes()}
        self.say(e.StepsDone(run=self.run, first_step=self.step, **floats))
        epoch = (self.step - 1) // STEPS_PER_EPOCH + 1
        self.say(e.ProgressTold(run=self.run, epoch=epoch, step=self.step, images_per_second=23_410.0, seconds_left=42.0))
        if self.step % STEPS_PER_EPOCH == 0:
            figures = {"train_loss": loss, "train_accuracy": 0.9, "validation_loss": loss * 1.1, "validation_accuracy": 0.978}
            self.say(e.EpochFinished(run=self.run, epoch=epoch, step=self.step, images_per_second=23_410.0, best=True, **figures))
        if self.step == self.steps:
            self.finish(e.Ending.COMPLETED)

    def finish(self, ending: e.Ending) -> None:
        epochs = self.step // STEPS_PER_EPOCH
        best = epochs or None
        figures = {"validation_accuracy": 0.978 if epochs else None, "test_accuracy": 0.961 if epochs else None}
        self.say(e.TrainingFinished(run=self.run, step=self.step, ending=ending, best_epoch=best, seconds=20.0, folder="/runs/x", **figures))
        self.is_running, self.steps = False, 0

    def draw(self) -> None:
        self.frames += 1
        self.say(e.MapsDrawn(number=self.frames, run=self.run, step=self.step, trained=self.step > 0, revision=self.revision, cards=()))

    def say(self, event: e.AnyEvent) -> None:
        sys.stdout.buffer.write(frame(event))
        sys.stdout.flush()


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--die-on")
    parser.add_argument("--exit-on")
    parser.add_argument("--garbage-on")
    parser.add_argument("--banner", default="")
    parser.add_argument("--old-run", action="store_true")
    parser.add_argument("--silent", action="store_true")
    FakeWorker(parser.parse_args()).work()
