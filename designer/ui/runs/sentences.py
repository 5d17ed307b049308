"""What the Runs tab says, one sentence at a time."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QCoreApplication

from designer.protocol.events import RunsExported, WeightsLoaded
from designer.runs.folder import BEST, LAST

__all__ = ["deleted_sentence", "exported_sentence", "loaded_sentence"]

_SHOWN = 4


def loaded_sentence(event: WeightsLoaded) -> str:
    """Return which blocks took the weights of a file, and why others did not."""
    which = {BEST: _tr("best weights"), LAST: _tr("last weights")}
    path = Path(event.path)
    source = _tr("{0} of {1}").format(which[path.name], path.parent.name) if path.name in which else path.name
    if not event.misfits:
        return _tr("Restored all blocks with weights: the {0}.").format(source)
    kept = _listed(event.misfits, "; ")
    return _tr("Restored {0} with the {1}. Others keep their own: {2}.").format(_listed(event.blocks, ", "), source, kept)


def exported_sentence(event: RunsExported) -> str:
    """Return how many runs were written for TensorBoard, and how it is opened."""
    runs = _tr("1 run") if event.runs == 1 else _tr("{0} runs").format(event.runs)
    skipped = "" if not event.skipped else " " + _tr("Left out: {0}.").format(_listed(event.skipped, "; "))
    return _tr("Exported {0}; open with: tensorboard --logdir {1}").format(runs, event.folder) + skipped


def deleted_sentence(paths: Sequence[Path], refusals: Sequence[str]) -> str:
    """Return which runs went to the bin, and why others did not."""
    parts = []
    if paths:
        what = paths[0].name if len(paths) == 1 else _tr("{0} runs").format(len(paths))
        parts.append(_tr("{0} went to the bin.").format(what))
    return " ".join((*parts, *(refusal.rstrip(".") + "." for refusal in refusals[:_SHOWN])))


def _listed(texts: Sequence[str], between: str) -> str:
    more = "" if len(texts) <= _SHOWN else between + _tr("{0} more").format(len(texts) - _SHOWN)
    return between.join(texts[:_SHOWN]) + more


def _tr(text: str) -> str:
    return QCoreApplication.translate("Runs", text)
