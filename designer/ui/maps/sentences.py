"""What the panel says in words: of which moment the maps are, what a map and a pixel hold."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from designer.network.analysis import Analysis
from designer.network.architecture import Architecture
from designer.network.blocks.base import Group
from designer.network.blocks.convolving import RANDOM
from designer.network.shapes import is_image
from designer.protocol.events import ProbeChosen
from designer.ui.maps.live import LiveMaps
from designer.ui.maps.numbers import value_text
from designer.ui.maps.painting import class_name, percent_text
from designer.ui.maps.pointed import PointedValue
from designer.ui.maps.shown import ShownMaps
from designer.ui.maps.statistics import MapStatistics


def weight_owners(architecture: Architecture, block_id: str | None) -> tuple[str, ...]:
    """Return the ids of the blocks whose weights a block's maps depend on: its own and those before it, in the document's order."""
    before = {block_id} if block_id in architecture.by_id else set()
    ahead = list(before)
    for name in ahead:
        new = [source for source in architecture.sources[name] if source not in before]
        before.update(new)
        ahead += new
    return tuple(block.id for block in architecture.blocks if block.id in before and block.spec.has_weights())


def named_starts(architecture: Architecture) -> dict[str, str]:
    """Return the kernel's name of every block that starts with a named one, by its id."""
    starts = {block.id: getattr(block.spec, "start", RANDOM) for block in architecture.blocks}
    return {name: start for name, start in starts.items() if start != RANDOM}


def moment_text(live: LiveMaps, block_id: str | None, maps: ShownMaps | None, architecture: Architecture) -> tuple[str, bool]:
    """Return of which moment the maps are, and whether they are current and of trained or named weights throughout, or of none."""
    owners, named = weight_owners(architecture, block_id), named_starts(architecture)
    caption = live.frame_caption(owners, named)
    if block_id is not None and live.is_edited_since(block_id):
        return _tr("edited since"), False
    if block_id is not None and maps is not None and maps.exact is None and live.is_stale(block_id):
        return _tr("stale · waiting for {0}").format(caption) if caption else _tr("stale"), False
    random = live.untrained().difference(named)
    return caption, not (set(owners) & random and not live.untrained().issuperset(owners))


def probe_text(probe: ProbeChosen, predicted: str = "") -> str:
    """Return whose maps these are: "validation #12 · label 4 · said 9", "your drawing · 2 px right · said 7".

    Args:
        predicted: The class that the network takes the picture for; empty: not known.
    """
    parts = {"training": _tr("training #{0}"), "validation": _tr("validation #{0}"), "test": _tr("test #{0}")}
    texts = [parts.get(probe.part, "#{0}").format(f"{probe.index:,}"), _tr("label {0}").format(probe.label)]
    texts = [*([probe.label or _tr("own picture")] if probe.part == "own" else texts), *_changes(probe)]
    return " · ".join([*texts, _tr("said {0}").format(predicted)] if predicted else texts)


def _changes(probe: ProbeChosen) -> list[str]:
    """Return how the picture is shown otherwise than it is."""
    down, right = probe.shift
    texts = []
    if down:
        texts.append((_tr("{0} px down") if down > 0 else _tr("{0} px up")).format(abs(down)))
    if right:
        texts.append((_tr("{0} px right") if right > 0 else _tr("{0} px left")).format(abs(right)))
    if probe.occluded:
        texts.append(_tr("{0}×{1} covered").format(probe.occluded[2], probe.occluded[3]))
    return texts


def pixel_text(maps: ShownMaps, channel: int, row: int, column: int) -> str:
    """Return what a pixel holds: "map 5, row 4, column 6 = 2.098"; "≈" where only 8 bits of it are there.

    Args:
        row: Of the maps as they are there; thinned maps are told in rows of the block.
        column: As ``row``.
    """
    sign = "=" if maps.exact is not None else "≈"
    height, width = maps.side
    place = (row * maps.shape[1] // height, column * maps.shape[2] // width)
    return _tr("map {0}, row {1}, column {2} {3} {4}").format(channel, *place, sign, value_text(maps.value(channel, row, column)))


def pointed_text(analysis: Analysis, live: LiveMaps, pointed: PointedValue) -> str:
    """Return what a value anywhere in the network is: "conv1: map 5, row 4, column 6 ≈ 2.098"; empty where it is not known."""
    report, card = analysis.reports.get(pointed.block), live.card(pointed.block)
    exact = live.exact_maps(pointed.block)
    if report is None or card is None or card.shape != report.output_shape:
        return ""
    is_known = exact is not None and exact.shape == card.shape and (len(card.shape) == 1 or 0 <= pointed.channel - exact.first < len(exact.values))
    maps = ShownMaps.of(exact if is_known else None, card)
    assert maps is not None  # there is a card
    name = report.block.shown_name
    if not is_image(maps.shape):
        value = maps.value(0, 0, pointed.channel)
        if report.block.spec.GROUP is Group.OUTPUT:
            return _tr("{0}: class {1} = {2}").format(name, class_name(pointed.channel, live.classes), percent_text(value))
        return _tr("{0}: unit {1} = {2}").format(name, pointed.channel, value_text(value))
    if not maps.has(pointed.channel):
        return ""
    (height, width), (_, rows, columns) = maps.side, maps.shape
    return f"{name}: {pixel_text(maps, pointed.channel, pointed.row * height // rows, pointed.column * width // columns)}"


def map_text(maps: ShownMaps, channel: int) -> str:
    """Return what a map holds: its lowest and highest value."""
    if not maps.has(channel):
        return _tr("map {0} has not come yet").format(channel)
    if maps.is_dead(channel):
        return _tr("map {0}: all 0").format(channel)
    low, high = maps.range_of(channel)
    text = _tr("map {0}: {1} … {2}").format(channel, value_text(low), value_text(high))
    faulty = int(maps.faulty[channel - maps.first])
    return _tr("{0}, {1} not finite").format(text, f"{faulty:,}") if faulty else text


def statistics_text(found: MapStatistics, vector: bool) -> str:
    """Return what is known of all maps: "−0.294 … 1.2, mean 0.05 · 34.1 % zeros · 2 of 16 maps dead"."""
    parts = [_tr("{0} … {1}, mean {2}").format(value_text(found.low), value_text(found.high), value_text(found.mean))]
    if found.zeros:
        parts.append(_tr("{0} zeros").format(percent_text(found.zeros)))
    if found.dead and not vector:
        parts.append(_tr("{0} of {1} maps all 0").format(found.dead, found.number))
    if found.faulty:
        parts.append(_tr("{0} not finite").format(f"{found.faulty:,}"))
    return " · ".join(parts)


def _tr(text: str) -> str:
    return QCoreApplication.translate("FeatureMapsPanel", text)
