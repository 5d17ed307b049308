"""The arrays that data is made of."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

RawImages = NDArray[np.uint8]
"""Pictures as they were read: (N, H, W) grey or (N, H, W, 3) colour; one picture: (H, W) or (H, W, 3)."""

Labels = NDArray[np.int64]
"""One class number per picture, or positions of pictures in a data set."""

Prepared = NDArray[np.float32]
"""Pictures as a network takes them: (N, C, H, W), 0 to 1 unless normalised."""

Shape = tuple[int, int, int]
"""Channels, height, width."""
