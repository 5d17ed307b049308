"""The trials of a sweep as Optuna keeps them: asked for, told, and the best of them."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import optuna
from optuna.storages.journal import JournalFileBackend
from optuna.trial import TrialState

from designer.engine.sweep_ranges import Span, Value

_RUN, _PROBLEM = "run", "problem"


@dataclass(frozen=True)
class Asked:
    """One trial to be made.

    Args:
        settings: What it takes, by key.
    """

    number: int
    settings: Mapping[str, Value]
    trial: optuna.Trial


class Trials:
    """The trials of one sweep, shared with other processes where there is a journal.

    Args:
        name: Of the sweep; other sweeps in the same journal are left alone.
        seed: With a trial's number it decides what is tried before there are results, and breaks ties after.
    """

    def __init__(self, name: str, spans: Sequence[Span], seed: int, journal: Path | None) -> None:
        optuna.logging.set_verbosity(optuna.logging.WARNING)
        self._spans = tuple(spans)
        self._seed = seed
        storage = None if journal is None else optuna.storages.JournalStorage(JournalFileBackend(str(journal)))
        self._study = optuna.create_study(storage=storage, study_name=name, direction="maximize", load_if_exists=True)

    def ask(self) -> Asked:
        """Return the next trial to make."""
        trial = self._study.ask()
        # seeded anew for each trial: two processes with one seed would try the same things
        digest = hashlib.sha256(f"{self._seed}/{trial.number}".encode()).digest()
        self._study.sampler = optuna.samplers.TPESampler(seed=int.from_bytes(digest[:4], "big"), multivariate=False)
        return Asked(trial.number, {span.key: span.suggested(trial) for span in self._spans}, trial)

    def succeed(self, asked: Asked, score: float, run: str) -> None:
        """Tell the validation accuracy that a trial reached, and its run's folder."""
        asked.trial.set_user_attr(_RUN, run)
        self._study.tell(asked.trial, score)

    def fail(self, asked: Asked, problem: str) -> None:
        """Tell that a trial reached none."""
        asked.trial.set_user_attr(_PROBLEM, problem)
        self._study.tell(asked.trial, state=TrialState.FAIL)

    def best(self) -> dict[str, Any] | None:
        """Return the best trial of all processes, as JSON values; none: none was completed."""
        done = self._study.get_trials(deepcopy=False, states=(TrialState.COMPLETE,))
        # the first of equals, whoever made it
        best = max(done, key=lambda trial: (trial.value or 0.0, -trial.number), default=None)
        return None if best is None else _described(best)

    def to_json(self) -> list[dict[str, Any]]:
        """Return all trials so far, those of other processes too."""
        return [_described(trial) for trial in self._study.get_trials(deepcopy=False)]


def _described(trial: optuna.trial.FrozenTrial) -> dict[str, Any]:
    states = {TrialState.COMPLETE: "completed", TrialState.FAIL: "failed"}
    return {
        "trial": trial.number, "state": states.get(trial.state, "running"), "settings": dict(trial.params), "validation_accuracy": trial.value,
        "run": trial.user_attrs.get(_RUN), "problem": trial.user_attrs.get(_PROBLEM),
    }  # fmt: skip
