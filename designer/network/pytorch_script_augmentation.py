"""The function of an exported script that changes training pictures at random, with the lines that the settings ask for."""

from __future__ import annotations

import math

from designer.network.pytorch_script_calls import literal
from designer.network.training import Training

_TURN = """\
    angle = torch.empty(count, device=pictures.device).uniform_(-{angle}, {angle})
    cosine, sine, zero = angle.cos(), angle.sin(), torch.zeros_like(angle)
    turn = torch.stack([cosine, sine * (height / width), zero, -sine * (width / height), cosine, zero], 1).view(count, 2, 3)
    pictures = nn.functional.grid_sample(pictures, nn.functional.affine_grid(turn, list(pictures.shape), False), align_corners=False)
"""
_MIRROR = """\
    mirrored = torch.rand(count, 1, 1, 1, device=pictures.device) < 0.5
    pictures = torch.where(mirrored, pictures.flip({axis}), pictures)
"""
_MOVE = """\
    down, right = round({shift} * height) + {crop}, round({shift} * width) + {crop}
    padded = nn.functional.pad(pictures, (right, right, down, down))
    rows = torch.arange(height) + torch.randint(2 * down + 1, (count, 1))
    columns = torch.arange(width) + torch.randint(2 * right + 1, (count, 1))
    pictures = padded.permute(0, 2, 3, 1)[torch.arange(count)[:, None, None], rows[:, :, None], columns[:, None]].permute(0, 3, 1, 2)
"""
_CONTRAST = """\
    factor = torch.empty(count, 1, 1, 1, device=pictures.device).uniform_({low}, {high})
    pictures = ((pictures - 0.5) * factor + 0.5).clamp(0, 1)
"""
_LIGHTEN = """\
    lighter = torch.empty(count, 1, 1, 1, device=pictures.device).uniform_(-{amount}, {amount})
    pictures = (pictures + lighter).clamp(0, 1)
"""
_ERASE = """\
    area = torch.empty(count, 1).uniform_(0.02, 1 / 3) * height * width
    form = torch.empty(count, 1).uniform_(-1, 1) * {form}
    tall = (area * form.exp()).sqrt().round().clamp(1, height) * (torch.rand(count, 1) < {erase})
    wide = (area / form.exp()).sqrt().round().clamp(1, width)
    top, left = (torch.rand(count, 1) * (height - tall + 1)).floor(), (torch.rand(count, 1) * (width - wide + 1)).floor()
    rows, columns = torch.arange(height), torch.arange(width)
    erased = ((rows >= top) & (rows < top + tall))[:, None, :, None] & ((columns >= left) & (columns < left + wide))[:, None, None, :]
    pictures = pictures.masked_fill(erased.to(pictures.device), 0.0)
"""


def augmentation(training: Training) -> str:
    """Return the function `augment`; empty where pictures are left alone."""
    lines = ""
    if training.rotation:
        lines += _TURN.format(angle=literal(math.radians(training.rotation)))
    if training.flip in ("vertical", "both"):
        lines += _MIRROR.format(axis=2)
    if training.flip in ("horizontal", "both"):
        lines += _MIRROR.format(axis=3)
    if training.shift or training.crop:
        lines += _MOVE.format(shift=literal(training.shift), crop=training.crop)
    if training.contrast:
        lines += _CONTRAST.format(low=literal(1 - training.contrast), high=literal(1 + training.contrast))
    if training.brightness:
        lines += _LIGHTEN.format(amount=literal(training.brightness))
    if training.erase:
        lines += _ERASE.format(form=literal(math.log(1 / 0.3)), erase=literal(training.erase))
    if not lines:
        return ""
    head = 'def augment(pictures: Tensor) -> Tensor:\n    """Change training pictures at random; what comes in from outside is black."""\n'
    sizes = "    count, _, height, width = pictures.shape\n"
    return f"{head}{sizes}{lines}    return pictures\n"
