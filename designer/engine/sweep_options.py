"""What `sweep` was told on the command line."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from designer.engine.train_options import TrainOptions


@dataclass(frozen=True, kw_only=True)
class SweepOptions:
    """Options of the command `sweep`.

    Args:
        file: A `.cnn` file.
        trials: Runs that this process makes.
        over: ``KEY=RANGE`` each; none: the default ones.
        data: Name of a data set; ``None``: that of the network's file.
        data_root: The folder that holds data sets which do not ship with the program.
        epochs: Of each trial; ``None``: as in the network's file.
        journal: The file that several sweeps share; ``None``: this one stands alone.
        device: ``auto``, ``cpu``, ``cuda``, ``cuda:N`` or ``mps``.
        threads: Of the processor; ``None``: one for each core.
        json: Print one JSON document when done.
    """

    file: Path
    trials: int
    over: tuple[str, ...] = ()
    data: str | None = None
    data_root: str | None = None
    epochs: int | None = None
    journal: str | None = None
    device: str = "auto"
    threads: int | None = None
    json: bool = False

    def of_training(self) -> TrainOptions:
        """Return what every trial is told."""
        return TrainOptions(file=self.file, data=self.data, data_root=self.data_root, epochs=self.epochs, device=self.device, threads=self.threads)
