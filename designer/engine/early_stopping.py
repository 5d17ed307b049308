"""When a run ends before its last epoch: a function of its epochs alone, so that a restored run stops where it would have."""

from __future__ import annotations

from designer.network.training import Training


def stopped_early(training: Training, epochs: int, best: int) -> str:
    """Say why a run stops after so many epochs; empty: it does not.

    Args:
        epochs: That are done.
        best: The best of them; 0: none had a loss that is a number.

    >>> stopped_early(Training(patience=3, epochs=20), epochs=9, best=6)
    'stopped early after epoch 9: none of the last 3 was better than epoch 6'
    >>> stopped_early(Training(patience=3, epochs=20), epochs=8, best=6)
    ''
    """
    if not training.patience or epochs - best < training.patience or epochs >= training.epochs:
        return ""
    than = f"was better than epoch {best:,}" if best else "had a loss that is a number"
    return f"stopped early after epoch {epochs:,}: none of the last {training.patience:,} {than}"
