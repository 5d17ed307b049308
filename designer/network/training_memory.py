"""The most that a training step holds at once, estimated from what each block keeps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from designer.network.architecture import Architecture
from designer.network.kept import BYTES_PER_VALUE
from designer.network.reports import BlockReport
from designer.network.training import Training

_LOSS_COPIES = 3
"""Log-probabilities, probabilities and the loss's own gradient, each as large as the logits."""


def training_memory(architecture: Architecture, reports: Mapping[str, BlockReport], order: Sequence[str]) -> int:
    """Return an estimate in bytes: weights, gradients, the optimiser's state, and activations and their gradients of a batch.

    Three moments compete. At the end of the forward pass all outputs are alive beside the gradients of the step before; in the backward pass what
    was kept is given back block by block, while gradients come and go; in the update there are only weights, gradients and state.
    """
    network = [reports[name] for name in order if reports[name].in_network and reports[name].output_shape is not None]
    weights = sum(report.weight_bytes for report in network)
    trained = sum(report.trainable_parameters for report in network) * BYTES_PER_VALUE
    state = trained * state_copies(architecture.training)
    forward = sum(report.training_bytes for report in network)
    batch = architecture.training.batch_size
    logits = network[-1].output_bytes * _LOSS_COPIES if network else 0
    return weights + state + max(
        trained + batch * (forward + logits),
        _most_in_backward(architecture, network, batch),
        trained,
    )  # fmt: skip


def state_copies(training: Training) -> int:
    """Return how many numbers the optimiser remembers of each weight."""
    match training.optimizer:
        case "adam" | "adamw":
            return 2
        case "rmsprop":
            return 1
        case _:
            return 1 if training.momentum > 0 else 0


def _most_in_backward(architecture: Architecture, network: Sequence[BlockReport], batch: int) -> int:
    """Return the most that is alive at once while the gradients pass from the end to the input."""
    users = _users(architecture, network)
    size = {report.id: 0 if report.kept.is_view else report.output_bytes * batch for report in network}
    live = sum(size[name] for name, number in users.items() if number) + sum(report.kept.extra_bytes * batch for report in network)
    gradients: dict[str, int] = {network[-1].id: size[network[-1].id]} if network else {}
    live += sum(gradients.values())
    most = live
    for report in reversed(network):
        sources = architecture.sources[report.id]
        arriving = {source: report_size for source in sources if architecture.sources[source] and (report_size := size[source])}
        most = max(most, live + sum(arriving.values()) + report.trainable_parameters * BYTES_PER_VALUE)
        live += report.trainable_parameters * BYTES_PER_VALUE
        for source, source_size in arriving.items():
            live += source_size if source not in gradients else 0
            gradients[source] = source_size
        live -= gradients.pop(report.id, 0) + report.kept.extra_bytes * batch
        for name in _keeps(report, sources):
            users[name] -= 1
            live -= size[name] if not users[name] else 0
    return most


def _users(architecture: Architecture, network: Sequence[BlockReport]) -> dict[str, int]:
    """Return how many blocks keep each output; what is kept of a view is what it is a view of."""
    users = {report.id: 0 for report in network}
    for report in network:
        for name in _keeps(report, architecture.sources[report.id]):
            users[name] += 1
    return users


def _keeps(report: BlockReport, sources: Sequence[str]) -> list[str]:
    return ([report.id] if report.kept.output else []) + (list(sources) if report.kept.inputs else [])
