"""Tracks: at which height the wires between two rows run across, so that none lies on another and as few as can be cross."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

_TOUCH_PX = 5.0
"""Wires nearer than this look like one."""
_MOST_COMPARED = 64
"""With more bars between two rows they are put one below the other without being compared."""
_MOST_TRACKS = 24


Nets = Mapping[int, tuple[float, Sequence[float]]]
"""For each spot of a row where its wires come down and where they go on."""


@dataclass(frozen=True)
class Bar:
    """What one wire, or several from one port, run across between two rows.

    Args:
        net: Number of the spot above that it comes from.
        top: Where it comes down.
        drops: Where it goes on down.
    """

    net: int
    top: float
    drops: tuple[float, ...]

    @property
    def low(self) -> float:
        """Its left end."""
        return min(self.top, *self.drops)

    @property
    def high(self) -> float:
        """Its right end."""
        return max(self.top, *self.drops)


@dataclass(frozen=True)
class Tracks:
    """Which track each bar has.

    Args:
        count: How many there are.
        left: For each net the track, counted from the top, of what it runs to the left.
        right: The same to the right.
    """

    count: int
    left: dict[int, int]
    right: dict[int, int]


NONE = Tracks(0, {}, {})
"""Where nothing runs across."""


def tracks_of(nets: Nets) -> Tracks:
    """Return the tracks of all that runs across between two rows.

    Args:
        nets: For each spot above where its wires come down and where they go on; those that run straight need no track.
    """
    bars = [Bar(net, top, tuple(drops)) for net, (top, drops) in nets.items() if any(drop != top for drop in drops)]
    if len(bars) > _MOST_COMPARED:
        return _unsorted(bars)
    order, cost = _ordered(bars)
    if cost:  # each side on its own track may cross less
        halves = [half for bar in bars for half in _halves(bar)]
        halved, halved_cost = _ordered(halves) if len(halves) <= _MOST_COMPARED else (order, cost)
        if halved_cost < cost:
            order = halved
    levels = _levels(order)
    left = {bar.net: level for bar, level in zip(order, levels, strict=True) if bar.low < bar.top}
    right = {bar.net: level for bar, level in zip(order, levels, strict=True) if bar.high > bar.top}
    return Tracks(max(levels, default=-1) + 1, left, right)


def crossings_of(nets: Nets, tracks: Tracks, owner: Sequence[int]) -> int:
    """Return how often wires of different blocks cross between two rows.

    Args:
        nets: As for `tracks_of`.
        tracks: What that returned.
        owner: For each spot the block whose output runs through it.
    """
    level: list[tuple[float, float, int, int]] = []
    upright: list[tuple[float, int, int, int]] = []
    for net, (top, drops) in nets.items():
        left, right = tracks.left.get(net, -1), tracks.right.get(net, -1)
        level += [(min(drops), top, left, owner[net])] * (left >= 0) + [(top, max(drops), right, owner[net])] * (right >= 0)
        upright.append((top, -1, max(left, right, tracks.count * (top in drops)), owner[net]))
        upright += [(drop, left if drop < top else right, tracks.count, owner[net]) for drop in drops if drop != top]
    return len(
        {
            (frozenset((one, other)), x, track)
            for low, high, track, one in level
            for x, upper, lower, other in upright
            if one != other and low <= x <= high and upper <= track <= lower
        }
    )


def _halves(bar: Bar) -> list[Bar]:
    sides = tuple(drop for drop in bar.drops if drop <= bar.top), tuple(drop for drop in bar.drops if drop > bar.top)
    return [Bar(bar.net, bar.top, drops) for drops in sides if any(drop != bar.top for drop in drops)]


def _crossings(upper: Bar, lower: Bar) -> int:
    """Return how often two bars cross or touch where one lies above the other."""
    if upper.net == lower.net:
        return 0
    low, high = lower.low - _TOUCH_PX, lower.high + _TOUCH_PX
    stem = upper.low - _TOUCH_PX <= lower.top <= upper.high + _TOUCH_PX
    return sum(low <= drop <= high for drop in upper.drops) + stem


def _ordered(bars: Sequence[Bar]) -> tuple[list[Bar], int]:
    """Return the bars from top to bottom, and how often they cross."""
    number = len(bars)
    above = [[0] * number for _ in range(number)]  # [one][other]: crossings where one lies above the other
    for one in range(number):
        for other in range(one + 1, number):
            if bars[one].low <= bars[other].high + _TOUCH_PX and bars[other].low <= bars[one].high + _TOUCH_PX:
                above[one][other], above[other][one] = _crossings(bars[one], bars[other]), _crossings(bars[other], bars[one])
    # what is put on top next: that which crosses least more there than at the bottom
    excess = [sum(above[one]) - sum(row[one] for row in above) for one in range(number)]
    mine = [sum(above[one]) for one in range(number)]
    left, order, cost = set(range(number)), [], 0
    while left:
        one = min(left, key=lambda index: (mine[index] > 0, excess[index], index))
        left.discard(one)
        order.append(bars[one])
        cost += mine[one]
        for other in left:
            mine[other] -= above[other][one]
            excess[other] -= above[other][one] - above[one][other]
    return order, cost


def _levels(order: Sequence[Bar]) -> list[int]:
    """Return the track of each bar: below all above it that it would lie on."""
    levels: list[int] = []
    for index, bar in enumerate(order):
        over = (
            levels[other] + (order[other].net != bar.net)
            for other in range(index)
            if order[other].low <= bar.high + _TOUCH_PX and bar.low <= order[other].high + _TOUCH_PX
        )
        levels.append(max(over, default=0))
    return levels


def _unsorted(bars: Sequence[Bar]) -> Tracks:
    track = {bar.net: index % _MOST_TRACKS for index, bar in enumerate(bars)}
    return Tracks(_MOST_TRACKS, track, track)
