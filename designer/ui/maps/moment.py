"""Of which moment maps are: what a frame says of its weights, and that in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

__all__ = ["MapsMoment", "moment_caption"]


@dataclass(frozen=True)
class MapsMoment:
    """What a snapshot shows: maps of another moment are stale.

    Args:
        probe: Counts the probes chosen so far.
        untrained: Ids of the blocks that own weights as they started.
        edited: Ids of the blocks whose weights a person changed by hand.
        past: Folder of the run whose past it is; empty: it is the present.
    """

    run: int
    step: int
    trained: bool
    revision: int
    probe: int
    untrained: frozenset[str] = frozenset()
    edited: frozenset[str] = frozenset()
    past: str = ""


def moment_caption(now: MapsMoment, live: bool, skipped: int, owners: Sequence[str] | None, named: Mapping[str, str]) -> str:
    """Return what a frame shows: "random weights", "step 1,281 · live", "trained weights · conv1 untrained".

    Args:
        live: A run is training.
        skipped: Frames that were due before it and not made.
        owners: Ids of the blocks whose weights count, in order; none given: those of the whole network.
        named: Of blocks that start with a named kernel, by their ids, its name.
    """
    parts = [*_weights_texts(now, owners or (), named), *_changed_by_hand(now, owners)]
    if now.past:
        return " · ".join((_tr("looking back: step {0}").format(f"{now.step:,}"), *parts[1:]))
    if live:
        parts.append(_tr("live"))
    if skipped and live:
        parts.append(_tr("1 frame skipped") if skipped == 1 else _tr("{0} frames skipped").format(f"{skipped:,}"))
    return " · ".join(parts)


def _weights_texts(now: MapsMoment, owners: Sequence[str], named: Mapping[str, str]) -> list[str]:
    """Return what the weights are, then which among them are otherwise."""
    as_started = not now.trained or (not now.run and bool(owners) and now.untrained.issuperset(owners))
    left = [name for name in owners if as_started or name in now.untrained]
    set_so, random = [name for name in left if name in named], [name for name in left if name not in named]
    if as_started and set_so and not random and len({named[name] for name in set_so}) == 1:
        return [_tr("{0} filters").format(named[set_so[0]])]
    kernels = _counted(set_so, "{0} " + named[set_so[0]], _tr("{0} blocks of named kernels")) if set_so else []
    if as_started:
        return [_tr("random weights"), *kernels]
    trained = _tr("step {0}").format(f"{now.step:,}") if now.run else _tr("trained weights")
    return [trained, *kernels, *_counted(random, _tr("{0} untrained"), _tr("{0} blocks untrained"))]


def _changed_by_hand(now: MapsMoment, owners: Sequence[str] | None) -> list[str]:
    """Return the words for blocks whose weights are neither random nor trained alone."""
    edited = sorted(now.edited) if owners is None else [name for name in owners if name in now.edited]
    return _counted(edited, _tr("{0} changed by hand"), _tr("{0} blocks changed by hand"))


def _counted(names: Sequence[str], one: str, several: str) -> list[str]:
    """Return the sentence of the only name, that of their number, or nothing."""
    return [] if not names else [one.format(names[0]) if len(names) == 1 else several.format(len(names))]


def _tr(text: str) -> str:
    return QCoreApplication.translate("LiveMaps", text)
