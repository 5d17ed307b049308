"""LeNet-5 on MNIST, batch 128, with the window open and its maps live, against the loop anybody would write alone on the machine.

MNIST is read from the folder that ``CNN_DESIGNER_TEST_DATA`` names (``mnist/*-ubyte.gz`` in it).
"""

import itertools
import os
import statistics
import subprocess
import sys
import time

from tests.benchmarks.training import BATCH, ROOT
from tests.benchmarks.training import measured as measured_loop

WARM_UP_S, MEASURED_S = 3.0, 10.0


def compare(rounds: int, with_maps: bool = True) -> None:
    """Print images a second with the window and of the plain loop, the frames shown, and the ratio.

    Args:
        with_maps: Else the window is minimised: it follows the run, and asks for no maps.
    """
    windows, plain = [], []
    for number in range(rounds):
        rate, frames, stall = measured_window(with_maps)
        windows.append(rate)
        plain.append(measured_loop("plain"))
        text = (
            f"round {number + 1}: window {rate:,.0f} images/s, {frames:.1f} frames/s, longest stall {stall:.0f} ms  plain {plain[-1]:,.0f} images/s"
        )
        print(text, flush=True)
    ratios = [own / other for own, other in zip(windows, plain, strict=True)]
    spread = f"{statistics.median(ratios):.3f} ({min(ratios):.3f} … {max(ratios):.3f})"
    print(f"window {'with' if with_maps else 'without'} maps / the plain loop alone, same threads: {spread}, N = {rounds}")


def measured_window(with_maps: bool, *words: str) -> tuple[float, float, float]:
    """Measure a window in a process of its own.

    Args:
        words: ``no-history``: the worker keeps none; ``arithmetic``: the arithmetic of a pixel is open and follows every frame.
    """
    environment = {**os.environ, "QT_QPA_PLATFORM": os.environ.get("QT_QPA_PLATFORM", "offscreen")}
    command = [sys.executable, "-m", "tests.benchmarks.window_training", "with" if with_maps else "without", *words]
    rate, frames, stall = map(float, subprocess.run(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True, check=True).stdout.split())
    return rate, frames, stall


def window(with_maps: bool, history: bool = True, arithmetic: bool = False) -> tuple[float, float, float]:
    """Return images a second of a run in the window, frames a second and the event loop's longest stall in ms."""
    import tempfile

    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication

    from designer.network import edits
    from designer.protocol.events import MapsDrawn, StepsDone
    from designer.ui.maps.pointed import PointedValue
    from designer.ui.training.pace import Pace
    from designer.ui.training.showing import DatasetStatus
    from tests.benchmarks.opening import opened

    os.environ["CNN_DESIGNER_HOME"] = tempfile.mkdtemp()
    application = QApplication([])
    window = opened(application, os.environ["CNN_DESIGNER_TEST_DATA"])
    if not history:
        window.client.use([sys.executable, "-m", "tests.benchmarks.worker_without_history"])
    window.session.set_pace(Pace.FULL)
    for key, value in (("dataset", "mnist"), ("batch_size", BATCH), ("epochs", 1000)):
        window.document.attempt(key, lambda architecture, key=key, value=value: edits.set_training(architecture, key, value))  # type: ignore[misc]
    told: list[tuple[float, int]] = []
    frames: list[float] = []
    ticks: list[float] = []

    def count(event: StepsDone) -> None:
        told.append((time.perf_counter(), event.first_step + len(event.losses) // 4 - 1))
        if told[-1][0] - told[0][0] > WARM_UP_S + MEASURED_S:
            application.quit()

    def take_frame(frame: MapsDrawn) -> None:
        frames.append(time.perf_counter())
        if arithmetic and frame.run and not window.maps_panel.arithmetic.isVisible():
            window.maps_panel.value_chosen.emit(PointedValue("conv1", 0, 14, 14))

    def train_on_mnist(status: DatasetStatus) -> None:
        if status.loaded and status.name == "mnist":
            window.session.train()

    window.session.steps_done.connect(count)
    window.session.frame_drawn.connect(take_frame)
    window.session.dataset_changed.connect(train_on_mnist)
    clock = QTimer()
    clock.setInterval(5)
    clock.timeout.connect(lambda: ticks.append(time.perf_counter()))
    clock.start()
    window.resize(1600, 1000)  # all blocks of LeNet-5 are in sight
    window.show()
    if not with_maps:
        window.showMinimized()
    application.exec()
    window.session.close()
    began = next(index for index, (moment, _) in enumerate(told) if moment - told[0][0] > WARM_UP_S)
    seconds, steps = told[-1][0] - told[began][0], told[-1][1] - told[began][1]
    shown = sum(moment > told[began][0] for moment in frames)
    measured = [moment for moment in ticks if moment > told[began][0]]
    stall = max(after - before for before, after in itertools.pairwise(measured))
    return steps * BATCH / seconds, shown / seconds, stall * 1000


if __name__ == "__main__":
    print(*window(sys.argv[1] == "with", "no-history" not in sys.argv, "arithmetic" in sys.argv))
