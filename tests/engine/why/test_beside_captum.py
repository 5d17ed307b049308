"""Saliency, integrated gradients, Grad-CAM and occlusion beside captum, on shipped and on random networks."""

from __future__ import annotations

import random
import warnings
from collections.abc import Iterator

import pytest
import torch
from torch import Tensor, nn

from designer.engine.network import Network
from designer.engine.why.gradients import Attribution, grad_cam, integrated_gradients, saliency
from designer.engine.why.occlusion import occlusion_map
from designer.network.analysis import analyse
from designer.network.architecture import Architecture
from designer.network.templates import load_template
from tests.contract.random_networks import random_network
from tests.engine.networks import network_of

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # captum's own
    captum = pytest.importorskip("captum.attr")

TEMPLATES = ("lenet5", "lenet5-32", "tinyvgg", "nin", "resnet8-cifar", "squeezenet1_1", "mobilenet_v2")
RANDOM = 20
STEPS = 8
NEAR = 1e-5
"""Of the largest value: float32 added up in another order."""


def random_classifiers(count: int) -> Iterator[tuple[str, Architecture]]:
    """Return random networks that are whole, branched or not, with a convolution whose maps the classes depend on."""
    salt = 0
    while count:
        salt += 1
        chance = random.Random(salt)
        architecture = random_network(salt, [chance.randrange(1 << 30) for _ in range(chance.randint(2, 8))], side=24)
        analysis = analyse(architecture)
        if not analysis.errors and analysis.parameters < 300_000 and analysis.macs < 20_000_000 and convolutions(network_of(architecture).eval()):
            count -= 1
            yield f"random {salt}", architecture


def networks() -> Iterator[tuple[str, Network, Tensor]]:
    for name, architecture in (*((name, load_template(name)) for name in TEMPLATES), *random_classifiers(RANDOM)):
        network = network_of(architecture).eval()
        shape = network.analysis.reports[network.input_id].output_shape
        assert shape is not None
        yield name, network, torch.rand(1, *shape, generator=torch.Generator().manual_seed(5))


def convolutions(network: Network) -> list[str]:
    """Return the ids of the convolutions that the logits depend on, in order."""
    shape = network.analysis.reports[network.input_id].output_shape
    assert shape is not None
    with torch.no_grad():
        names = [name for name, _ in network.walk(torch.rand(1, *shape))]
    return [name for name in names if network.analysis.reports[name].block.spec.type_name in ("conv2d", "depthwise_conv2d")]


def layer_of(network: Network, block: str) -> nn.Module:
    return next(owned.holder for owned in network.owned if owned.block.id == block)


def last(pieces: Iterator[int | Attribution]) -> Attribution:
    found = list(pieces)[-1]
    assert isinstance(found, Attribution)
    return found


def difference(ours: Tensor, theirs: Tensor) -> float:
    """Return the greatest difference, as a share of the largest value."""
    assert ours.shape == theirs.shape
    largest = float(theirs.abs().max())
    return float((ours - theirs).abs().max()) / largest if largest else float(ours.abs().max())


def of_captum(method: str, network: Network, picture: Tensor, target: int, block: str) -> Tensor:
    asked = picture.clone().requires_grad_(True)
    found: Tensor
    match method:
        case "saliency":
            found = captum.Saliency(network).attribute(asked, target=target, abs=True)[0].amax(0)
        case "integrated gradients":
            base, way = torch.zeros_like(picture), "riemann_middle"
            found = captum.IntegratedGradients(network).attribute(asked, base, target, n_steps=STEPS, method=way, internal_batch_size=STEPS)[0]
        case _:
            found = captum.LayerGradCam(network, layer_of(network, block)).attribute(asked, target=target, relu_attributions=True)[0, 0]
    return found.detach()


@pytest.mark.timeout(300)
def test_saliency_integrated_gradients_and_grad_cam_are_captums() -> None:
    worst: dict[str, float] = {}
    tried, alive = 0, dict.fromkeys(("saliency", "integrated gradients", "Grad-CAM"), 0)
    for name, network, picture in networks():
        target = random.Random(name).randrange(network(picture).shape[1])
        block = random.Random(name).choice(convolutions(network))
        ours = {
            "saliency": saliency(network, picture, target),
            "integrated gradients": last(integrated_gradients(network, picture, torch.zeros_like(picture), target, STEPS, 3)).contributions,
            "Grad-CAM": grad_cam(network, picture, target, block),
        }
        tried += 1
        for method, value in ours.items():
            found = difference(value, of_captum(method, network, picture, target, block))
            alive[method] += bool(value.any())
            worst[method] = max(worst.get(method, 0.0), found)
            assert found < NEAR, f"{method} of {name}, class {target}, {block}: differs by {found:.1e} of the largest value"
    told = ", ".join(f"{method} {value:.1e}" for method, value in worst.items())
    print(f"{tried} networks beside captum; greatest difference of the largest value: {told}")
    assert tried >= 10 and min(alive.values()) >= 10, f"maps that are not 0 everywhere: {alive}"


def test_occlusion_is_captums_where_the_squares_fill_the_picture() -> None:
    tried, worst = 0, 0.0
    for name in ("lenet5", "lenet5-32", "resnet8-cifar"):
        network = network_of(load_template(name)).eval()
        shape = network.analysis.reports[network.input_id].output_shape
        assert shape is not None
        picture = torch.rand(1, *shape, generator=torch.Generator().manual_seed(2))
        black = torch.full_like(picture, -0.5)
        for patch, stride in ((4, 4), (8, 4)):
            *_, ours = occlusion_map(network, picture, black, 3, patch, stride, 7)
            window, step = (shape[0], patch, patch), (shape[0], stride, stride)
            theirs = captum.Occlusion(nn.Sequential(network, nn.Softmax(1))).attribute(picture, window, step, black, 3)
            assert isinstance(ours, Tensor)
            worst, tried = max(worst, float((ours - theirs[0, 0]).abs().max())), tried + 1
    print(f"{tried} occlusion maps beside captum; greatest difference of a probability {worst:.1e}")
    assert worst < 1e-6, "probabilities in float32, subtracted from each other"
