"""The schedules beside torch's own: the same rates, step by step."""

import pytest
import torch
from torch.optim import lr_scheduler

from designer.network.schedule import rate_factor
from designer.network.training import Training

STEPS_PER_EPOCH, EPOCHS = 7, 6
STEPS = STEPS_PER_EPOCH * EPOCHS


def of_torch(training: Training, steps: int) -> list[float]:
    """Return the factors of torch's schedulers, one behind the other."""
    optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=1.0)
    warm_up = round(training.warm_up * STEPS_PER_EPOCH)
    left = steps - warm_up
    parts: list[lr_scheduler.LRScheduler] = []
    if warm_up:
        parts.append(lr_scheduler.LinearLR(optimizer, 1 / (warm_up + 1), total_iters=warm_up))
    match training.schedule:
        case "step":
            parts.append(lr_scheduler.StepLR(optimizer, training.drop_every * STEPS_PER_EPOCH, training.drop_to))
        case "cosine":
            parts.append(lr_scheduler.CosineAnnealingLR(optimizer, left))
        case "one-cycle":
            parts.append(lr_scheduler.OneCycleLR(optimizer, 1.0, total_steps=left, cycle_momentum=False))
        case _:
            parts.append(lr_scheduler.ConstantLR(optimizer, 1.0))
    scheduler = lr_scheduler.SequentialLR(optimizer, parts, [warm_up]) if warm_up else parts[0]
    found = []
    for step in range(steps):
        found.append(optimizer.param_groups[0]["lr"])
        optimizer.step()
        if step < steps - 1:
            scheduler.step()
    return found


@pytest.mark.parametrize("warm_up", [0.0, 0.3, 2.0])
@pytest.mark.parametrize("schedule", ["constant", "step", "cosine", "one-cycle"])
@pytest.mark.filterwarnings("ignore:The epoch parameter in `scheduler.step:UserWarning")  # SequentialLR's own call of its parts
def test_rates_are_those_of_torch(schedule: str, warm_up: float) -> None:
    training = Training(schedule=schedule, warm_up=warm_up, epochs=EPOCHS, drop_every=2, drop_to=0.3)
    ours = [rate_factor(training, step, STEPS_PER_EPOCH) for step in range(STEPS)]
    assert ours == pytest.approx(of_torch(training, STEPS), rel=1e-9, abs=1e-12)
