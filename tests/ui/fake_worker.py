"""A worker without torch: answers as the real one does, and misbehaves where it is told to.

``python fake_worker.py [--die-on NAME] [--exit-on NAME] [--garbage-on NAME] [--old-run] [--silent] [--slow-evaluation]
[--banner TEXT]``: NAME is a command,
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
from typing import Any

import msgspec

from designer.protocol import commands as c
from designer.protocol import events as e
from designer.protocol.framing import FrameSplitter, decode_command, decode_greeting, frame, greeting_frame
from designer.protocol.greeting import PROTOCOL_NUMBER, Device, Greeting

__all__ = ["command"]

CLASSES = tuple("0123456789")
STEPS_PER_EPOCH = 10
TRAINING_PICTURES = 1_437


PREVIEW = e.StepPreview(
    shape=(1, 4, 4), pictures=bytes(range(48)), batch=32,
    labels=array("i", [7, 1, 0]).tobytes(), before=array("i", [3, 1, 6]).tobytes(), after=array("i", [7, 1, 2]).tobytes(),
    sure_before=array("f", [0.125, 0.5, 0.25]).tobytes(), sure_after=array("f", [0.75, 0.625, 0.25]).tobytes(),
)  # fmt: skip


def command(*arguments: str) -> list[str]:
    """Return how to start this worker."""
    return [sys.executable, str(Path(__file__).resolve()), *arguments]


def seen_dataset(message: c.InspectDataset) -> e.DatasetInspected:
    """Return an answer about three classes of unlike size; the pictures of a class have its brightness."""
    classes = tuple(
        e.SeenClass(
            name=name, training=8 * count, validation=count, test=count,
            pictures=(e.SeenPicture(size=(4, 6, 3), pixels=bytes([80 * (number + 1)]) * 72),) * min(message.per_class, 8 * count),
        )
        for number, (name, count) in enumerate((("cat", 10), ("dog & wolf", 5), ("<b>newt</b>", 1)))
    )  # fmt: skip
    raw = e.SeenPicture(size=(4, 6, 3), pixels=bytes(range(72)))
    fitted = e.SeenPicture(size=(message.shape[1], message.shape[2], 1), pixels=bytes(message.shape[1] * message.shape[2])) if message.shape else raw
    return e.DatasetInspected(
        number=message.number, name=message.name, title=message.name.rpartition("/")[2].title(), from_where="read from somewhere", classes=classes,
        shape=(3, 4, 6), smallest=(3, 4, 6), parts="80 % of the pictures train, 10 % validate, 10 % test", part=message.part, first=message.first,
        fitted=(e.FittedPicture(label="cat", raw=raw, fitted=fitted),) if message.shape else (),
        skipped=("cat/broken.png: not a picture", "dog/empty.jpg: an empty file"), skipped_count=2, fingerprint="ab" * 32,
    )  # fmt: skip


def listed_pictures(question: c.ListPictures) -> e.PicturesListed:
    """Return up to 70 pictures of 4 that were taken for 9; none of any other class."""
    total = 70 if question.true in (None, 4) and question.predicted in (None, 9) else 0
    pictures = tuple(
        e.ListedPicture(
            index=3 + 2 * place, true=4, predicted=9, probability=0.01 * place, certainty=0.9,
            picture=e.SeenPicture(size=(8, 8, 1), pixels=bytes(range(64))),
        )
        for place in range(question.first, min(total, question.first + question.count))
    )  # fmt: skip
    told: dict[str, Any] = {"run": question.run, "number": question.number, "part": question.part, "first": question.first}
    return e.PicturesListed(total=total, pictures=pictures, epoch=1, **told)


class FakeWorker:
    """Read commands, make steps between them while a run is on."""

    def __init__(self, options: argparse.Namespace) -> None:
        self.options = options
        self.splitter = FrameSplitter()
        self.is_greeted = self.is_closed = self.is_running = False
        self.inspected: dict[str, Any] = {}
        self.loading = ""
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
                self.load_dataset(message.name, message.download)
            case c.ShowNetwork():
                self.revision = message.revision
                self.say(e.NetworkShown(revision=message.revision, device="cpu"))
                self.draw()
            case c.ChooseProbe():
                self.say(e.ProbeChosen(index=message.index, count=180, label=CLASSES[message.index % 10], part=message.part))
                self.draw()
            case c.ShowPicture():
                self.say(e.ProbeChosen(index=0, count=1, label=message.about, part="own"))
                self.draw()
            case c.FindPicture():
                self.say(e.ProbeChosen(index=40 + message.label, count=180, label=CLASSES[message.label]))
                self.draw()
            case c.ResetWeights():
                self.say(e.WeightsReset())
            case c.SaveWeights():
                self.say(e.WeightsSaved(path=message.path, sha256="0" * 64))
            case c.InspectDataset():
                self.inspect(message)
            case c.CancelLoading():
                self.cancel_loading()
            case c.PreviewAugmentation():
                self.draw_augmentation(message)
            case c.EvaluateNetwork():
                self.say(e.EvaluationTold(number=message.number, done=90, count=180))
                if not self.options.slow_evaluation:
                    self.count_confusion(message.part, message.number)
            case c.CancelEvaluation():
                self.say(e.EvaluationEnded(number=message.number))
            case c.ListPictures():
                self.say(listed_pictures(message))
            case c.CloseWorker():
                self.is_closed = True
            case c.StartTraining():
                self.start(message)
            case c.FindLearningRate():
                self.try_rates(message)
            case _ if self.steps:
                self.answer_run(message)
            case _:
                pass

    def describe_datasets(self) -> None:
        digits = e.DatasetFacts(name="digits", title="Digits", classes=CLASSES, shape=(1, 8, 8), pictures=1_797)
        problem = "MNIST is not here; choose the folder that holds mnist/"
        mnist = e.DatasetFacts(name="mnist", title="MNIST", classes=CLASSES, shape=(1, 28, 28), pictures=70_000, problem=problem)
        self.say(e.DatasetsDescribed(datasets=(digits, mnist)))

    def load_dataset(self, name: str, download: bool) -> None:
        if name.endswith("missing") and not download:
            self.say(e.DatasetFailed(name=name, text="it is not here", download_bytes=12 * 2**20))
            return
        if name.endswith("slow"):
            self.say(e.LoadingTold(name=name, doing="reading", done=340, total=1_000, unit="files"))
            self.loading = name
            return
        if name == "mnist":
            self.say(e.DatasetFailed(name=name, text="MNIST is not here"))
            return
        numbers = {"training": TRAINING_PICTURES, "validation": 180, "test": 180}
        self.say(e.DatasetLoaded(name=name, title=name.title(), classes=CLASSES, shape=(1, 8, 8), **numbers))
        self.say(e.ProbeChosen(index=0, count=180, label="7"))

    def inspect(self, message: c.InspectDataset) -> None:
        """Answer as asked; a data set called ``…slow`` takes until it is cancelled, ``…missing`` is to be downloaded, ``…broken`` fails."""
        told: dict[str, Any] = {"number": message.number, "name": message.name}
        if message.name.endswith("slow"):
            self.inspected = told
            self.say(e.LoadingTold(name=message.name, doing="reading", done=340, total=1_000, unit="files"))
        elif message.name.endswith("missing") and not message.download:
            self.say(e.DatasetInspected(**told, problem="it is not here", download_bytes=12 * 2**20))
        elif message.name.endswith("broken"):
            self.say(e.DatasetInspected(**told, problem="found no pictures; expected one folder per class"))
        else:
            self.say(seen_dataset(message))

    def cancel_loading(self) -> None:
        if self.loading:
            self.say(e.DatasetFailed(name=self.loading, text="loading was given up", cancelled=True))
        self.loading = ""
        if self.inspected:
            self.say(e.DatasetInspected(**self.inspected, problem="loading was given up", cancelled=True))
        self.inspected = {}

    def draw_augmentation(self, message: c.PreviewAugmentation) -> None:
        training = msgspec.json.decode(message.architecture).get("training", {})
        bright = 255 if training.get("erase") else 128
        one = e.SeenPicture(size=(2, 2, 1), pixels=bytes([bright]) * 4)
        pictures = (e.ChangedPicture(label="7", plain=one, variants=(one,) * message.variants),) * message.pictures
        self.say(e.AugmentationDrawn(number=message.number, pictures=pictures, first_epoch=1 + message.draw * message.variants))

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

    def try_rates(self, message: c.FindLearningRate) -> None:
        """Try five rates; the suggestion is 0.003. It never ends where a test asks for that, until it is stopped."""
        self.run = message.run
        if self.options.no_rate:
            self.say(e.LearningRateFound(run=self.run, learning_rate=0.0, text="The loss fell nowhere."))
            return
        for number in range(5):
            point = {"rates": array("f", [10.0 ** (number - 5)]).tobytes(), "losses": array("f", [2.3 - 0.4 * number]).tobytes()}
            self.say(e.RatesTried(run=self.run, share=(number + 1) / 5, **point))
        if self.options.endless_trial:
            self.steps = -1
            return
        self.say(e.LearningRateFound(run=self.run, learning_rate=0.00316, text=""))

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
                self.say(e.StepMade(run=self.run, step=self.step, loss_before=2.5, loss_after=2.25, preview=PREVIEW))
            case c.StopTraining():
                self.finish(e.Ending.STOPPED)
            case c.SetLearningRate():
                self.say(e.LearningRateSet(run=self.run, step=self.step + 1, learning_rate=message.learning_rate))
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
            self.count_confusion("validation")
        if self.options.fail_at == self.step:
            settings = (("learning_rate", 0.0002, "learning rate 0.0002"), ("clip_norm", 1.0, "clip at 1"))
            remedies = tuple(e.Remedy(key=key, value=value, text=text) for key, value, text in settings)
            text = f"The loss of step {self.step} is not a number; it began in conv2."
            self.say(e.TrainingFailed(run=self.run, text=text, remedies=remedies, block="conv2"))
            self.is_running, self.steps = False, 0
        elif self.step == self.steps:
            self.finish(e.Ending.COMPLETED)

    def finish(self, ending: e.Ending) -> None:
        if self.steps < 0:
            self.steps = 0
            self.say(e.LearningRateFound(run=self.run, learning_rate=0.0, cancelled=True))
            return
        epochs = self.step // STEPS_PER_EPOCH
        best = epochs or None
        figures: dict[str, Any] = {"validation_accuracy": 0.978 if epochs else None, "test_accuracy": 0.961 if epochs else None}
        self.say(e.TrainingFinished(run=self.run, step=self.step, ending=ending, best_epoch=best, seconds=20.0, folder="/runs/x", **figures))
        self.is_running, self.steps = False, 0

    def count_confusion(self, part: str, number: int = 0) -> None:
        """Tell that half of the 4s were taken for 9, more of them after every epoch."""
        epoch = 0 if number else self.step // STEPS_PER_EPOCH
        more = min(epoch, 8)
        cells = [(label, label, 18) for label in range(10)]
        cells[4:5] = [(4, 4, 9 - more), (4, 9, 9 + more)]
        told: dict[str, Any] = {"run": 0 if number else self.run, "epoch": epoch, "step": self.step, "revision": self.revision, "number": number}
        counts = array("i", [value for cell in cells for value in cell]).tobytes()
        self.say(e.ConfusionCounted(part=part, dataset="digits", classes=CLASSES, cells=counts, **told))

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
    parser.add_argument("--no-rate", action="store_true")
    parser.add_argument("--endless-trial", action="store_true")
    parser.add_argument("--fail-at", type=int, default=0)
    parser.add_argument("--slow-evaluation", action="store_true")
    FakeWorker(parser.parse_args()).work()
