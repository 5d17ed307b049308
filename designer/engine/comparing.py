"""What frames are compared with: another picture of the same network, or another run's network for the same picture."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor

from designer.data.dataset import Dataset
from designer.data.errors import DataError
from designer.data.preparation import Preparation
from designer.engine.frames import exact_block
from designer.engine.network import Network
from designer.engine.past import Past
from designer.engine.pictures import Probe, Shelf
from designer.engine.precision import full_float32
from designer.engine.subject import Subject
from designer.engine.taken_picture import TakenPicture
from designer.network.analysis import BlockReport, State
from designer.network.errors import DesignerError
from designer.network.shapes import shape_text
from designer.protocol.commands import ComparePictures, CompareRun, EndComparison, LookAt
from designer.protocol.events import Beside, ExactMaps
from designer.runs.folder import DESCRIPTION
from designer.runs.reading import read_at_most

_LONGEST_DESCRIPTION_BYTES = 1 << 20


@dataclass(frozen=True)
class _ComparedRun:
    """A run that the network on the screen is compared with.

    Args:
        step: None: its best weights.
        past: Reads its weights.
        prepared: How its pictures were prepared; none: its folder does not say so.
    """

    folder: Path
    step: int | None
    past: Past
    prepared: Preparation | None


class Comparing:
    """Holds what there is beside the frame, and makes its maps for each of them: of the same weights' step, or of the same picture."""

    def __init__(self, shelf: Shelf) -> None:
        self._taken = TakenPicture(shelf)
        self._picture: Probe | None = None
        self._run: _ComparedRun | None = None

    def answer(self, command: ComparePictures | CompareRun | EndComparison, probe: Probe | None, device: torch.device) -> None:
        """Begin a comparison, or end it.

        Args:
            probe: The picture that is shown.

        Raises:
            DesignerError: The run's network or weights cannot be read; the comparison before goes on.
        """
        if not isinstance(command, CompareRun):
            self._picture, self._run = (probe if isinstance(command, ComparePictures) else None), None
            return
        run = _ComparedRun(Path(command.folder), command.step, Past(), _preparation(Path(command.folder)))
        run.past.network(run.folder, run.step, device)
        self._picture, self._run = None, run

    def move_data(self, dataset: Dataset) -> None:
        """Take note of another data set: a picture of the one before is let go, one of a person's own stays."""
        if self._picture is not None and self._picture.dataset is not dataset:
            self._picture = self._picture.moved_to(dataset) if self._picture.own else None

    def beside(self, subject: Subject, probe: Probe, view: LookAt) -> Beside | None:
        """Return what a frame of this subject and this picture is compared with; none: nothing."""
        if self._picture is None and self._run is None:
            return None
        run, picture = self._run, self._picture
        chosen = picture.chosen() if picture is not None else None
        folder, step = (str(run.folder), run.step) if run is not None else ("", None)
        try:
            network = subject.network if run is None else run.past.network(run.folder, run.step, subject.device)
            taken = self._taken.of(picture or probe, network, subject.device, run.prepared if run is not None else None)
        except DesignerError as error:
            return Beside(picture=chosen, folder=folder, step=step, problem=str(error))
        if taken is None:
            return Beside(picture=chosen, folder=folder, step=step, problem="its network takes no pictures")
        wanted = subject.network.analysis.reports.get(view.selected or "")
        found, problem = counterpart(network, wanted) if wanted is not None else (None, "")
        exact, probabilities = _computed(network, taken[0], found, wanted.id if wanted is not None else "", view)
        return Beside(picture=chosen, folder=folder, step=step, exact=exact, probabilities=probabilities, problem=problem)


def counterpart(network: Network, wanted: BlockReport) -> tuple[BlockReport | None, str]:
    """Return the block of a network that a block of another is compared with, of the same id or else of the same name; or why there is none.

    >>> from designer.network.analysis import analyse
    >>> from designer.network.templates import load_template
    >>> from designer.engine.store import WeightStore
    >>> from designer.engine.wiring import shown_network
    >>> analysis = analyse(load_template("lenet5"))
    >>> network = shown_network(analysis.architecture, analysis, WeightStore(), torch.device("cpu"))
    >>> counterpart(network, analysis.reports["conv1"])[1]
    ''
    """
    reports, name = network.analysis.reports, wanted.block.shown_name
    found = reports.get(wanted.id) or next((report for report in reports.values() if report.block.shown_name == name), None)
    if found is None:
        return None, f"its network has no block {name}; select a block that both networks have"
    if found.id not in network.computable or found.output_shape is None or wanted.state is not State.OK or wanted.output_shape is None:
        return None, f"{name} cannot be computed in both networks"
    if found.output_shape != wanted.output_shape:
        shapes = shape_text(found.output_shape), shape_text(wanted.output_shape)
        return None, f"{name} is {shapes[0]} there and {shapes[1]} here; maps of unlike shape cannot be laid side by side"
    return found, ""


def _computed(network: Network, picture: Tensor, found: BlockReport | None, name: str, view: LookAt) -> tuple[ExactMaps | None, bytes]:
    """Return the maps of the block, under the name that it has in the frame, and the probabilities of the classes."""
    wanted = {found.id} if found is not None else set()
    ends = {network.logits_id} if network.logits_id is not None else set()
    with full_float32(picture.device):
        values = network.record(picture, wanted | ends)
    probabilities = b""
    if network.logits_id is not None:
        shares = torch.softmax(values[network.logits_id].flatten(1)[0].double(), 0)
        probabilities = shares.float().cpu().numpy().tobytes()
    if found is None:
        return None, probabilities
    return exact_block(name, values[found.id], found.signed, view.first_map, view.map_count), probabilities


def _preparation(run: Path) -> Preparation | None:
    """Return how a run's pictures were prepared; what cannot be read is as if it did not say so."""
    try:
        return Preparation.from_json(json.loads(read_at_most(run / DESCRIPTION, _LONGEST_DESCRIPTION_BYTES))["preparation"])
    except (OSError, ValueError, KeyError, TypeError, RecursionError, DataError):
        return None
