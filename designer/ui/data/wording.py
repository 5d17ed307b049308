"""What the data set window says in sentences."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QCoreApplication

from designer.network.figures import size_text
from designer.protocol.events import SeenClass
from designer.ui.data.look import DatasetLook
from designer.ui.data.look_answer import LookState

__all__ = ["balance_sentences", "empty_words", "sentences"]

_tr = partial(QCoreApplication.translate, "DatasetWindow")
_UNEQUAL = 3
_NAMES = 3


def empty_words(look: DatasetLook, title: str) -> tuple[str, str, str]:
    """Return what is said where there is nothing to see: a sentence, the label of its button or nothing, an icon."""
    if look.state is LookState.WAITS:
        text = _tr("This network was opened with data from {0}.\nNothing was read yet: a file should open no other without being asked.")
        return text.format(look.name), _tr("Load"), "warning"
    if look.state is LookState.MISSING:
        text = _tr("{0} is not here yet. It is downloaded once, {1}, and then kept; or name the folder of downloads that has it.")
        return text.format(title, size_text(look.download_bytes)), _tr("Download"), "dataset"
    if look.state is LookState.FAILED:
        return _tr("{0} cannot be used.\n{1}").format(title, look.problem), _tr("Try again"), "error"
    return _tr("The pictures are being read.") if look.state is LookState.READING else "", "", "picture"


def balance_sentences(classes: Sequence[SeenClass]) -> list[str]:
    """Return what is worth knowing about the balance: classes of very unlike size, classes without pictures in a part."""
    found = []
    ordered = sorted(classes, key=_training)
    if ordered and _training(ordered[0]) and _training(ordered[-1]) >= _UNEQUAL * _training(ordered[0]):
        times = f"{_training(ordered[-1]) / _training(ordered[0]):.1f}".removesuffix(".0")
        text = _tr("“{0}” has {1} times as many training pictures as “{2}”; the training setting Class weights can balance that.")
        found.append(text.format(ordered[-1].name, times, ordered[0].name))
    for part, text in (
        ("training", _tr("No training pictures of {0}: it cannot be learnt.")),
        ("validation", _tr("No validation pictures of {0}.")),
        ("test", _tr("No test pictures of {0}.")),
    ):
        without = [one.name for one in classes if not getattr(one, part)]
        if without:
            found.append(text.format(_listed(without)))
    return found


def sentences(*texts: str) -> str:
    """Return texts as whole sentences, one after the other.

    >>> sentences("80 % train", "", "two are alike.")
    '80 % train. Two are alike.'
    """
    return " ".join(text[:1].upper() + text[1:] + ("" if text.endswith(".") else ".") for text in texts if text)


def _training(one: SeenClass) -> int:
    return one.training


def _listed(names: Sequence[str]) -> str:
    shown = ", ".join(f"“{name}”" for name in names[:_NAMES])
    return shown if len(names) <= _NAMES else _tr("{0} and {1} more").format(shown, len(names) - _NAMES)
