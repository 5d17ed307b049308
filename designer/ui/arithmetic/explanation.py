"""An answer of the worker beside what the window knows of the block."""

from __future__ import annotations

import itertools
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from designer.network.analysis import Analysis
from designer.network.shapes import Shape, is_image
from designer.protocol.events import PixelExplained
from designer.ui.arithmetic.formulas import place_text
from designer.ui.arithmetic.stages import POOLS, ExplainedStage, decode_stage
from designer.ui.maps.painting import class_name


@dataclass(frozen=True, eq=False)
class Explanation:
    """How one value comes about.

    Args:
        name: Of the block, as it is shown.
        shape: Of its output.
        place: Channel, row and column.
        value: What torch computed.
        moment: Of which step it is; empty: before training.
        fallback: The formula in the block's own file.
        classes: Names of the data's classes.
    """

    block: str
    name: str
    shape: Shape
    place: tuple[int, int, int]
    value: float
    stages: tuple[ExplainedStage, ...]
    moment: str
    fallback: str
    classes: tuple[str, ...]

    @classmethod
    def of(cls, told: PixelExplained, analysis: Analysis, classes: tuple[str, ...]) -> Explanation | None:
        """Return the answer as it is shown; ``None``: the block has changed meanwhile.

        Raises:
            ProtocolError: The answer does not hold together.
        """
        report = analysis.reports.get(told.block)
        if report is None or report.output_shape is None:
            return None
        values = [formula.expression for formula in report.formulas if formula.label == "value"]
        moment = _tr("step {0}").format(f"{told.step:,}") if told.run or told.step else ""
        return cls(
            told.block, report.block.shown_name, report.output_shape, (told.channel, told.row, told.column), told.value,
            tuple(decode_stage(stage) for stage in told.stages), moment, values[0] if values else "", classes,
        )  # fmt: skip

    @property
    def windowed(self) -> ExplainedStage | None:
        """The stage that reads a window, where there is one."""
        return next((stage for stage in self.stages if stage.has_window), None)

    def title(self, short: bool = False) -> str:
        """Return which value it is: "conv2 map 5, row 4, column 6", or "conv2 map 5 (4, 6)"."""
        if self.stages and self.stages[-1].call == "Softmax" and not is_image(self.shape):
            return _tr("{0} class {1}").format(self.name, class_name(self.place[0], self.classes))
        return place_text(self.name, self.place if is_image(self.shape) else self.place[:1], short)

    def subtitle(self) -> str:
        """Return in one line how it comes about."""
        stage = self.windowed
        if stage is None:
            return self.moment
        texts = {
            "Conv2d": _tr("Σ {0} × filter {1}").format(_windows_text(stage), self.place[0]),
            "ConvTranspose2d": _tr("Σ {0} × kernels of map {1}").format(_windows_text(stage), self.place[0]),
            "Linear": _tr("Σ {0} inputs × weights of unit {1}").format(f"{len(stage.channels) * stage.cells:,}", self.place[0]),
            "Softmax": _tr("a share of {0}").format(len(stage.channels) + stage.left_out),
            "LocalResponseNorm": _tr("divided by {0} neighbouring channels").format(len(stage.channels)),
        }
        text = texts.get(stage.call, _windows_text(stage) if stage.call in POOLS else "")
        text += _tr(" + bias") if stage.bias is not None else ""
        return " · ".join(part for part in (text, self.moment) if part)


def _windows_text(stage: ExplainedStage) -> str:
    source, count = stage.block or _tr("the padded input"), len(stage.channels) + stage.left_out
    return _tr("1 window of {0}").format(source) if count == 1 else _tr("{0} windows of {1}").format(f"{count:,}", source)


def span_text(places: tuple[int, ...]) -> str:
    """Return the rows or columns of a window.

    >>> span_text((4, 5, 6)), span_text((3,)), span_text((0, 2, 4)), span_text((-1, 0, 1))
    ('4–6', '3', '0, 2, 4', '−1…1')
    """
    if len(places) == 1:
        return str(places[0]).replace("-", "−")
    if all(after - before == 1 for before, after in itertools.pairwise(places)):
        return f"{places[0]}–{places[-1]}" if places[0] >= 0 else f"−{-places[0]}…{places[-1]}".replace("-", "−")
    return ", ".join(map(str, places)).replace("-", "−")


def _tr(text: str) -> str:
    return QCoreApplication.translate("ArithmeticPanel", text)
