"""What `train` was told on the command line."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from designer.data.registry import named_on_command_line


@dataclass(frozen=True, kw_only=True)
class TrainOptions:
    """Options of the command `train`; a setting that is ``None`` comes from the network's file.

    Args:
        file: A `.cnn` file; none where a run goes on.
        resume: The folder of the run that goes on, or its name among the runs; with it ``epochs`` is the new total.
        data: Name of a data set, or the path of one.
        data_root: The folder that holds data sets which do not ship with the program.
        device: ``auto``, ``cpu``, ``cuda``, ``cuda:N`` or ``mps``.
        threads: Of the processor; ``None``: one for each core.
        processes: That train together.
        out: The run's folder; ``None``: a new one among the runs.
        json: Print one JSON document when done.
    """

    file: Path | None = None
    resume: str | None = None
    data: str | None = None
    data_root: str | None = None
    epochs: int | None = None
    batch_size: int | None = None
    lr: float | None = None
    optimizer: str | None = None
    momentum: float | None = None
    weight_decay: float | None = None
    seed: int | None = None
    device: str = "auto"
    threads: int | None = None
    processes: int = 1
    out: str | None = None
    json: bool = False

    def settings(self) -> dict[str, tuple[str, object]]:
        """Return the training settings that were given: by the option's name, the setting's name and its value."""
        data = None if self.data is None else named_on_command_line(self.data)
        found = {
            "--data": ("dataset", data), "--epochs": ("epochs", self.epochs), "--batch-size": ("batch_size", self.batch_size),
            "--lr": ("learning_rate", self.lr), "--optimizer": ("optimizer", self.optimizer), "--momentum": ("momentum", self.momentum),
            "--weight-decay": ("weight_decay", self.weight_decay), "--seed": ("seed", self.seed),
        }  # fmt: skip
        return {option: (name, value) for option, (name, value) in found.items() if value is not None}

    def refused_with_resume(self) -> str:
        """Return why a run that goes on cannot take what was given, the options by their names; empty: it can."""
        given = [option for option in self.settings() if option != "--epochs"]
        refused = ("FILE",) * (self.file is not None) + (*given, *(("--out",) if self.out is not None else ()))
        return f"{', '.join(refused)}: a run that goes on keeps its settings; only --epochs may change (the new total)" if refused else ""
