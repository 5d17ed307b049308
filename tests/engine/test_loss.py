"""The training loss beside torch's own."""

import pytest
import torch
from torch.nn import functional

from designer.engine.loss import TrainingLoss, balanced_weights
from designer.network.training import Training

LABELS = torch.tensor([0, 0, 0, 0, 0, 0, 1, 1, 3])
LOGITS = torch.randn(9, 4, generator=torch.Generator().manual_seed(0))


def loss_of(**settings: object) -> TrainingLoss:
    training = Training()
    for name, value in settings.items():
        training = training.change(name, value)
    return TrainingLoss(training, LABELS, 4)


def test_without_settings_it_is_torchs_mean_bit_for_bit() -> None:
    assert torch.equal(loss_of().mean(LOGITS, LABELS), functional.cross_entropy(LOGITS, LABELS))


def test_label_smoothing_is_torchs() -> None:
    assert torch.equal(loss_of(label_smoothing=0.2).mean(LOGITS, LABELS), functional.cross_entropy(LOGITS, LABELS, label_smoothing=0.2))


@pytest.mark.parametrize("smoothing", [0.0, 0.1])
def test_balanced_weights_over_all_training_pictures_are_torchs_weighted_mean(smoothing: float) -> None:
    """Over the whole training part the weights add up to its number of pictures, so both ways of dividing agree there."""
    weights = balanced_weights(LABELS, 4)
    theirs = functional.cross_entropy(LOGITS, LABELS, weight=weights, label_smoothing=smoothing)
    assert loss_of(class_weights="balanced", label_smoothing=smoothing).mean(LOGITS, LABELS).item() == pytest.approx(theirs.item(), rel=1e-6)


def test_every_class_that_occurs_adds_the_same() -> None:
    weights = balanced_weights(LABELS, 4)
    counts = torch.bincount(LABELS, minlength=4)
    assert (weights * counts).tolist() == pytest.approx([3, 3, 0, 3])
    assert weights[2] == 1


@pytest.mark.parametrize("settings", [{}, {"label_smoothing": 0.1}, {"class_weights": "balanced", "label_smoothing": 0.1}])
def test_shares_of_a_batch_add_up_to_its_mean(settings: dict[str, object]) -> None:
    loss, logits = loss_of(**settings), LOGITS.double()
    parts = [loss.sum(logits[part], LABELS[part]) for part in (slice(0, 4), slice(4, 9), slice(9, 9))]
    assert (sum(parts[1:], parts[0]) / 9).item() == pytest.approx(loss.mean(logits, LABELS).item(), abs=1e-12)
