"""What a frame is compared with, as arrays; sizes that disagree with shapes are refused."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from designer.protocol.errors import ProtocolError
from designer.protocol.events import Beside
from designer.ui.maps.colors import Floats
from designer.ui.maps.decoding import ExactBlock, decode_exact

__all__ = ["BesideMaps", "decode_beside"]


@dataclass(frozen=True, eq=False)
class BesideMaps:
    """What there is beside the newest frame.

    Args:
        told: What it is, in the worker's words.
        exact: The selected block's values for it; none: `Beside.problem` says why, or nothing was selected.
        probabilities: Of all classes; empty: not known.
    """

    told: Beside
    exact: ExactBlock | None
    probabilities: Floats


def decode_beside(told: Beside) -> BesideMaps:
    """Return what a frame is compared with.

    Raises:
        ProtocolError: Sizes and shapes disagree.
    """
    if len(told.probabilities) % 4:
        raise ProtocolError(f"probabilities take four bytes each, but {len(told.probabilities):,} came")
    exact = decode_exact(told.exact) if told.exact is not None else None
    return BesideMaps(told, exact, np.frombuffer(told.probabilities, np.dtype("<f4")))
