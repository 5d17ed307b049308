"""A run whose steps a test makes, with checkpoints."""

from pathlib import Path

from designer.engine.checkpoint import Checkpoints, Intervals
from designer.engine.pictures import Shelf
from designer.engine.run_record import RunRecord
from designer.engine.run_setup import prepare_run
from designer.engine.store import WeightStore
from designer.engine.training import Moment, Trainer
from designer.network.blocks.batch_norm import BatchNorm
from designer.network.blocks.conv2d import Conv2d
from designer.network.blocks.dense import Dense
from designer.network.blocks.dropout import Dropout
from designer.network.blocks.input import Input
from tests.engine.networks import CPU, chain, with_settings

SPECS = (Input((1, 8, 8)), Conv2d(2, (3, 3), padding="same"), BatchNorm(), Dropout(0.1), Dense(10))
EVERY_MOMENT = Intervals(0, 0, is_budgeted=False)


class Bench:
    """A run whose steps the test makes, with a checkpoint after every piece of work unless said otherwise."""

    def __init__(self, path: Path, intervals: Intervals = EVERY_MOMENT, **settings: object) -> None:
        architecture = with_settings(chain(*SPECS), **{"batch_size": 300, "epochs": 3, **settings})
        self.ready = prepare_run(architecture, Shelf(), WeightStore(), CPU, fresh=True)
        self.trainer: Trainer = self.ready.trainer
        self.record = RunRecord(self.ready, path)
        self.checkpoints = Checkpoints(self.ready, self.record, self._tell, None, intervals)
        self.moments = self.trainer.moments()

    def _tell(self) -> None:
        figures = self.trainer.take_figures()
        if figures is not None:
            self.record.steps(figures)

    def go(self, moments: int) -> None:
        for _ in range(moments):
            moment = next(self.moments)
            if moment is Moment.EPOCH:
                self._tell()
                self.record.epoch(self.trainer.epochs[-1])
            self.checkpoints.after(moment)
            self.checkpoints.wait()

    def fresh_trainer(self) -> Trainer:
        return prepare_run(self.ready.architecture, Shelf(), WeightStore(), CPU, fresh=True).trainer
