"""`python -m tests.benchmarks NAME`: what must be fast, as ratios taken in one run, interleaved A B A B."""

import argparse
import platform
import statistics
import sys
from collections.abc import Callable
from functools import partial

from tests.benchmarks import (
    analysis,
    clicks,
    drawing_pad,
    gpu_training,
    hover,
    look_training,
    map_painting,
    neighbours,
    start,
    summary_resnet50,
    training,
    window_training,
)

BENCHMARKS: dict[str, Callable[[int], None]] = {
    "analysis": analysis.compare,
    "click-answer": clicks.measure,
    "drawing-pad": drawing_pad.measure,
    "gpu-training": gpu_training.compare,
    "hover": hover.compare,
    "look-training": look_training.compare,
    "maps-512": map_painting.compare_512,
    "maps-scroll": map_painting.compare_scrolling,
    "start": start.compare,
    "summary-resnet50": summary_resnet50.compare,
    "training": training.compare,
    "training-beside-spinner": partial(neighbours.compare_beside, "a spinning process"),
    "training-beside-window": partial(neighbours.compare_beside, "a repainting window"),
    "window-training": window_training.compare,
    "window-training-without-maps": partial(window_training.compare, with_maps=False),
}


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("name", choices=sorted(BENCHMARKS))
    parser.add_argument("--rounds", type=int, default=5, help="measurements of each side (default 5)")
    arguments = parser.parse_args()
    print(f"{arguments.name} on {platform.node()}, {platform.machine()}, Python {platform.python_version()}")
    BENCHMARKS[arguments.name](arguments.rounds)
    return 0


def spread(values: list[float]) -> str:
    """Return median, lowest and highest.

    >>> spread([1.0, 3.0, 2.0])
    '2 (1 … 3)'
    """
    return f"{statistics.median(values):,.0f} ({min(values):,.0f} … {max(values):,.0f})"


if __name__ == "__main__":
    sys.exit(main())
