"""The estimate of training memory beside what torch allocates in real steps of the program's own loop.

The profiler records every allocation and release of two steps; the second has gradients and the optimiser's state from the first. What was there
before, the weights, is added. The most that is alive at once is the measured peak.
"""

from __future__ import annotations

import dataclasses

import pytest
import torch
from torch.profiler import ProfilerActivity, profile

from designer.engine.evaluation import Part
from designer.engine.results import TrainingParts
from designer.engine.store import WeightStore
from designer.engine.training import Moment, Trainer
from designer.engine.wiring import training_network
from designer.network.analysis import analyse
from designer.network.architecture import Architecture, Block, Wire
from designer.network.templates import load_template
from tests.network.networks import chain, spec

Shape = tuple[int, int, int]


def template(name: str, shape: Shape, batch: int, **settings: object) -> Architecture:
    """Return a shipped network for pictures of the given shape."""
    network = load_template(name)
    blocks = tuple(
        dataclasses.replace(block, spec=spec("input", shape=shape)) if block.spec.type_name == "input" else block for block in network.blocks
    )
    return with_settings(dataclasses.replace(network, blocks=blocks), batch_size=batch, **settings)


def with_settings(network: Architecture, **settings: object) -> Architecture:
    training = network.training
    for name, value in settings.items():
        training = training.change(name, value)
    return dataclasses.replace(network, training=training)


def pixelwise() -> Architecture:
    """Return a network of 1×1 convolutions with activations that keep their input."""
    kinds = ("silu", "gelu", "hard_swish", "leaky_relu", "relu6", "hard_sigmoid")
    layers = [
        layer
        for number, kind in enumerate(kinds)
        for layer in ((f"conv{number}", spec("conv2d", filters=24, kernel=(1, 1))), (f"act{number}", spec(kind)))
    ]
    return chain(("input", spec("input", shape=(3, 24, 24))), *layers, ("pool", spec("global_pool", mode="max")), ("dense", spec("dense")))


def every_other_block() -> Architecture:
    """Return a network of the blocks that the shipped ones lack: gates, padded copies, local norms, sums."""
    main = chain(
        ("input", spec("input", shape=(3, 33, 33))),
        ("conv1", spec("conv2d", filters=16, kernel=(4, 4), padding="same")),
        ("lrn", spec("local_response_norm")),
        ("pool1", spec("max_pool", kernel=(3, 3), stride=(2, 2), padding="same")),
        ("depth", spec("depthwise_conv2d", multiplier=2, kernel=(2, 2), padding="same")),
        ("sigmoid", spec("sigmoid")),
        ("gated", spec("multiply")),
        ("drop", spec("dropout")),
        ("pool2", spec("sum_pool")),
        ("both", spec("concat")),
        ("adapt", spec("adaptive_avg_pool", output=(3, 3))),
        ("flat", spec("flatten")),
        ("tanh", spec("tanh")),
        ("dense", spec("dense")),
        ("softmax", spec("softmax")),
    )
    gate = (Block("squeeze", spec("global_pool")), Block("excite", spec("conv2d", filters=32, kernel=(1, 1))), Block("avg", spec("avg_pool")))
    wires = [Wire(*names) for names in (("sigmoid", "squeeze"), ("squeeze", "excite"), ("excite", "gated"), ("sigmoid", "avg"), ("avg", "both"))]
    return dataclasses.replace(main, blocks=(*main.blocks, *gate), wires=(*main.wires, *wires))


def frozen(network: Architecture, *ids: str) -> Architecture:
    return dataclasses.replace(network, blocks=tuple(dataclasses.replace(block, frozen=block.id in ids) for block in network.blocks))


NETWORKS = {
    "lenet5": template("lenet5", (1, 28, 28), 32),
    "lenet5-32, sgd with momentum": template("lenet5-32", (1, 32, 32), 64, optimizer="sgd"),
    "tinyvgg": template("tinyvgg", (3, 64, 64), 8),
    "lenet5, rmsprop": template("lenet5", (1, 28, 28), 32, optimizer="rmsprop"),
    "mlp, plain sgd": template("mlp", (1, 28, 28), 32, optimizer="sgd", momentum=0.0),
    "resnet20, full of batch norms": template("resnet20-cifar", (3, 32, 32), 4),
    "vgg11 on 32×32": template("vgg11", (3, 32, 32), 4, optimizer="sgd", momentum=0.0),
    "nin": template("nin", (3, 32, 32), 8),
    "squeezenet": template("squeezenet1_1", (3, 96, 96), 4),
    "mobilenet_v2": template("mobilenet_v2", (3, 64, 64), 4),
    "alexnet": template("alexnet", (3, 224, 224), 2, optimizer="sgd"),
    "resnet18 on 64×64": template("resnet18", (3, 64, 64), 4),
    "1×1 convolutions": with_settings(pixelwise(), batch_size=16),
    "every other block": with_settings(every_other_block(), batch_size=16),
    "lenet5, half of it frozen": frozen(template("lenet5", (1, 28, 28), 128), "conv1", "conv2", "dense1"),
}


def measured_peak(network: Architecture) -> int:
    """Return the most bytes alive at once over two training steps."""
    analysis = analyse(network)
    assert analysis.input_id and analysis.logits_id and not analysis.errors
    shape, scores = analysis.reports[analysis.input_id].output_shape, analysis.reports[analysis.logits_id].output_shape
    assert shape and scores
    batch = network.training.batch_size
    layers = training_network(network, analysis, WeightStore(), torch.device("cpu"), fresh=True)
    part = Part(torch.rand(2 * batch, *shape), torch.randint(scores[0], (2 * batch,)))
    moments = Trainer(layers, TrainingParts(part, part, part), network.training).moments()
    live = sum(tensor.numel() * tensor.element_size() for tensor in layers.state().values())
    with profile(activities=[ProfilerActivity.CPU], profile_memory=True, acc_events=False) as profiler:
        assert [next(moments) for _ in range(2)] == [Moment.STEP, Moment.STEP]
    results = profiler.profiler.kineto_results
    peak = live
    for _, size in sorted((event.start_ns(), event.nbytes()) for event in results.events() if event.name() == "[memory]"):
        live += size
        peak = max(peak, live)
    return peak


@pytest.mark.parametrize("name", NETWORKS)
def test_the_estimate_is_near_what_torch_takes(name: str) -> None:
    estimate, peak = analyse(NETWORKS[name]).training_memory_bytes, measured_peak(NETWORKS[name])
    print(f"{name}: estimated {estimate / 1e6:,.2f} MB, measured {peak / 1e6:,.2f} MB, ratio {estimate / peak:.2f}")
    assert 0.6 <= estimate / peak <= 1.6


def test_the_estimate_follows_batch_size_optimiser_and_freezing() -> None:
    network = NETWORKS["lenet5"]
    usual = analyse(network).training_memory_bytes
    assert analyse(with_settings(network, batch_size=64)).training_memory_bytes > 1.5 * usual
    assert analyse(with_settings(network, optimizer="sgd")).training_memory_bytes == usual - 61_706 * 4
    assert analyse(with_settings(network, optimizer="adamw")).training_memory_bytes == usual
    assert analyse(with_settings(network, optimizer="rmsprop", momentum=0.0)).training_memory_bytes == usual - 61_706 * 4
    assert analyse(with_settings(network, optimizer="sgd", momentum=0.0)).training_memory_bytes == usual - 2 * 61_706 * 4
    assert analyse(frozen(network, "dense1")).training_memory_bytes < usual - 2 * 48_120 * 4
