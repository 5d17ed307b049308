"""The class of an exported network: its layers, its forward pass, how it starts and what stays frozen."""

from __future__ import annotations

from designer.network.analysis import Analysis, BlockReport
from designer.network.kernels import NAMED_KERNELS
from designer.network.pytorch_script_calls import literal
from designer.network.pytorch_script_lines import Lines
from designer.network.pytorch_script_plan import STREAM, ForwardPlan, Step
from designer.network.shapes import is_image, shape_text
from designer.network.weights import Constant, NamedKernel

_START_WITH = '''\
def start_with(weight: Tensor, kernel: tuple[tuple[float, ...], ...], channels: int) -> None:
    """Let every filter start as one 3×3 kernel, in the middle of zeros and shared out among its input channels."""
    top, left = (weight.shape[2] - 3) // 2, (weight.shape[3] - 3) // 2
    nn.init.zeros_(weight)
    with torch.no_grad():
        weight[:, :, top : top + 3, left : left + 3] = torch.tensor(kernel, dtype=torch.float32) / channels
'''
_BODY = " " * 8


def add_network(lines: Lines, title: str, plan: ForwardPlan, analysis: Analysis) -> None:
    """Add the class, and before it what its filters start as."""
    _add_kernels(lines, plan)
    lines.add(f"class {title}(nn.Module):")
    lines.add(f'    """{_in_and_out(analysis)}"""')
    lines.add("")
    _add_layers(lines, plan)
    _add_forward(lines, plan, analysis)
    if plan.softmax is not None:
        _add_probabilities(lines, plan.softmax)
    _add_frozen(lines, title, plan)
    lines.add("")
    lines.add("")


def _in_and_out(analysis: Analysis) -> str:
    pictures = analysis.reports[analysis.input_id or ""].output_shape or ()
    logits = analysis.reports[analysis.logits_id or ""].output_shape or ()
    return f"Pictures of {shape_text(pictures)} in, {logits[0]:,} logit{'s' * (logits[0] != 1)} out."


def _add_kernels(lines: Lines, plan: ForwardPlan) -> None:
    named = {weight.start.name for step in plan.steps for weight in step.weights if isinstance(weight.start, NamedKernel)}
    for name in sorted(named):
        rows = ", ".join(literal(row) for row in NAMED_KERNELS[name])
        lines.add(f"{_kernel_constant(name)} = ({rows})")
    if named:
        lines.add("")
        lines.add("")
        lines.add_text(_START_WITH)
        lines.add("")
        lines.add("")


def _add_layers(lines: Lines, plan: ForwardPlan) -> None:
    lines.add("    def __init__(self) -> None:")
    lines.add(f"{_BODY}super().__init__()")
    for step in (*plan.steps, plan.softmax) if plan.softmax else plan.steps:
        for attribute, text in step.layers:
            count = step.report.parameters if attribute == step.main else 0
            lines.add(f"{_BODY}self.{attribute} = {text}", f"{count:,} parameters" if count else "", step.report.id)
    for step in plan.steps:
        _add_start(lines, step)
    frozen = _frozen(plan)
    for step in frozen:
        lines.add(f"{_BODY}self.{step.main}.requires_grad_(False)", "frozen", step.report.id)
    if frozen:
        lines.add(f"{_BODY}self.train()")


def _add_start(lines: Lines, step: Step) -> None:
    """Add how a block's weights start where that is not torch's own random start."""
    for weight in step.weights:
        where = f"self.{step.main}.{weight.name}"
        match weight.start:
            case NamedKernel(name, divisor):
                lines.add(f"{_BODY}start_with({where}, {_kernel_constant(name)}, {divisor})", "", step.report.id)
            case Constant(value):
                lines.add(f"{_BODY}nn.init.constant_({where}, {literal(value)})", "", step.report.id)
            case _:
                pass


def _add_forward(lines: Lines, plan: ForwardPlan, analysis: Analysis) -> None:
    lines.add("")
    pictures = analysis.reports[analysis.input_id or ""]
    lines.add(f"    def forward(self, {plan.pictures}: Tensor) -> Tensor:", _shape(pictures), analysis.input_id)
    told = ", which the loss takes as they are; the softmax is left to `probabilities`" if plan.softmax else ", one for each class"
    lines.add(f'{_BODY}"""Return the logits{told}."""')
    for step in plan.steps:
        lines.add(f"{_BODY}{step.variable} = {step.value}", _shape(step.report), step.report.id)
    end = plan.steps[-1] if plan.steps else None
    end_report, result = (end.report, end.variable) if end else (pictures, plan.pictures)
    if end_report.output_shape and is_image(end_report.output_shape):
        lines.add(f"{_BODY}return torch.flatten({result}, 1)", shape_text(end_report.output_shape[:1]), end_report.id)
    else:
        lines.add(f"{_BODY}return {result}")


def _add_probabilities(lines: Lines, softmax: Step) -> None:
    lines.add("")
    lines.add(f"    def probabilities(self, {STREAM}: Tensor) -> Tensor:", "", softmax.report.id)
    lines.add(f'{_BODY}"""Return the probability of each class."""', "", softmax.report.id)
    lines.add(f"{_BODY}return {softmax.value}", "", softmax.report.id)


def _add_frozen(lines: Lines, title: str, plan: ForwardPlan) -> None:
    frozen = _frozen(plan)
    if not frozen:
        return
    lines.add("")
    lines.add(f'    def train(self, mode: bool = True) -> "{title}":')
    lines.add(f'{_BODY}"""Switch between training and evaluation; frozen layers stay in evaluation, with their statistics."""')
    lines.add(f"{_BODY}super().train(mode)")
    for step in frozen:
        lines.add(f"{_BODY}self.{step.main}.eval()", "", step.report.id)
    lines.add(f"{_BODY}return self")


def _frozen(plan: ForwardPlan) -> list[Step]:
    return [step for step in plan.steps if step.main and step.report.block.frozen]


def _shape(report: BlockReport) -> str:
    return shape_text(report.output_shape or ())


def _kernel_constant(name: str) -> str:
    return f"{name.upper().replace('-', '_')}_KERNEL"
