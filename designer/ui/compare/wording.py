"""What a comparison says in words: what A and B are, what each of them answers, what a value is in both."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QCoreApplication

from designer.network.shapes import is_image
from designer.protocol.events import Beside
from designer.ui.compare.compared import ComparedMaps
from designer.ui.maps.colors import Floats, ScaleMode
from designer.ui.maps.hovered import Hovered, is_there
from designer.ui.maps.live import LiveMaps
from designer.ui.maps.numbers import short_text
from designer.ui.maps.painting import change_text, class_name, percent_text
from designer.ui.maps.sentences import probe_text

__all__ = ["answer_text", "difference_text", "kept_text", "live_text", "map_in_both", "value_in_both"]


def kept_text(told: Beside, title: str) -> str:
    """Return what is kept: "test #0 · label 7", "step 120", "best of LeNet-5 · 3 June".

    Args:
        title: Of the run; empty: it is clear which one is meant.
    """
    if told.picture is not None:
        return probe_text(told.picture)
    if told.step is None:
        return _tr("best of {0}").format(title) if title else _tr("best weights")
    return " · ".join(filter(None, (_step_text(told.step), title)))


def live_text(told: Beside, live: LiveMaps, owners: tuple[str, ...]) -> str:
    """Return what is shown now, in what differs from what is kept: the picture, or the moment.

    Args:
        owners: Ids of the blocks whose weights the maps depend on.
    """
    if told.picture is not None:
        return probe_text(live.probe) if live.probe is not None else ""
    return live.frame_caption(owners) if live.step is None else _step_text(live.step)


def _step_text(step: int) -> str:
    return _tr("before the first step") if step == 0 else _tr("step {0}").format(f"{step:,}")


def answer_text(probabilities: Floats, classes: tuple[str, ...]) -> str:
    """Return what a network says: "said 7 · 98.1 %"; empty: that is not known."""
    if not len(probabilities) or not np.isfinite(probabilities).all():
        return ""
    best = int(probabilities.argmax())
    return _tr("said {0} · {1}").format(class_name(best, classes), percent_text(float(probabilities[best])))


def value_in_both(compared: ComparedMaps, place: Hovered, classes: tuple[str, ...] | None) -> str:
    """Return a value in A and in B: "A 0.31 · B 0.5 · B − A 0.19 · map 3, row 4, column 5"; empty where it is not there.

    Args:
        place: Map, row and column, or the unit of a vector.
        classes: Names of the classes where the values are their probabilities; none: they are not.
    """
    if not is_there(compared.a, place):
        return ""
    at = place if is_image(compared.a.shape) else (0, 0, place[0])
    a, b, change = (maps.value(*at) for maps in (compared.a, compared.b, compared.difference))
    if not is_image(compared.a.shape) and classes is not None:
        texts = _tr("class {0}").format(class_name(place[0], classes)), percent_text(a), percent_text(b), change_text(change)
        return _tr("A {1} · B {2} · B − A {3} · {0}").format(*texts)
    where = _tr("map {0}, row {1}, column {2}").format(*place) if is_image(compared.a.shape) else _tr("unit {0}").format(place[0])
    return _tr("A {1} · B {2} · B − A {3} · {0}").format(where, short_text(a), short_text(b), short_text(change))


def map_in_both(compared: ComparedMaps, channel: int) -> str:
    """Return what a map holds in A and in B: "map 3: A 0 … 1.2 · B 0 … 3.1"."""
    if not compared.a.has(channel):
        return _tr("map {0} has not come yet").format(channel)
    ends = [_tr("{0} … {1}").format(*map(short_text, maps.range_of(channel))) for maps in (compared.a, compared.b)]
    return _tr("map {0}: A {1} · B {2}").format(channel, *ends)


def difference_text(compared: ComparedMaps, channel: int) -> str:
    """Return how far apart both are at most: "|B − A| up to 1.9 in map 3, 2.4 in all"."""
    difference = compared.difference
    _, reach = difference.scale(ScaleMode.SYMMETRIC).common_range or (0.0, 0.0)
    if not is_image(difference.shape) or not difference.has(channel):
        return _tr("|B − A| up to {0}").format(short_text(reach))
    here = max(map(abs, difference.range_of(channel)))
    return _tr("|B − A| up to {0} in map {1}, {2} in all").format(short_text(here), channel, short_text(reach))


def _tr(text: str) -> str:
    return QCoreApplication.translate("Comparison", text)
