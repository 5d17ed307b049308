"""Look at a run as it was after one of its steps, or at its best: its own architecture with the weights that its folder keeps."""

from __future__ import annotations

from pathlib import Path

import torch
from torch import Tensor

from designer.engine.errors import EngineError
from designer.engine.network import Network
from designer.engine.weights_reading import read_weights
from designer.engine.wiring import placed
from designer.network.analysis import analyse
from designer.network.architecture import Architecture, Block
from designer.network.file_format import load_file
from designer.network.weights import Weight
from designer.runs.folder import ARCHITECTURE, BEST, LAST
from designer.runs.history import kept_steps, moment_path


class Past:
    """Keeps the network of one run, with the weights of the moment that was wanted last."""

    def __init__(self) -> None:
        self._run: tuple[Path, torch.device] | None = None
        self._architecture = Architecture()
        self._network: Network | None = None
        self._shown: Path | None = None

    def network(self, run: Path, step: int | None, device: torch.device) -> Network:
        """Return the run's network as it was after a step.

        Args:
            step: One that its history keeps; none: with its best weights, or the last ones where it has no best.

        Raises:
            EngineError: The run has no such moment, or its file is damaged or of another network.
            FileError: The run's architecture cannot be read.
        """
        if self._run != (run, device):
            self._run, self._network, self._architecture = (run, device), None, load_file(run / ARCHITECTURE)
        path = _best_path(run) if step is None else moment_path(run, step)
        if self._network is None or self._shown != path:
            if step is not None and step not in kept_steps(run):
                raise EngineError(f"{run.name} keeps no weights of step {step:,}; it may have been thinned out")
            self._network, self._shown = self._read(path, device), path
        return self._network

    def _read(self, path: Path, device: torch.device) -> Network:
        found = read_weights(path).tensors

        def weights(block: Block, weight: Weight) -> Tensor:
            name = f"{block.id}.{weight.name}"
            tensor = found.get(name)
            if tensor is None or tuple(tensor.shape) != tuple(weight.shape):
                raise EngineError(f"{path}: {name} is missing or of another shape than in the run's architecture")
            return tensor

        if self._network is None:
            analysis = analyse(self._architecture)
            return placed(Network(self._architecture, analysis, weights), device).eval()
        self._network.load_state({owned.name: weights(owned.block, owned.weight) for owned in self._network.owned})
        return self._network


def _best_path(run: Path) -> Path:
    best = run / BEST
    if not best.is_file() and not (run / LAST).is_file():
        raise EngineError(f"{run.name} keeps no weights yet: the best are kept from its first epoch on")
    return best if best.is_file() else run / LAST
