"""The dense twin is a network that torch trains."""

import torch

from designer.network.analysis import analyse
from designer.network.dense_twin import dense_twin
from tests.engine.networks import lenet5, network_of


def test_the_twin_of_lenet5_has_the_parameters_it_says_and_learns_from_a_step() -> None:
    twin = dense_twin(lenet5())
    network = network_of(twin)
    parameters = list(network.parameters())
    assert sum(parameter.numel() for parameter in parameters) == analyse(twin).parameters == 1_453_094
    generator = torch.Generator().manual_seed(0)
    images, labels = torch.rand((8, 1, 28, 28), generator=generator), torch.arange(8)
    optimizer = torch.optim.SGD(parameters, lr=0.1)
    losses = []
    for _ in range(3):
        loss = torch.nn.functional.cross_entropy(network(images), labels)
        optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]  # torch leaves it untyped
        optimizer.step()
        losses.append(loss.item())
    assert losses[-1] < losses[0]
