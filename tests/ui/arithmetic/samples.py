"""Explanations as the worker sends them, computed here with numpy."""

from __future__ import annotations

from typing import Any

import numpy as np

from designer.network.analysis import analyse
from designer.network.file_format import load_file
from designer.protocol.events import ArithmeticStage, Operand, PixelExplained
from designer.resources import templates
from designer.ui.arithmetic.explanation import Explanation
from designer.ui.arithmetic.stages import ExplainedStage, decode_stage

LENET = analyse(load_file(templates()["lenet5"]))


def convolution(count: int = 6, kernel: int = 5, seed: int = 0, row: int = 4, column: int = 6, **changes: Any) -> ArithmeticStage:
    """Return a window of conv2 in LeNet-5 with random numbers."""
    chance = np.random.default_rng(seed)
    values, weights = (chance.normal(size=(count, kernel, kernel)).astype("<f4") for _ in range(2))
    products = values.astype(float) * weights.astype(float)
    fields = {
        "call": "Conv2d", "result": float(products.sum()) + 0.25, "magnitude": float(np.abs(products).sum()) + 0.25, "block": "pool1",
        "shape": (count, 14, 14), "channels": np.arange(count, dtype="<i4").tobytes(), "rows": tuple(range(row, row + kernel)),
        "columns": tuple(range(column, column + kernel)), "values": values.tobytes(), "weights": weights.tobytes(),
        "sums": products.sum(axis=(1, 2)).astype("<f8").tobytes(), "bias": 0.25,
    }  # fmt: skip
    return ArithmeticStage(**{**fields, **changes})


def dense(inputs: int = 30, seed: int = 1, **changes: Any) -> ArithmeticStage:
    chance = np.random.default_rng(seed)
    values, weights = (chance.normal(size=inputs).astype("<f4") for _ in range(2))
    products = values.astype(float) * weights.astype(float)
    fields = {
        "call": "Linear", "result": float(products.sum()) - 0.5, "magnitude": 9, "block": "relu3", "shape": (inputs,), "rows": (0,), "columns": (0,),
        "bias": -0.5, "channels": np.arange(inputs, dtype="<i4").tobytes(), "values": values.tobytes(), "weights": weights.tobytes(),
        "sums": products.astype("<f8").tobytes(),
    }  # fmt: skip
    return ArithmeticStage(**{**fields, **changes})


def maximum() -> ArithmeticStage:
    return ArithmeticStage(
        call="MaxPool2d", result=4, magnitude=4, block="relu1", shape=(6, 28, 28), rows=(8, 9), columns=(12, 13), winner=2,
        channels=np.array([3], "<i4").tobytes(), values=np.array([1, 2, 4, 3], "<f4").tobytes(), sums=np.array([10], "<f8").tobytes(),
    )  # fmt: skip


def softmax() -> ArithmeticStage:
    values = np.arange(10, dtype="<f4")
    powers = np.exp(values.astype(float) - 9)
    operands = {"x": 7.0, "highest": 9.0, "power": float(powers[7]), "sum": float(powers.sum())}
    return ArithmeticStage(
        call="Softmax", result=float(powers[7] / powers.sum()), magnitude=1, block="dense3", shape=(10,), rows=(0,), columns=(0,),
        operands=tuple(Operand(name=name, value=value) for name, value in operands.items()), channels=np.arange(10, dtype="<i4").tobytes(),
        values=values.tobytes(), sums=powers.astype("<f8").tobytes(),
    )  # fmt: skip


def formula(call: str, result: float, block: str = "conv1", **operands: float) -> ArithmeticStage:
    """Return a stage without a window; ``x…`` are values of a block."""
    told = tuple(
        Operand(name=name, value=value, block=block if name[0] == "x" else "", place=(1, 2, 3) if name[0] == "x" else ())
        for name, value in operands.items()
    )  # fmt: skip
    return ArithmeticStage(call=call, result=result, magnitude=abs(result), operands=told)


def stage(told: ArithmeticStage) -> ExplainedStage:
    return decode_stage(told)


def explained(told: ArithmeticStage, block: str = "conv2", number: int = 1, **fields: Any) -> PixelExplained:
    place = {"channel": 5, "row": 4, "column": 6, "frame": 1, "run": 0, "step": 0, "value": told.result, **fields}
    return PixelExplained(number=number, block=block, stages=(told,), **place)


def explanation(told: ArithmeticStage, block: str = "conv2", classes: tuple[str, ...] = (), **fields: Any) -> Explanation:
    found = Explanation.of(explained(told, block, **fields), LENET, classes)
    assert found is not None
    return found
