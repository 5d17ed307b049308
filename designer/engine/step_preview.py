"""Some pictures of a step's batch, small, as the network got them, with what it said before and after."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional

from designer.engine.augmentation import Brightness
from designer.engine.last_step import Again
from designer.protocol.events import StepPreview

MOST_PICTURES = 32
LONGEST_SIDE_PX = 96


def step_preview(again: Again, brightness: Brightness, most: int = MOST_PICTURES) -> StepPreview:
    """Return the first pictures of a batch.

    Args:
        brightness: What black and white became when the pictures were prepared.
    """
    batch, count = again.batch, min(most, len(again.batch.labels))
    labels = batch.labels[:count]
    pictures = _bytes_of(batch.images[:count], brightness)
    before, after = again.before[:count].float().softmax(1), again.after[:count].float().softmax(1)
    return StepPreview(
        shape=tuple(pictures.shape[1:]), pictures=pictures.cpu().numpy().tobytes(), batch=batch.count,
        labels=_whole(labels), before=_whole(before.argmax(1)), after=_whole(after.argmax(1)),
        sure_before=_sure(before, labels), sure_after=_sure(after, labels),
    )  # fmt: skip


def _bytes_of(images: Tensor, brightness: Brightness) -> Tensor:
    black = torch.tensor(brightness.black, device=images.device).view(-1, 1, 1)
    white = torch.tensor(brightness.white, device=images.device).view(-1, 1, 1)
    seen = ((images.float() - black) / (white - black)).clamp(0, 1)
    height, width = seen.shape[-2:]
    if max(height, width) > LONGEST_SIDE_PX:
        scale = LONGEST_SIDE_PX / max(height, width)
        size = (max(1, round(height * scale)), max(1, round(width * scale)))
        seen = functional.interpolate(seen, size=size, mode="area")
    return (seen * 255).round().to(torch.uint8).contiguous()


def _whole(values: Tensor) -> bytes:
    return values.to("cpu", torch.int32).numpy().tobytes()


def _sure(probabilities: Tensor, labels: Tensor) -> bytes:
    return probabilities.gather(1, labels[:, None])[:, 0].cpu().numpy().tobytes()
