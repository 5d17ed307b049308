"""Filters: the weights of the selected block, sent beside the maps they made."""

from __future__ import annotations

from collections.abc import Collection

from torch import Tensor

from designer.engine.frames import Snapshot
from designer.engine.network import Network
from designer.network.shapes import count
from designer.protocol.commands import LookAt
from designer.protocol.events import ExactFilters

MOST_FILTER_BYTES = 4 << 20
"""Weights of one frame at most; of larger tensors the filters in sight come."""

_FILTER_AXES = (2, 4)
"""A dense layer's units × inputs, and a convolution's filters × channels × height × width; norms and slopes are no filters."""


def exact_filters(network: Network, snapshot: Snapshot, view: LookAt, edited: Collection[str]) -> ExactFilters | None:
    """Return the filters of the selected block of a snapshot, as many as fit; none where they are not wanted or it has none."""
    name = view.selected
    weight = snapshot.weights.get(f"{name}.weight") if view.filters else None
    if name is None or weight is None or weight.ndim not in _FILTER_AXES or name not in snapshot.activations:
        return None
    shape = tuple(weight.shape)
    most = max(1, MOST_FILTER_BYTES // (4 * count(shape[1:])))
    first = max(0, min(view.first_filter, shape[0] - most))
    bias = snapshot.weights.get(f"{name}.bias")
    return ExactFilters(
        block=name, shape=shape, first=first, values=_bytes(weight[first : first + most]),
        bias=b"" if bias is None else _bytes(bias[first : first + most]), edited=name in edited,
    )  # fmt: skip


def _bytes(tensor: Tensor) -> bytes:
    return tensor.float().contiguous().cpu().numpy().tobytes()
