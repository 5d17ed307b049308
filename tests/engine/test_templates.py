"""The shipped networks train: one step on random pictures, and every weight takes part."""

import math
from collections.abc import Iterator

import pytest
import torch

from designer.engine.training import Moment
from designer.network.templates import describe_template, load_template, template_names
from tests.engine.networks import trainer_of, with_settings

LARGEST = describe_template("resnet18").parameters
"""Above it are AlexNet and the VGGs: a step of theirs takes gigabytes."""


@pytest.fixture(autouse=True)
def one_thread() -> Iterator[None]:
    """Keep torch from waiting for processors that other tests use: three times as fast there."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


@pytest.mark.parametrize("name", [name for name in template_names() if describe_template(name).parameters <= LARGEST])
def test_one_step_on_random_pictures_reaches_every_weight(name: str) -> None:
    torch.manual_seed(0)
    trainer = trainer_of(with_settings(load_template(name), batch_size=2), classes=10, count=2)
    moments = trainer.moments()
    assert next(moment for moment in moments if moment is Moment.STEP)
    figures = trainer.take_figures()
    assert figures is not None
    classes = 1000 if describe_template(name).input_shape == (3, 224, 224) else 10
    assert figures.losses[0] == pytest.approx(math.log(classes), rel=0.25), "random weights know nothing"
    learned = [owned for owned in trainer.network.owned if owned.weight.learnable]
    assert sum(owned.tensor.numel() for owned in learned) == describe_template(name).parameters
    assert [owned.name for owned in learned if owned.tensor.grad is None or not owned.tensor.grad.any()] == []
    moments.close()
