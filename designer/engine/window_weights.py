"""*Save weights*: the weights of the network on the screen, in a file of their own."""

from __future__ import annotations

from pathlib import Path

from designer import version
from designer.data.preparation import Preparation
from designer.engine.errors import EngineError
from designer.engine.looking import Subject
from designer.engine.pictures import Probe
from designer.engine.weights_file import weights_bytes, weights_sha256
from designer.network.file_format import save
from designer.protocol.events import WeightsSaved
from designer.runs.atomic import write_atomically


def save_weights(path: str, subject: Subject | None, probe: Probe | None) -> WeightsSaved:
    """Write the weights and return the message that says so.

    Raises:
        EngineError: There is no network with weights, or the file cannot be written.
    """
    if subject is None or not subject.network.owned:
        raise EngineError("there is no network with weights to save")
    architecture = subject.network.analysis.architecture
    state = subject.network.state()
    about: dict[str, object] = {"architecture": save(architecture), "run": str(subject.run or ""), "versions": {"program": version()}}
    shape = subject.network.analysis.reports[subject.network.input_id].output_shape
    if probe is not None and shape is not None and len(shape) == 3:
        info = probe.dataset.info
        about |= {"classes": list(info.classes), "preparation": Preparation(shape[0], shape[1], shape[2], info.divisor).to_json()}
    try:
        write_atomically(Path(path), weights_bytes(state, about))
    except OSError as error:
        raise EngineError(f"{path}: the weights cannot be written: {error.strerror or error}") from error
    return WeightsSaved(path=path, sha256=weights_sha256(state))
