"""How training settings are grouped, which of them count now, and what a device cannot do."""

from __future__ import annotations

import json
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from designer.network.training import Training
from designer.protocol.greeting import Device

__all__ = [
    "AUGMENTATION", "ELSEWHERE", "SettingGroup", "augmentation_text", "rise_note", "setting_groups", "step_facts", "unknown_text",
    "why_not_on", "why_unused",
]  # fmt: skip

AUGMENTATION = ("shift", "rotation", "flip", "crop", "brightness", "contrast", "erase")
"""The settings that change training pictures at random; they have a window of their own."""
ELSEWHERE = ("dataset", *AUGMENTATION)
"""The settings that the popup of the optimiser chip leaves to others."""
_MOST_UNKNOWN_LETTERS = 40


@dataclass(frozen=True)
class SettingGroup:
    """Some settings that belong together.

    Args:
        key: Name in the program.
        title: For people.
        names: Of the settings, in the order shown.
    """

    key: str
    title: str
    names: tuple[str, ...]


def setting_groups() -> tuple[SettingGroup, ...]:
    """Return the groups in the order shown; together they hold every setting that is not `ELSEWHERE`."""
    return (
        SettingGroup("optimiser", _tr("Optimiser"), ("optimizer", "learning_rate", "momentum", "nesterov", "batch_size")),
        SettingGroup("schedule", _tr("Schedule"), ("schedule", "warm_up", "drop_every", "drop_to")),
        SettingGroup(
            "regularisation", _tr("Regularisation"), ("weight_decay", "label_smoothing", "clip_norm", "class_weights", "normalize")
        ),
        SettingGroup("stopping", _tr("Stopping"), ("epochs", "patience")),
        SettingGroup("precision", _tr("Precision and repeatability"), ("precision", "deterministic", "seed")),
    )  # fmt: skip


def why_unused(training: Training, name: str) -> str:
    """Return why a setting does not count with the others as they are; empty: it counts.

    >>> why_unused(Training(), "momentum")
    'only with SGD'
    """
    if name in ("momentum", "nesterov") and training.optimizer != "sgd":
        return _tr("only with SGD")
    if name == "nesterov" and training.momentum == 0:
        return _tr("only with momentum")
    if name in ("drop_every", "drop_to") and training.schedule != "step":
        return _tr("only with the step schedule")
    return ""


def rise_note(training: Training) -> str:
    """Return that a one-cycle schedule rises by itself, where there is a warm-up before it; else nothing."""
    return _tr("one-cycle rises by itself") if training.schedule == "one-cycle" and training.warm_up > 0 else ""


def why_not_on(precision: str, device: Device | None) -> str:
    """Return why a device cannot compute in a precision; empty: it can, or nobody knows the device yet."""
    if precision == "float32" or device is None or device.name.startswith("cuda"):
        return ""
    if device.name == "cpu":
        return _tr("not on the CPU") if precision == "float16" else ""
    return _tr("not on {0}").format(device.title)


def augmentation_text(training: Training) -> str:
    """Return what is done to training pictures.

    >>> augmentation_text(Training(shift=0.1, flip="horizontal"))
    'shift 0.1, flip horizontal'
    """
    plain = Training()
    changed = [f"{name} {getattr(training, name)}" for name in AUGMENTATION if getattr(training, name) != getattr(plain, name)]
    return ", ".join(changed) or _tr("none")


def step_facts(steps_per_epoch: int, epochs: int) -> dict[str, str]:
    """Return how many steps follow from batch size and epochs, by those settings' names; empty: not known.

    >>> step_facts(45, 20)
    {'batch_size': '45 steps an epoch', 'epochs': '900 steps'}
    """
    if not steps_per_epoch:
        return {}
    an_epoch = _tr("1 step an epoch") if steps_per_epoch == 1 else _tr("{0} steps an epoch").format(f"{steps_per_epoch:,}")
    return {"batch_size": an_epoch, "epochs": _tr("{0} steps").format(f"{steps_per_epoch * epochs:,}")}


def unknown_text(training: Training) -> str:
    """Return the settings that this version does not know, as "name: value", a line each; empty: there are none."""
    return "\n".join(f"{name}: {_short(value)}" for name, value in training.unknown)


def _short(value: str) -> str:
    text = json.dumps(json.loads(value), ensure_ascii=False)
    return text if len(text) <= _MOST_UNKNOWN_LETTERS else text[: _MOST_UNKNOWN_LETTERS - 1] + "…"


def _tr(text: str) -> str:
    return QCoreApplication.translate("SettingGroups", text)
