"""Questions about single values, answered by a thread of their own from the frames that were kept: training goes on meanwhile."""

from __future__ import annotations

import dataclasses
import queue
import threading
from collections.abc import Callable
from dataclasses import dataclass

from designer.engine.arithmetic.explaining import explain
from designer.engine.arithmetic.reading import Place, Readable
from designer.engine.frames import Snapshot
from designer.network.analysis import Analysis
from designer.network.shapes import Shape, is_image
from designer.protocol.pixel_commands import ExplainPixel
from designer.protocol.pixel_events import ArithmeticStage, PixelExplained


@dataclass(frozen=True)
class KeptFrame:
    """A frame that was sent, and what it was made of.

    Args:
        run: That it belongs to; 0: none.
        step: Of the run.
        owner: Id of the block whose weights it has; none: it was of no block.
    """

    number: int
    run: int
    step: int
    snapshot: Snapshot
    analysis: Analysis
    owner: str | None = None

    def for_question(self, question: ExplainPixel) -> KeptFrame | None:
        """Return the frame as it is read by another thread, which nothing changes; ``None``: what it takes was not kept."""
        if question.block != self.owner:
            return self
        weights = self.snapshot.weights.for_filter(question.channel)
        return None if weights is None else dataclasses.replace(self, snapshot=dataclasses.replace(self.snapshot, weights=weights))


class KeptFrames:
    """The frames that the window may ask about: the newest, and the one before until the window has painted the newest."""

    def __init__(self) -> None:
        self._frames: tuple[KeptFrame, ...] = ()
        self._asked: tuple[str | None, int | None] = None, None

    def keep(self, frame: KeptFrame) -> None:
        """Keep another frame; at most the one before stays."""
        self._frames = (*self._frames[-1:], frame)

    def painted(self, number: int) -> None:
        """Forget the frames before one that the window has painted."""
        self._frames = tuple(frame for frame in self._frames if frame.number >= number) or self._frames[-1:]

    def settle(self) -> None:
        """Copy of the frames' weights what may be asked for: they are about to change."""
        block, place = self._asked
        for frame in self._frames:
            frame.snapshot.weights.settle(place if frame.owner == block else None)

    def for_question(self, question: ExplainPixel) -> KeptFrame | None:
        """Return the frame that a question is about, else the newest, ready to be read; ``None``: neither has what it takes."""
        frames = self.find(question.frame), *self._frames[-1:]
        return next((ready for frame in frames if frame is not None and (ready := frame.for_question(question)) is not None), None)

    def asked(self, question: ExplainPixel) -> None:
        """Take note of what is asked about: the next frames keep it."""
        self._asked = question.block, question.channel

    def find(self, number: int) -> KeptFrame | None:
        """Return the frame of that number, else the newest; ``None``: none was made yet."""
        found = [frame for frame in self._frames if frame.number == number]
        return (found or self._frames or (None,))[-1]


class Explaining:
    """Answers questions in their order, in a thread that begins with the first one."""

    def __init__(self, send: Callable[[PixelExplained], None]) -> None:
        self._send = send
        self._questions: queue.SimpleQueue[tuple[ExplainPixel, KeptFrame | None]] = queue.SimpleQueue()
        self._thread: threading.Thread | None = None

    def ask(self, question: ExplainPixel, frames: KeptFrames) -> bool:
        """Take a question; the frame it is about stays until it is answered.

        Returns:
            Whether that frame has what the answer takes. If not, the question is not taken: a new frame has it.
        """
        frames.asked(question)
        frame = frames.for_question(question)
        if frame is None and frames.find(question.frame) is not None:
            return False
        if self._thread is None or not self._thread.is_alive():
            self._thread = threading.Thread(target=self._work, name="arithmetic", daemon=True)
            self._thread.start()
        self._questions.put((question, frame))
        return True

    def _work(self) -> None:
        while True:
            question, frame = self._questions.get()
            self._send(answer(question, frame))


def answer(question: ExplainPixel, frame: KeptFrame | None) -> PixelExplained:
    """Return how a value of a frame came about; without stages where the frame does not hold it."""
    place = question.channel, question.row, question.column
    output = frame.snapshot.activations.get(question.block) if frame is not None else None
    if frame is None or output is None or not _is_inside(place, tuple(output.shape[1:])):
        return _answered(question, frame)
    value = float(output[(0, *place)] if is_image(tuple(output.shape[1:])) else output[0, place[0]])
    return _answered(question, frame, value, explained(frame.analysis, frame.snapshot, question.block, place))


def explained(analysis: Analysis, snapshot: Snapshot, block: str, place: Place) -> tuple[ArithmeticStage, ...]:
    """Return how a block of a snapshot comes to one of its values; nothing where the snapshot lacks its inputs or weights."""
    report = analysis.reports[block]
    sources = analysis.architecture.sources.get(block, ())
    weights = {name.removeprefix(f"{block}."): tensor for name, tensor in snapshot.weights.items() if name.startswith(f"{block}.")}
    if any(source not in snapshot.activations for source in sources):
        return ()
    if any(weight.name not in weights for weight in report.block.spec.weights(report.input_shapes)):
        return ()
    names = sources or (block,)
    inputs = tuple(Readable.of(name if sources else "", snapshot.activations[name]) for name in names)
    return explain(report.block.spec.torch_calls(report.input_shapes), inputs, weights, place)


def _is_inside(place: Place, shape: Shape) -> bool:
    whole = shape if is_image(shape) else (shape[0], 1, 1)
    return all(0 <= index < size for index, size in zip(place, whole, strict=True))


def _answered(question: ExplainPixel, frame: KeptFrame | None, value: float = 0.0, stages: tuple[ArithmeticStage, ...] = ()) -> PixelExplained:
    return PixelExplained(
        number=question.number, frame=frame.number if frame else 0, run=frame.run if frame else 0, step=frame.step if frame else 0,
        block=question.block, channel=question.channel, row=question.row, column=question.column, value=value, stages=stages,
    )  # fmt: skip
