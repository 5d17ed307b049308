"""Where the numbers at the ends of curves stand: beside their curve, moved apart where curves end at one value."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

Place = tuple[float, float]


def spread(places: Sequence[Place], width: float, height: float, top: float, bottom: float) -> list[float]:
    """Return how high labels stand so that none lies on another and each is as near to its place as that allows.

    Args:
        places: Middles of the labels' left and right, top and bottom, in px; y grows downwards.
        width: Of a label.
        height: Of a label; the least distance of two above each other.
        top: Where the plot begins; labels stay within it as long as they fit.
        bottom: Where it ends.

    >>> spread([(90, 50), (90, 50), (90, 50), (20, 50)], 8, 10, 0, 100)
    [40.0, 50.0, 60.0, 50]
    >>> spread([(90, 2), (90, 1)], 8, 10, 0, 100)
    [15.0, 5.0]
    """
    heights = [y for _, y in places]
    for group in _beside(places, width):
        ordered = sorted(group, key=lambda index: places[index][1])
        for index, y in zip(ordered, _stacked([places[index][1] for index in ordered], height, top, bottom), strict=True):
            heights[index] = y
    return heights


def _beside(places: Sequence[Place], width: float) -> Iterator[list[int]]:
    """Return labels in groups: those of two groups are beside each other, so they cannot overlap."""
    group: list[int] = []
    for index in sorted(range(len(places)), key=lambda index: places[index][0]):
        if group and places[index][0] - places[group[-1]][0] >= width:
            yield group
            group = []
        group.append(index)
    if group:
        yield group


def _stacked(wanted: Sequence[float], height: float, top: float, bottom: float) -> list[float]:
    """Return places in order, at least a height apart, as near to the wanted ones as can be: neighbours are pooled to their mean."""
    if len(wanted) == 1:
        return list(wanted)
    blocks: list[tuple[float, int]] = []
    for index, y in enumerate(wanted):
        mean, count = y - index * height, 1
        while blocks and blocks[-1][0] >= mean:
            before, number = blocks.pop()
            mean, count = (before * number + mean * count) / (number + count), number + count
        blocks.append((mean, count))
    found = [mean for mean, count in blocks for _ in range(count)]
    found = [base + index * height for index, base in enumerate(found)]
    room_top, room_bottom = top + height / 2, bottom - height / 2
    for index in reversed(range(len(found))):  # back into the plot from below, then from above, which goes before
        found[index] = min(found[index], room_bottom - (len(found) - 1 - index) * height)
    return [max(y, room_top + index * height) for index, y in enumerate(found)]
