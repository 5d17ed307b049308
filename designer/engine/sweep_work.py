"""One process at work on a sweep: a run for each trial, a line for each on standard error."""

from __future__ import annotations

import dataclasses
import hashlib
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import torch

from designer.engine.errors import EngineError, RunError
from designer.engine.sweep_options import SweepOptions
from designer.engine.sweep_ranges import Span, Value, changed
from designer.engine.sweep_trials import Asked, Trials
from designer.engine.terminal_loading import terminal_shelf
from designer.engine.terminal_run import TerminalRun
from designer.network.architecture import Architecture
from designer.network.errors import EditError
from designer.network.file_format import save

_DISTINGUISHING_DIGITS = 8


class Sweep:
    """Makes trials until there are enough, or Ctrl+C.

    Args:
        spans: What is tried.
    """

    def __init__(self, architecture: Architecture, spans: Sequence[Span], options: SweepOptions) -> None:
        self._architecture = architecture
        self._options = options
        self._name = sweep_name(architecture, spans)
        self._trials = Trials(self._name, spans, architecture.training.seed, Path(options.journal) if options.journal else None)
        self._shelf = terminal_shelf()

    def work(self) -> bool:
        """Make the trials, and return whether all were made; else Ctrl+C stopped one and its weights are written.

        Raises:
            DataError: The data cannot be used, whatever the settings.
            RunFolderError: The runs cannot be written.
        """
        for _ in range(self._options.trials):
            asked = self._trials.ask()
            if not self._make(asked):
                return False
        if best := self.best():
            told = f"best: trial {best['trial']}  {_settings_text(best['settings'])}  validation {best['validation_accuracy']:.1%}"
            _say(f"{told}; its run is in {best['run']}")
        return True

    def best(self) -> dict[str, Any] | None:
        """Return the best trial so far, as JSON values."""
        return self._trials.best()

    def to_json(self) -> dict[str, Any]:
        """Return what ``--json`` prints."""
        return {"sweep": self._name, "journal": self._options.journal, "trials": self._trials.to_json(), "best": self.best()}

    def _make(self, asked: Asked) -> bool:
        """Make one trial, and return whether to go on."""
        told = f"trial {asked.number}  {_settings_text(asked.settings)}"
        try:
            run = TerminalRun(self._network_of(asked), self._options.of_training(), self._shelf, quiet=True)
            finished = run.train()
        except (EditError, EngineError, RunError, torch.OutOfMemoryError) as error:
            problem = (str(error).splitlines() or [type(error).__name__])[0].partition(". ")[0]  # no remedies: a sweep tries others anyway
            self._trials.fail(asked, problem)
            _say(f"{told}  failed: {problem}")
            return True
        result = run.result()
        scores = [epoch["validation_accuracy"] for epoch in result["epochs"]]
        if not finished:
            self._trials.fail(asked, "stopped by Ctrl+C")
            _say(f"{told}  stopped; its run is in {result['run']}")
            return False
        self._trials.succeed(asked, max(scores), result["run"])
        _say(f"{told}  validation {max(scores):.1%}")
        return True

    def _network_of(self, asked: Asked) -> Architecture:
        network = dataclasses.replace(self._architecture, name=f"{self._architecture.name} · trial {asked.number}")
        for key, value in asked.settings.items():
            network = changed(network, key, value)
        return network


def sweep_name(architecture: Architecture, spans: Sequence[Span]) -> str:
    """Return the name of a sweep: the same for the same network, settings and ranges, so that a journal is never mixed up."""
    digest = hashlib.sha256("\n".join([save(architecture), *map(repr, spans)]).encode()).hexdigest()
    return f"{architecture.name} {digest[:_DISTINGUISHING_DIGITS]}"


def _settings_text(settings: Mapping[str, Value]) -> str:
    return "  ".join(f"{key} {value:.4g}" if isinstance(value, float) else f"{key} {value}" for key, value in settings.items())


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)
