"""Small random networks with random settings that train on the digits in a fraction of a second."""

import random

from designer.network.architecture import Architecture, Block, Wire
from designer.network.blocks.add import Add
from designer.network.blocks.batch_norm import BatchNorm
from designer.network.blocks.conv2d import Conv2d
from designer.network.blocks.dense import Dense
from designer.network.blocks.dropout import Dropout
from designer.network.blocks.input import Input
from designer.network.blocks.max_pool import MaxPool
from designer.network.blocks.relu import Relu
from designer.network.training import Training
from tests.engine.networks import with_settings


def random_network(choose: random.Random) -> Architecture:
    """Return a network of 8×8 pictures and ten classes, in half of the cases with a branch."""
    specs: list[tuple[str, object]] = [("input", Input((1, 8, 8)))]
    wires: list[tuple[str, str]] = []

    def add(name: str, spec: object, *sources: str) -> str:
        wires.extend((source, name) for source in sources or (specs[-1][0],))
        specs.append((name, spec))
        return name

    filters = choose.randint(2, 6)
    add("conv1", Conv2d(filters, (3, 3), padding="same"))
    if choose.random() < 0.7:
        add("norm1", BatchNorm())
    first = add("relu1", Relu())
    if choose.random() < 0.5:
        add("conv2", Conv2d(filters, (3, 3), padding="same"))
        add("add1", Add(), first, "conv2")
    if choose.random() < 0.7:
        add("pool1", MaxPool())
    if choose.random() < 0.8:
        add("drop1", Dropout(choose.choice((0.1, 0.3, 0.5))))
    if choose.random() < 0.5:
        add("dense1", Dense(choose.randint(8, 24)))
        add("relu2", Relu())
    add("dense2", Dense(10))
    frozen = "conv1" if choose.random() < 0.15 else ""
    blocks = tuple(Block(name, spec, frozen=name == frozen) for name, spec in specs)  # type: ignore[arg-type]  # each is a block's spec
    return Architecture("Random", "", blocks, tuple(Wire(*wire) for wire in wires), Training())


def random_run(seed: int) -> Architecture:
    """Return a random network with random settings: every optimiser, schedule and kind of augmentation comes up."""
    choose = random.Random(seed)
    settings: dict[str, object] = {
        "optimizer": choose.choice(("sgd", "adam", "adamw", "rmsprop")), "learning_rate": choose.choice((0.003, 0.01)),
        "momentum": choose.choice((0.0, 0.9)), "weight_decay": choose.choice((0.0, 0.001)), "batch_size": choose.choice((64, 100, 150)),
        "epochs": choose.randint(2, 3), "seed": choose.randint(0, 9999), "schedule": choose.choice(("constant", "step", "cosine", "one-cycle")),
        "warm_up": choose.choice((0.0, 0.5)), "drop_every": 1, "drop_to": 0.5, "label_smoothing": choose.choice((0.0, 0.1)),
        "clip_norm": choose.choice((0.0, 1.0)), "patience": choose.choice((0, 0, 1)), "class_weights": choose.choice(("none", "balanced")),
        "precision": choose.choice(("float32", "float32", "bfloat16")), "deterministic": choose.random() < 0.3,
        "normalize": choose.choice(("none", "standard")), "shift": choose.choice((0.0, 0.1)), "rotation": choose.choice((0.0, 15.0)),
        "flip": choose.choice(("none", "horizontal", "both")), "crop": choose.choice((0, 1)), "brightness": choose.choice((0.0, 0.2)),
        "contrast": choose.choice((0.0, 0.2)), "erase": choose.choice((0.0, 0.3)),
    }  # fmt: skip
    if settings["optimizer"] == "sgd" and settings["momentum"]:
        settings["nesterov"] = choose.random() < 0.5
    return with_settings(random_network(choose), **settings)
