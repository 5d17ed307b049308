"""Training LeNet-5 while one looks inside: all maps, history on, arithmetic open or not, against a window that shows and keeps none of it.

MNIST is read from the folder that ``CNN_DESIGNER_TEST_DATA`` names, as in `window_training`.
"""

import statistics

from tests.benchmarks.window_training import measured_window

AT_LEAST = 0.90


def compare(rounds: int) -> None:
    """Print images a second of all three, round by round, and both ratios in the median."""
    rates: dict[str, list[float]] = {"maps and history": [], "and arithmetic open": [], "neither": []}
    for number in range(rounds):
        told = []
        for name, found in (
            ("maps and history", measured_window(True)),
            ("and arithmetic open", measured_window(True, "arithmetic")),
            ("neither", measured_window(False, "no-history")),
        ):
            rates[name].append(found[0])
            told.append(f"{name} {found[0]:,.0f} images/s, {found[1]:.1f} frames/s, longest stall {found[2]:.0f} ms")
        print(f"round {number + 1}: {'; '.join(told)}", flush=True)
    for name in ("maps and history", "and arithmetic open"):
        ratios = [own / other for own, other in zip(rates[name], rates["neither"], strict=True)]
        verdict = "ok" if statistics.median(ratios) >= AT_LEAST else "TOO SLOW"
        text = f"{statistics.median(ratios):.3f} ({min(ratios):.3f} … {max(ratios):.3f}), N = {rounds}; at least {AT_LEAST:g} is the aim ({verdict})"
        print(f"{name} / neither: {text}")
