"""How fast a run may go, so that a person can follow it."""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtCore import QCoreApplication

__all__ = ["Pace", "pace_text", "steps_per_second"]

_WATCHABLE_RUN_S = 20.0
_SLOWEST_WATCHABLE = 2.0


class Pace(StrEnum):
    """The paces there are; the value is what the settings keep."""

    WATCHABLE = "watchable"
    """The whole run in about 20 seconds."""
    FULL = "full"
    STEPS_20 = "20"
    STEPS_5 = "5"
    STEPS_1 = "1"


def steps_per_second(pace: Pace, steps: int) -> float | None:
    """Return the most steps a second; none: full speed.

    Args:
        steps: Of the whole run.

    >>> steps_per_second(Pace.WATCHABLE, steps=900), steps_per_second(Pace.STEPS_5, steps=900)
    (45.0, 5.0)
    """
    if pace is Pace.FULL:
        return None
    if pace is Pace.WATCHABLE:
        return max(steps / _WATCHABLE_RUN_S, _SLOWEST_WATCHABLE)
    return float(pace.value)


def pace_text(pace: Pace) -> str:
    """Return a pace as the toolbar says it."""
    translate = QCoreApplication.translate
    if pace is Pace.FULL:
        return translate("Pace", "full speed")
    if pace is Pace.WATCHABLE:
        return translate("Pace", "20 s a run")
    return translate("Pace", "1 step/s") if pace is Pace.STEPS_1 else translate("Pace", "{0} steps/s").format(pace.value)
