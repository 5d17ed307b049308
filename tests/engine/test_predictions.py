"""What is kept of an evaluation, against counting by hand."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from torch.nn import functional

from designer.engine.evaluation import Evaluation, Part
from designer.engine.network import Network
from designer.engine.predictions import Predictions
from designer.network.blocks.conv2d import Conv2d
from designer.network.blocks.dense import Dense
from designer.network.blocks.dropout import Dropout
from designer.network.blocks.global_pool import GlobalPool
from designer.network.blocks.input import Input
from designer.network.blocks.max_pool import MaxPool
from designer.network.blocks.relu import Relu
from designer.network.blocks.softmax import Softmax
from tests.engine.networks import chain, network_of, small, trainer_of


def random_network(seed: int, classes: int) -> tuple[Network, tuple[int, int, int]]:
    choice = np.random.default_rng(seed)
    channels, side = int(choice.choice([1, 3])), int(choice.integers(6, 13))
    middle = [Conv2d(int(choice.integers(2, 7)), (3, 3), padding="same"), Relu(), MaxPool(), Dropout(0.5)]
    ending = [GlobalPool(), Dense(classes)] if choice.integers(2) else [Dense(classes)]
    softmax = [Softmax()] if choice.integers(2) else []
    specs = [Input((channels, side, side)), *middle[: int(choice.integers(1, 5))], *ending, *softmax]
    architecture = chain(*specs)
    return network_of(architecture), (channels, side, side)


def counted_by_hand(network: Network, part: Part, classes: int) -> list[list[int]]:
    """Count picture by picture, each alone."""
    table = [[0] * classes for _ in range(classes)]
    with network.evaluating():
        for image, label in zip(part.images, part.labels.tolist(), strict=True):
            table[label][int(network(image[None])[0].argmax())] += 1
    return table


@pytest.mark.parametrize("seed", range(12))
def test_counts_are_those_of_looking_at_every_picture_alone(seed: int) -> None:
    generator = torch.Generator().manual_seed(seed)
    classes = 2 + seed
    network, shape = random_network(seed, classes)
    network.train()
    part = Part(torch.rand(53, *shape, generator=generator), torch.randint(classes, (53,), generator=generator))
    evaluation = Evaluation(network, part, batch_size=7 + seed)
    for _ in evaluation.batches():
        pass
    said = evaluation.predictions
    cells, left_out = said.cells(classes)
    table = np.zeros((classes, classes), int)
    table[cells[:, 0], cells[:, 1]] = cells[:, 2]
    assert table.tolist() == counted_by_hand(network, part, classes)
    assert left_out == 0 and (cells[:, 2] > 0).all()
    with network.evaluating():
        logits = network(part.images)
    sure = functional.softmax(logits, 1)
    positions = np.arange(53)
    np.testing.assert_allclose(said.probabilities(positions), sure.gather(1, part.labels[:, None])[:, 0].numpy(), rtol=1e-4, atol=1e-6)
    np.testing.assert_allclose(said.certainties, sure.max(1).values.numpy(), rtol=1e-4, atol=1e-6)
    score = evaluation.score()
    assert score.accuracy == np.trace(table) / 53
    assert score.loss == pytest.approx(functional.cross_entropy(logits, part.labels).item(), rel=1e-5)


def said(true: list[int], predicted: list[int], losses: list[float]) -> Predictions:
    return Predictions(np.array(true), np.array(predicted), np.array(losses), np.ones(len(true), np.float32))


def test_pictures_are_selected_by_class_and_mistake_and_ordered() -> None:
    found = said([4, 9, 4, 4, 9, 4], [9, 9, 9, 4, 4, 9], [2.0, 0.1, 5.0, 0.2, 1.0, 2.0])
    assert found.select(4, 9, only_wrong=False, worst_first=True).tolist() == [2, 0, 5], "equal ones in the part's order"
    assert found.select(4, 9, only_wrong=False, worst_first=False).tolist() == [0, 2, 5]
    assert found.select(None, None, only_wrong=True, worst_first=True).tolist() == [2, 0, 5, 4]
    assert found.select(4, None, only_wrong=False, worst_first=False).tolist() == [0, 2, 3, 5]
    assert found.select(None, 4, only_wrong=True, worst_first=True).tolist() == [4]
    assert found.select(3, None, only_wrong=False, worst_first=True).tolist() == []


def test_a_picture_whose_loss_is_no_number_is_still_found() -> None:
    found = said([1, 1], [0, 0], [float("inf"), float("nan")])
    assert sorted(found.select(1, 0, only_wrong=True, worst_first=True).tolist()) == [0, 1]
    assert found.probabilities(np.array([0])).tolist() == [0.0]


def test_of_too_many_cells_the_emptiest_are_left_out() -> None:
    found = said([0, 0, 0, 1, 1, 2], [0, 0, 1, 1, 1, 0], [0.0] * 6)
    cells, left_out = found.cells(3, most=2)
    assert (cells.tolist(), left_out) == ([[0, 0, 2], [1, 1, 2]], 2)


def test_a_trainer_keeps_what_it_said_of_validation_and_test() -> None:
    trainer = trainer_of(small(epochs=2, batch_size=10))
    for _ in trainer.moments():
        pass
    assert trainer.validated is not None and trainer.tested is not None and trainer.test is not None
    assert trainer.epochs[-1].validation.accuracy == trainer.validated.right / len(trainer.validated.true)
    assert trainer.test.accuracy == trainer.tested.right / len(trainer.tested.true)
    assert trainer.validated.true.tolist() == trainer.parts.validation.labels.tolist()
