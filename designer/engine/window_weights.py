"""*Save weights* and *Restore weights*: the weights of the network on the screen, to a file of their own and back."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from torch import Tensor

from designer import version
from designer.engine.errors import EngineError
from designer.engine.looking import Subject
from designer.engine.network import Network
from designer.engine.pictures import Probe, Shelf
from designer.engine.store import WeightStore
from designer.engine.weights_file import weights_bytes, weights_sha256
from designer.engine.weights_reading import read_weights
from designer.network.file_format import save
from designer.network.shapes import shape_text
from designer.protocol.events import WeightsLoaded, WeightsSaved
from designer.runs.atomic import write_atomically


def save_weights(path: str, subject: Subject | None, probe: Probe | None, shelf: Shelf) -> WeightsSaved:
    """Write the weights with what was done to the pictures, and return the message that says so.

    Raises:
        EngineError: There is no network with weights, the data's mean is wanted and not known yet, or the file cannot be written.
    """
    if subject is None or not subject.network.owned:
        raise EngineError("there is no network with weights to save")
    architecture = subject.network.analysis.architecture
    state = subject.network.state()
    about: dict[str, object] = {"architecture": save(architecture), "run": str(subject.run or ""), "versions": {"program": version()}}
    shape = subject.network.analysis.reports[subject.network.input_id].output_shape
    if probe is not None and shape is not None and len(shape) == 3:
        info = probe.dataset.info
        normalize = architecture.training.normalize
        preparation = shelf.preparation(probe.dataset, shape, normalize)
        if preparation.normalize != normalize:  # without them the file would say of pictures what the network never saw
            raise EngineError(f"mean and deviation of {info.title} are not known yet; save the weights when the data set is loaded")
        about |= {"classes": list(info.classes), "preparation": preparation.to_json()}
    try:
        write_atomically(Path(path), weights_bytes(state, about))
    except OSError as error:
        raise EngineError(f"{path}: the weights cannot be written: {error.strerror or error}") from error
    return WeightsSaved(path=path, sha256=weights_sha256(state))


def load_weights(path: str, subject: Subject | None, store: WeightStore) -> WeightsLoaded:
    """Give the network's blocks the tensors of a file whose block, name and shape are theirs, and return the message that says so.

    A block takes all of its tensors or none, so that no layer is half of this training and half of that one.

    Raises:
        EngineError: There is no network with weights, the file is damaged, or nothing in it fits; nothing was changed.
    """
    if subject is None or not subject.network.owned:
        raise EngineError("there is no network that could take the weights")
    network, found = subject.network, read_weights(Path(path)).tensors
    seed = network.analysis.architecture.training.seed
    misfits = _misfits(network, found)
    owners = tuple(dict.fromkeys(owned.block.id for owned in network.owned))
    fitting = tuple(name for name in owners if name not in misfits)
    if not fitting:
        raise EngineError(f"{path}: none of its weights fits this network ({'; '.join(misfits.values())})")
    for owned in network.owned:
        if owned.block.id in fitting:
            store.put_trained(owned.block.id, owned.weight, seed, found[owned.name])
    used = {owned.name for owned in network.owned if owned.block.id in fitting}
    return WeightsLoaded(path=path, blocks=fitting, misfits=tuple(misfits.values()), left_over=len(found.keys() - used))


def _misfits(network: Network, found: Mapping[str, Tensor]) -> dict[str, str]:
    """Return the blocks that a file has no fitting weights for, each with its reason."""
    misfits: dict[str, str] = {}
    for owned in network.owned:
        tensor = found.get(owned.name)
        if tensor is None:
            misfits.setdefault(owned.block.id, f"{owned.block.shown_name} has no {owned.weight.name} there")
        elif tuple(tensor.shape) != owned.weight.shape:
            there, here = (shape_text(shape) for shape in (tuple(tensor.shape), owned.weight.shape))
            misfits.setdefault(owned.block.id, f"{owned.weight.name} of {owned.block.shown_name} is {there} there and {here} here")
    return misfits
