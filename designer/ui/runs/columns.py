"""The columns of the list of runs: what each says, and what it is sorted by."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import QCoreApplication

from designer.runs.listing import RunSummary
from designer.ui.files.questions import moment
from designer.ui.training.sentences import percent, time_text

__all__ = ["COLUMNS", "ENDED", "NAME", "NOTES", "RunColumn", "column_number", "ending_text", "run_title"]

NAME, ENDED, NOTES = "name", "ended", "notes"

_TITLE_NOTES = 24


@dataclass(frozen=True)
class RunColumn:
    """One column.

    Args:
        text: What a cell says.
        value: What it is sorted by: a number, or a text.
        is_number: Shown to the right, the largest first.
        likely: A text that there is always room for.
    """

    key: str
    heading: str
    text: Callable[[RunSummary], str]
    value: Callable[[RunSummary], float | str]
    is_number: bool = False
    likely: str = ""


def started_at(run: RunSummary) -> datetime | None:
    """Return when a run began, in local time without a zone; none where the folder does not say."""
    try:
        return datetime.fromisoformat(run.started).astimezone().replace(tzinfo=None)
    except (ValueError, OverflowError, OSError):
        return None


def date_text(run: RunSummary) -> str:
    """Return when a run began: the time today, else date and time."""
    when = started_at(run)
    return "" if when is None else moment(when)


def run_title(run: RunSummary) -> str:
    """Return what a run is called where several are shown: its network, and its notes or when it began."""
    beside = run.notes[:_TITLE_NOTES] + ("…" if len(run.notes) > _TITLE_NOTES else "") if run.notes else date_text(run)
    return " · ".join(part for part in (run.name or _tr("unnamed"), " ".join(beside.split())) if part)


def ending_text(run: RunSummary) -> str:
    """Return how a run ended, with its reason where that is not as planned."""
    words = {
        "completed": _tr("completed"), "stopped": _tr("stopped"), "failed": _tr("failed"), "running": _tr("running"),
        "interrupted": _tr("broke off"),
    }  # fmt: skip
    if run.problem:
        return _tr("damaged: {0}").format(_one_line(run.problem))
    word = words.get(run.ending, run.ending)
    return f"{word}: {_one_line(run.fault)}" if run.fault else word


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _began(run: RunSummary) -> str:
    """Return what runs are sorted by: when they began; a damaged one tells it by the name of its folder."""
    named = re.match(r"(\d{4})(\d\d)(\d\d)-(\d\d)(\d\d)(\d\d)", run.path.name)
    return run.started or ("{}-{}-{}T{}:{}:{}".format(*named.groups()) if named else "")


def _epochs(run: RunSummary) -> str:
    if run.problem:
        return ""
    return f"{run.epochs:,} / {run.planned_epochs:,}" if run.planned_epochs else f"{run.epochs:,}"


def _share(share: float | None) -> str:
    return "" if share is None else percent(share)


def _number(value: float | None) -> float:
    return -1.0 if value is None else value


def _tr(text: str) -> str:
    return QCoreApplication.translate("Runs", text)


COLUMNS = (
    RunColumn(
        NAME, "Run", lambda run: run.name or run.path.name, lambda run: (run.name or run.path.name).casefold(), likely="8  LeNet-5, dense twin"
    ),
    RunColumn("date", "Began", date_text, _began, likely="12/31/26 12:34 PM"),
    RunColumn(ENDED, "Ended", ending_text, lambda run: ending_text(run).casefold(), likely="completed"),
    RunColumn("dataset", "Data", lambda run: run.dataset, lambda run: run.dataset.casefold(), likely="cifar10"),
    RunColumn("epochs", "Epochs", _epochs, lambda run: float(run.epochs), is_number=True, likely="200 / 200"),
    RunColumn(
        "best", "Validation", lambda run: _share(run.best_validation_accuracy), lambda run: _number(run.best_validation_accuracy), True, "100.0 %"
    ),
    RunColumn("test", "Test", lambda run: _share(run.test_accuracy), lambda run: _number(run.test_accuracy), True, "100.0 %"),
    RunColumn(
        "parameters", "Parameters", lambda run: f"{run.parameters:,}" if run.parameters else "", lambda run: float(run.parameters), True, "1,234,567"
    ),
    RunColumn("device", "Device", lambda run: run.device, lambda run: run.device, likely="cuda:0"),
    RunColumn(
        "seconds", "Time", lambda run: "" if run.seconds is None else time_text(run.seconds), lambda run: _number(run.seconds), True, "1:23:45"
    ),
    RunColumn(NOTES, "Notes", lambda run: _one_line(run.notes), lambda run: run.notes.casefold()),
)


def column_number(key: str) -> int:
    """Return the place of a column."""
    return next(number for number, column in enumerate(COLUMNS) if column.key == key)
