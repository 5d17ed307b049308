"""What the methods mean, on networks whose answer is known, and that they leave a network in training alone."""

from __future__ import annotations

import pytest
import torch
from torch import Tensor

from designer.engine.errors import EngineError
from designer.engine.looking import Subject
from designer.engine.network import Network
from designer.engine.why.gradients import Attribution, grad_cam, integrated_gradients, saliency
from designer.engine.why.occlusion import corners, occlusion_map, positions
from designer.engine.why.seen import steady_network
from designer.network.architecture import Architecture
from designer.network.blocks.batch_norm import BatchNorm
from designer.network.blocks.conv2d import Conv2d
from designer.network.blocks.dense import Dense
from designer.network.blocks.dropout import Dropout
from designer.network.blocks.input import Input
from designer.network.blocks.relu import Relu
from designer.network.blocks.softmax import Softmax
from tests.engine.networks import CPU, chain, network_of, small, trainer_of


def with_modes() -> Architecture:
    """Return a network whose layers compute otherwise in training: norm and dropout."""
    specs = (Input((1, 8, 8)), Conv2d(3, (3, 3)), BatchNorm(), Relu(), Dropout(), Dense(4), Softmax())
    return chain(*specs, names=("input", "conv1", "norm1", "relu1", "drop1", "dense1", "softmax"))


def everything(network: Network, picture: Tensor) -> None:
    """Use every method once."""
    saliency(network, picture, 1)
    grad_cam(network, picture, 1, "conv1")
    list(integrated_gradients(network, picture, torch.zeros_like(picture), 1, 8, 3))
    list(occlusion_map(network, picture, torch.zeros_like(picture), 1, 4, 4, 2))


def picture_of(seed: int = 1) -> Tensor:
    return torch.rand(1, 1, 8, 8, generator=torch.Generator().manual_seed(seed))


def test_a_network_in_training_stays_as_it_is() -> None:
    trainer = trainer_of(with_modes())
    moments = trainer.moments()
    for _ in range(3):
        next(moments)
    network = trainer.network
    grads = [parameter.grad for parameter in network.parameters()]
    assert all(gradient is not None and gradient.any() for gradient in grads)
    kept = [gradient.clone() for gradient in grads if gradient is not None]
    state, random_state, modes = network.copy_state(), torch.get_rng_state(), [layer.training for layer in network.modules()]
    everything(network, picture_of())
    assert all(now is before for now, before in zip([parameter.grad for parameter in network.parameters()], grads, strict=True))
    assert all(torch.equal(now, before) for now, before in zip(grads, kept, strict=True) if now is not None)
    assert torch.equal(torch.get_rng_state(), random_state)
    assert [layer.training for layer in network.modules()] == modes and any(modes)
    assert all(torch.equal(tensor, state[name]) for name, tensor in network.state().items())
    assert all(parameter.requires_grad for parameter in network.parameters())


def test_saliency_of_a_dense_layer_is_its_weights() -> None:
    network = network_of(chain(Input((2, 5, 5)), Dense(3))).eval()
    weight = next(owned.tensor for owned in network.owned if owned.weight.name == "weight").detach()
    picture = torch.rand(1, 2, 5, 5)
    expected = weight[2].view(2, 5, 5).abs().amax(0)
    assert torch.equal(saliency(network, picture, 2), expected)


def test_integrated_gradients_add_up_to_the_difference_of_the_logits() -> None:
    gaps = []
    for seed in range(8):
        network, picture, base = network_of(small(seed=seed)).eval(), picture_of(seed), torch.full((1, 1, 8, 8), -0.4)
        for steps in (8, 256):
            *counted, found = integrated_gradients(network, picture, base, 3, steps, 5)
            assert isinstance(found, Attribution) and counted[-1] == steps
            assert found.score == pytest.approx(float(network(picture).detach()[0, 3]), abs=1e-5)
            assert found.base_score == pytest.approx(float(network(base).detach()[0, 3]), abs=1e-5)
            gaps.append(abs(float(found.contributions.sum()) - (found.score - found.base_score)))
    assert max(gaps[1::2]) < 2e-3 and sum(gaps[1::2]) < sum(gaps[::2]), "more steps come closer"


def test_grad_cam_weighs_maps_by_the_mean_of_their_gradient() -> None:
    network, picture = network_of(small()).eval(), picture_of()
    maps = network.record(picture, {"conv1"})["conv1"].clone().requires_grad_(True)
    later = {name: value for name, value in network.walk(picture)}
    assert later["conv1"].shape == maps.shape
    pooled = torch.nn.functional.max_pool2d(torch.relu(maps), 2)
    dense = next(owned.tensor for owned in network.owned if owned.name == "dense1.weight")
    (gradient,) = torch.autograd.grad((pooled.flatten(1) @ dense[2]).sum(), [maps])
    expected = (gradient.mean((2, 3), keepdim=True) * maps).sum(1)[0].clamp_min(0).detach()
    found = grad_cam(network, picture, 2, "conv1")
    assert found.shape == (8, 8) and torch.allclose(found, expected, atol=1e-6) and found.min() >= 0


@pytest.mark.parametrize(("block", "said"), [("dense1", "has no maps but 4 values"), ("softmax", "do not depend on softmax"), ("x", "do not depend")])
def test_grad_cam_needs_maps_on_the_way(block: str, said: str) -> None:
    with pytest.raises(EngineError, match=said):
        grad_cam(network_of(small()).eval(), picture_of(), 0, block)


def test_gradients_of_a_frozen_network() -> None:
    architecture = chain(Input((1, 8, 8)), Conv2d(2, (3, 3)), Relu(), Dense(3), frozen=("b1", "b3"))
    network = network_of(architecture).eval()
    assert not any(parameter.requires_grad for parameter in network.parameters())
    assert saliency(network, picture_of(), 1).any()
    assert grad_cam(network, picture_of(), 1, "b1").shape == (6, 6)


def test_squares_reach_the_last_pixel() -> None:
    for size in range(1, 30):
        for patch in range(1, 12):
            for stride in range(1, patch + 1):
                hidden = {pixel for first in corners(size, patch, stride) for pixel in range(first, first + patch)}
                assert hidden.issuperset(range(size))
                assert max(hidden) < max(size, patch)
    assert positions(4, 6, 4, 4) == [(0, 0), (0, 2)]


def test_occlusion_tells_how_much_the_probability_falls() -> None:
    network, picture, black = network_of(small()).eval(), picture_of(), torch.full((1, 1, 8, 8), -1.0)
    *_, found = occlusion_map(network, picture, black, 1, 4, 4, 3)
    assert isinstance(found, Tensor)
    before = torch.softmax(network(picture), 1)[0, 1]
    for row in (0, 4):
        for column in (0, 4):
            hidden = picture.clone()
            hidden[..., row : row + 4, column : column + 4] = -1
            fall = before - torch.softmax(network(hidden), 1)[0, 1]
            assert torch.allclose(found[row : row + 4, column : column + 4], fall, atol=1e-7)


def test_a_run_is_asked_by_a_copy() -> None:
    network = network_of(with_modes())
    steady = steady_network(Subject(network, CPU, 1, run=4))
    assert steady is not network and not any(layer.training for layer in steady.modules())
    pictures = torch.rand(3, 1, 8, 8)
    network.eval()
    expected = network(pictures)
    assert torch.equal(steady(pictures), expected)
    with torch.no_grad():
        for parameter in network.parameters():
            parameter.add_(1)
    assert torch.equal(steady(pictures), expected) and not torch.equal(network(pictures), expected)
    assert steady_network(Subject(network, CPU, 1)) is network
