"""What a rank does at each instruction of the leader."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import partial

import msgspec
import torch

from designer.engine.epoch_batches import Batch, EpochBatches
from designer.engine.errors import RunError
from designer.engine.network import Network
from designer.engine.pictures import Shelf
from designer.engine.precision import deterministic
from designer.engine.ranks.channel import Channel, Instruction, Order, Word, labels_digest
from designer.engine.ranks.joining import device_of_rank
from designer.engine.ranks.optimizer_state import take_state
from designer.engine.ranks.stepping import RankedStepping
from designer.engine.results import TrainingParts
from designer.engine.run_setup import prepare_run
from designer.engine.stepping import Made
from designer.engine.store import WeightStore
from designer.engine.training import Trainer
from designer.network.errors import DesignerError
from designer.network.file_format import load
from designer.network.training import Training


class FollowedRun:
    """A run of which this rank makes its share of each step, and nothing else."""

    def __init__(self, trainer: Trainer, channel: Channel) -> None:
        self._trainer = trainer
        self._channel = channel
        self._stepping = trainer.stepping
        self._epoch_batches = EpochBatches(trainer.parts, trainer.training, trainer.stepping.share)
        self._batches: Iterator[Batch] = iter(())
        self._next = (0, 0)
        self._last: tuple[Batch, int] | None = None
        trainer.network.train()

    def follow(self, instruction: Instruction) -> None:
        """Take part in what the leader does now.

        Raises:
            DesignerError: The pictures cannot be read any more.
            RuntimeError: Another rank is gone.
        """
        match instruction.word:
            case Word.STATE:
                take_state(self._channel, instruction.text, self._stepping.optimizer, self._stepping.scaler)
            case Word.STEP:
                self._step(instruction)
            case Word.AGAIN:
                self._again()
            case _:
                raise RunError(f"a run is not where {instruction.word.name} is done")

    def _step(self, told: Instruction) -> None:
        if (told.epoch, told.index) != self._next:
            self._batches = self._epoch_batches.of(told.epoch, self._trainer.batches[told.index :])
        self._next = (told.epoch, told.index + 1)
        batch = next(self._batches)
        self._last = batch, self._seed(told)
        torch.manual_seed(self._last[1])
        self._stepping.make(batch.images, batch.labels, told.learning_rate, batch.count)

    def _again(self) -> None:
        assert self._last is not None, "a step comes before it is computed once more"
        batch, seed = self._last
        torch.manual_seed(seed)
        with torch.no_grad(), self._stepping.precision.computing():
            loss, logits = self._stepping.compute(batch.images, batch.labels, batch.count)
        self._stepping.together(Made(loss, logits, batch.labels))

    def _seed(self, told: Instruction) -> int:
        """Return what decides this rank's dropout in a step: by the step alone, so that a resumed run needs no state of this rank."""
        text = f"{self._trainer.training.seed}/{self._channel.rank}/{told.epoch}/{told.index}"
        return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big") >> 1


Build = Callable[[Order, Channel], Trainer]
"""Makes this rank's trainer of a run."""


class RunBuilder:
    """Builds the runs of one rank; data that the next run wants too is kept."""

    def __init__(self) -> None:
        self._shelf = Shelf()

    def __call__(self, order: Order, channel: Channel) -> Trainer:
        """Build a run.

        Raises:
            DesignerError: The data or the device is not there.
        """

        def make(network: Network, parts: TrainingParts, training: Training, data_root: str | None) -> Trainer:
            return Trainer(network, parts, training, partial(RankedStepping, channel=channel))

        device = device_of_rank(order.device, channel.rank, channel.ranks)
        if device.type == "cuda":
            torch.cuda.set_device(device)
        return prepare_run(load(order.architecture), self._shelf, WeightStore(), device, order.data_root, True, make).trainer


class Server:
    """Serves one leader for as many runs as it likes."""

    def __init__(self, channel: Channel, build: Build) -> None:
        self._channel = channel
        self._build = build
        self._run: FollowedRun | None = None
        self._modes = ExitStack()

    def serve(self) -> None:
        """Do as the leader tells, until it tells to close.

        Raises:
            DesignerError: This rank cannot go on.
            RuntimeError: Another rank is gone.
        """
        while (instruction := self._channel.hear()).word is not Word.CLOSE:
            match instruction.word:
                case Word.PREPARE:
                    self._prepare(msgspec.json.decode(instruction.text, type=Order))
                case Word.END_RUN:
                    self._drop()
                case Word.STATE | Word.STEP | Word.AGAIN if self._run is not None:
                    self._run.follow(instruction)
                case _:
                    raise RunError(f"there is no run to do {instruction.word.name} at")

    def _prepare(self, order: Order) -> None:
        self._drop()
        problem = ""
        try:
            trainer = self._trainer(order)
            self._modes.enter_context(deterministic(trainer.training.deterministic))
            self._run = FollowedRun(trainer, self._channel)
        except DesignerError as error:
            problem = str(error)
        if self._channel.agree(problem) is not None:
            self._drop()

    def _trainer(self, order: Order) -> Trainer:
        torch.set_num_threads(order.threads)
        trainer = self._build(order, self._channel)
        if labels_digest(trainer.parts.train.labels) != order.labels:
            raise RunError("its training pictures are others than the leader's; every rank needs the same data set")
        return trainer

    def _drop(self) -> None:
        self._run = None
        self._modes.close()


def serve(channel: Channel, build: Build | None = None) -> int:
    """Serve a leader, and return the exit status.

    Args:
        build: Another way to make this rank's trainers than from their architecture.
    """
    try:
        Server(channel, build or RunBuilder()).serve()
    except DesignerError as error:
        print(f"rank {channel.rank}: {error}", file=sys.stderr, flush=True)
        return 1
    return 0
