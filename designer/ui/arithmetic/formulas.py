"""Formulas with the values put in: what stands between the inputs of a block and one value of its output."""

from __future__ import annotations

import re
from collections.abc import Mapping

from PySide6.QtCore import QCoreApplication

from designer.ui.arithmetic.stages import POOLS, WEIGHED, ExplainedStage
from designer.ui.maps.numbers import value_text

_TEMPLATES: Mapping[str, str] = {
    "ReLU": "max(0, {x})",
    "ReLU6": "min(max(0, {x}), 6)",
    "Tanh": "tanh({x})",
    "Sigmoid": "1 / (1 + exp({minus x}))",
    "SiLU": "{x} / (1 + exp({minus x}))",
    "Hardsigmoid": "min(max(0, {x} + 3), 6) / 6",
    "Hardswish": "{x} · min(max(0, {x} + 3), 6) / 6",
    "GELU": "{x} · {share}",
    "ELU": "{alpha} · (exp({x}) − 1)",
    "LeakyReLU": "{slope} · {x}",
    "PReLU": "{slope} · {x}",
    "LocalResponseNorm": "{x} / ({k} + {alpha} / {size} · {sum})^{beta}",
    "Softmax": "exp({x} − {highest}) / {sum}",
    "RMSNorm": "{x} / {root} · {scale}",
    **dict.fromkeys(("BatchNorm1d", "BatchNorm2d", "GroupNorm", "InstanceNorm2d", "LayerNorm"), "({x} − {mean}) / {deviation} · {scale} + {shift}"),
}
_NAMES = {"minus x": "−x", "share": "Φ(x)", "sum": "Σ", "highest": "max"}
_BARE_AFTER = ("", "(", ",")
_TOKEN = re.compile(r"\{([a-z ]+)\}")


def formula_lines(stage: ExplainedStage, fallback: str = "") -> tuple[str, ...]:
    """Return a stage as lines: the formula, the formula with the values put in, the result.

    Args:
        fallback: The formula that the block's own file gives, for a call that is not known here.
    """
    result = f"= {value_text(stage.result)}"
    if stage.call in WEIGHED or stage.call in POOLS:
        lines = _weighed(stage) if stage.call in WEIGHED else _pooled(stage)
        return (*lines[:-1], f"{lines[-1]} {result}")
    if stage.call in ("add", "mul", "multiply"):
        sign = " + " if stage.call == "add" else " · "
        values = [value_text(operand.value) if not index else _in_brackets(operand.value) for index, operand in enumerate(stage.operands.values())]
        sources = [f"{operand.name} = {place_text(operand.block, operand.place)}" for operand in stage.operands.values() if operand.block]
        return (*sources, sign.join(stage.operands), f"= {sign.join(values)} {result}")
    template = _template(stage)
    if template:
        return (*_further(stage), filled(template, {}), f"= {filled(template, _values(stage))} {result}")
    return (*_passed_on(stage, fallback), result)


def filled(template: str, values: Mapping[str, float]) -> str:
    """Return a template with values put in, negative ones in brackets where a sign stands before them; with names where there is no value.

    >>> filled("{x} − {mean}", {"x": -1.0, "mean": -0.5})
    '−1 − (−0.5)'
    >>> filled("{x} − {mean}", {})
    'x − mean'
    """

    def put(match: re.Match[str]) -> str:
        name = match.group(1)
        if name not in values:
            return _NAMES.get(name, name)
        bare = template[: match.start()].rstrip()[-1:] in _BARE_AFTER
        return value_text(values[name]) if bare else _in_brackets(values[name])

    return _TOKEN.sub(put, template)


def _template(stage: ExplainedStage) -> str:
    x = stage.operands["x"].value if "x" in stage.operands else 0.0
    if stage.call in ("LeakyReLU", "PReLU", "ELU") and x > 0:
        return "{x}"
    return _TEMPLATES.get(stage.call, "")


def _values(stage: ExplainedStage) -> Mapping[str, float]:
    values = {name: operand.value for name, operand in stage.operands.items()}
    return values | {"minus x": -values["x"]} if "x" in values else values


def _further(stage: ExplainedStage) -> tuple[str, ...]:
    """Return the lines that say where a number of the formula comes from."""
    values = _values(stage)
    if "deviation" in values:
        root = filled("√({variance} + {epsilon})", values)
        over = (_tr("mean and variance over {0} values of this picture").format(f"{values['count']:,.0f}"),) if "count" in values else ()
        return (*over, f"deviation = √(variance + ε) = {root} = {value_text(values['deviation'])}")
    if "root" in values:
        root = filled("√({mean square} + {epsilon})", values)
        over = (_tr("mean square over {0} values of this picture").format(f"{values['count']:,.0f}"),)
        return (*over, f"root = √(mean square + ε) = {root} = {value_text(values['root'])}")
    if stage.call == "LocalResponseNorm":
        return (_tr("Σ of the squares of {0} channels = {1}").format(len(stage.channels), value_text(values["sum"])),)
    if stage.call == "Softmax":
        return (_tr("Σ exp(x − max) over {0} = {1}").format(len(stage.channels) + stage.left_out, value_text(values["sum"])),)
    if stage.call == "GELU":
        return (_tr("Φ(x), the share of a normal distribution below x = {0}").format(value_text(values["share"])),)
    return ()


def _weighed(stage: ExplainedStage) -> tuple[str, ...]:
    total = value_text(float(stage.sums.sum()) + stage.left_out_sum)
    reached = _painters(stage) if stage.call == "ConvTranspose2d" else ()
    if stage.bias is None:
        return (*reached, _tr("Σ products"))
    return (*reached, _tr("Σ products {0} + bias {1}").format(total, _in_brackets(stage.bias)))


def _painters(stage: ExplainedStage) -> tuple[str, ...]:
    """Return what is added up by a transposed convolution."""
    if not stage.cells or not stage.has_window:
        return (_tr("no input value's kernel reaches this pixel"),)
    return (_tr("Σ of the {0} input values of each map whose kernels reach this pixel").format(stage.cells),)


def is_known(call: str) -> bool:
    """Tell whether a call has a formula of its own here."""
    passed_on = call.startswith("Dropout") or call in ("cat", "Flatten", "Identity", "pad", "")
    return call in WEIGHED or call in POOLS or call in _TEMPLATES or call in ("add", "mul", "multiply") or passed_on


def _pooled(stage: ExplainedStage) -> tuple[str, ...]:
    number = stage.cells
    if stage.winner >= 0:
        row, column = divmod(stage.winner, len(stage.columns))
        place = _tr("row {0}, column {1}").format(stage.rows[row], stage.columns[column])
        return (_tr("the largest of {0} values, at {1}").format(f"{number:,}", place),)
    total, divisor = stage.operands["sum"].value, stage.operands["divisor"].value
    if divisor == 1:
        return (_tr("Σ of {0} values").format(f"{number:,}"),)
    return (_tr("Σ of {0} values / {1}").format(f"{number:,}", f"{divisor:,.0f}"), f"= {value_text(total)} / {divisor:.0f}")


def _passed_on(stage: ExplainedStage, fallback: str) -> tuple[str, ...]:
    x = stage.operands.get("x")
    if x is None:
        return (fallback or stage.call,)
    source = place_text(x.block, x.place) if x.block else "x"
    if stage.call.startswith("Dropout"):
        return (_tr("unchanged: dropout acts only while training"), source)
    if stage.call in ("cat", "Flatten", "Identity", "pad"):
        return (_tr("unchanged, from {0}").format(source),)
    if not stage.call:
        return (_tr("a pixel of the picture, as the network gets it"),)
    return (fallback or f"{stage.call}(x)", f"x = {value_text(x.value)}")


def place_text(block: str, place: tuple[int, ...], short: bool = False) -> str:
    """Return where a value is from: "pool1 map 2, row 4, column 6", or, short, "pool1 map 2 (4, 6)"."""
    if len(place) == 3 and short:
        return _tr("{0} map {1} ({2}, {3})").format(block, *place)
    if len(place) == 3:
        return _tr("{0} map {1}, row {2}, column {3}").format(block, *place)
    return _tr("{0} unit {1}").format(block, *place) if place else block


def _in_brackets(value: float) -> str:
    text = value_text(value)
    return f"({text})" if text.startswith("−") else text


def _tr(text: str) -> str:
    return QCoreApplication.translate("ArithmeticPanel", text)
