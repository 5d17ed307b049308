"""The window of a pixel of the network as a lab: its input map, the filter's slice, stride, dilation and padding of its block."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QCoreApplication

from designer.network.analysis import Analysis
from designer.network.blocks.convolving import Convolving
from designer.network.blocks.pooling import SlidingPool
from designer.network.blocks.sliding import Slide
from designer.network.errors import ShapeError
from designer.network.kernel_lab import MOST_SIDE, KernelLab, LabSweep, Matrix, Mode
from designer.network.kernel_lab_terms import output
from designer.network.shapes import is_image
from designer.ui.arithmetic.explanation import Explanation
from designer.ui.arithmetic.stages import ExplainedStage
from designer.ui.kernel_lab.cells import Place
from designer.ui.maps.colors import Floats
from designer.ui.maps.live import LiveMaps

_MODES = {"MaxPool2d": Mode.MAX, "AdaptiveMaxPool2d": Mode.MAX, "AvgPool2d": Mode.AVERAGE, "AdaptiveAvgPool2d": Mode.AVERAGE, "sum": Mode.SUM}
_NEAR = 1e-5
"""Of what is added up: so far may single and double precision be apart."""


@dataclass(frozen=True)
class OpenedWindow:
    """A lab, and the result in it that is the pixel.

    Args:
        text: What it shows, in a sentence.
    """

    lab: KernelLab
    place: Place
    text: str


def opened_window(explanation: Explanation, index: int, analysis: Analysis, live: LiveMaps) -> OpenedWindow | None:
    """Return the window of a pixel in one of its input's channels; none: it has no window with values.

    The whole input map comes along where it is of the same moment as the explanation, so that the window can be slid on; else the window alone.

    Args:
        index: Of the channel among those of the explanation.
    """
    stage = explanation.windowed
    if stage is None or stage.is_dense or (stage.weights is None and stage.call not in _MODES):
        return None
    channel = int(stage.channels[index])
    whole = _whole(explanation, stage, index, analysis, live)
    lab, place = whole or (_alone(stage, index), (0, 0))
    source = stage.block or _tr("the padded input")
    texts = [_tr("{0}: the window in map {1} of {2}").format(explanation.title(), channel, source)]
    if stage.weights is not None and len(stage.channels) > 1:
        texts.append(_tr("the other {0} channels and the bias come on top").format(len(stage.channels) + stage.left_out - 1))
    if whole is None:
        texts.append(_tr("the map around it is of another moment"))
    return OpenedWindow(lab, place, "; ".join(texts))


def _whole(explanation: Explanation, stage: ExplainedStage, index: int, analysis: Analysis, live: LiveMaps) -> tuple[KernelLab, Place] | None:
    """Return the lab over the whole map, where its result is the explained one."""
    report = analysis.reports[explanation.block]
    source = analysis.architecture.sources[report.id][0]
    values = _map(live, source, int(stage.channels[index]))
    spec = report.block.spec
    if values is None or not isinstance(spec, Convolving | SlidingPool):
        return None
    name = _tr("{0} map {1}").format(analysis.architecture.by_id[source].shown_name, int(stage.channels[index]))
    lab = _over(_matrix(values), name, stage, index, spec.slide())
    place = explanation.place[1:]
    try:
        found = output(lab)[place[0]][place[1]]
    except (ShapeError, IndexError):
        return None
    wanted = stage.result if stage.weights is None or len(stage.channels) == 1 else float(stage.sums[index])
    return (lab, place) if abs(found - wanted) <= _NEAR * max(stage.magnitude, abs(wanted)) else None


def _map(live: LiveMaps, block: str, channel: int) -> Floats | None:
    """Return a map that came exactly and is not too large."""
    exact = live.exact_maps(block)
    if exact is None or not is_image(exact.shape) or max(exact.shape[1:]) > MOST_SIDE or not 0 <= channel - exact.first < len(exact.values):
        return None
    found: Floats = exact.values[channel - exact.first]
    return found


def _alone(stage: ExplainedStage, index: int) -> KernelLab:
    """Return the lab over the window alone."""
    slide = Slide((len(stage.rows), len(stage.columns)), (1, 1), "valid", (1, 1))
    return _over(_matrix(stage.values[index]), _tr("window"), stage, index, slide)


def _over(matrix: Matrix, name: str, stage: ExplainedStage, index: int, slide: Slide) -> KernelLab:
    sweep = LabSweep(slide.stride, slide.padding, slide.dilation)
    if stage.weights is None:
        return KernelLab(matrix, mode=_MODES[stage.call], name=name, pooling=sweep, pool=slide.kernel)
    bias = stage.bias or 0.0
    return KernelLab(matrix, _matrix(stage.weights[index]), name=name, convolution=sweep, bias=bias if len(stage.channels) == 1 else 0.0)


def _matrix(values: Floats) -> Matrix:
    return tuple(tuple(row) for row in (values.astype(np.float64) + 0.0).tolist())


def _tr(text: str) -> str:
    return QCoreApplication.translate("KernelLab", text)
