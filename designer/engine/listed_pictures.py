"""Evaluated pictures as the window shows them: small, at full brightness, with what the network said."""

from __future__ import annotations

import numpy as np
from PIL import Image

from designer.data.dataset import Dataset, RawImages, Split
from designer.data.errors import DataError
from designer.engine.inspection import raw_picture, seen
from designer.engine.predictions import Numbers, Predictions
from designer.protocol.commands import ListPictures
from designer.protocol.events import ListedPicture

MOST_PICTURES = 200
MOST_SIDE_PX = 256
"""With `MOST_PICTURES` in colour 38 MiB: less than a message may have."""


def list_pictures(
    question: ListPictures, dataset: Dataset, split: Split, predictions: Predictions, chosen: Numbers
) -> tuple[tuple[ListedPicture, ...], str]:
    """Return so many of the chosen pictures as are asked for, and why some are missing.

    Args:
        chosen: Their positions in the part.
    """
    first = max(0, question.first)
    wanted = chosen[first : first + max(0, min(question.count, MOST_PICTURES))]
    positions, probabilities = dataset.splits[split], predictions.probabilities(wanted)
    side_px = max(1, min(question.side_px, MOST_SIDE_PX))
    pictures, problem = [], ""
    for index, probability in zip(wanted.tolist(), probabilities.tolist(), strict=True):
        try:
            raw = raw_picture(dataset, int(positions[index]))
        except DataError as error:  # a file that has vanished since
            problem = str(error)
            continue
        pictures.append(
            ListedPicture(
                index=index, true=int(predictions.true[index]), predicted=int(predictions.predicted[index]), probability=probability,
                certainty=float(predictions.certainties[index]), picture=seen(_small(raw, side_px), dataset.info.divisor),
            )
        )  # fmt: skip
    return tuple(pictures), problem


def _small(raw: RawImages, side_px: int) -> RawImages:
    if max(raw.shape[:2]) <= side_px:
        return raw
    image = Image.fromarray(np.ascontiguousarray(raw))
    image.thumbnail((side_px, side_px), Image.Resampling.BILINEAR)
    return np.asarray(image, dtype=np.uint8)
