"""The training of an exported script: its settings as constants, and a loop that has only what the document's settings ask for."""

from __future__ import annotations

from string import Template

from designer.network.pytorch_script_augmentation import augmentation
from designer.network.pytorch_script_calls import literal
from designer.network.schedule import ONE_CYCLE_RISES
from designer.network.training import Training

_SETTINGS = Template("""\
LEARNING_RATE = $learning_rate
${momentum}BATCH_SIZE = $batch_size$batch_comment
EPOCHS = $epochs
SEED = $seed
BRIGHTEST = 255  # the value of a white pixel; it is 16 in the data set "digits"
""")

_TRAIN = Template('''\
def train(network: nn.Module, pictures: Tensor, labels: Tensor, epochs: int = EPOCHS) -> None:
    """Train on pictures as `prepare` takes them; the labels are the numbers of their classes, from 0."""
    optimizer = torch.optim.$optimizer
${before}    network.train()
    for epoch in range(1, epochs + 1):
        loss_sum, right = 0.0, 0
$batches
$step            loss_sum += loss.item() * len(batch)
            right += (logits.argmax(1) == labels[batch]).sum().item()
        print(f"epoch {epoch}: loss {loss_sum / len(pictures):.4f}, {right / len(pictures):.1%} right")
''')

_BATCHES = """\
        for batch in torch.randperm(len(pictures)).split(BATCH_SIZE):"""

_JOINED_BATCHES = """\
        batches = list(torch.randperm(len(pictures)).split(BATCH_SIZE))
        if len(batches) > 1 and len(batches[-1]) == 1:  # batch norm cannot learn from a single picture
            batches[-2:] = [torch.cat(batches[-2:])]
        for batch in batches:"""

_STATISTICS = '''\
def statistics(pictures: Tensor) -> tuple[Tensor, Tensor]:
    """Return mean and deviation of each channel of the training pictures; other pictures need the same ones later."""
    prepared = torch.cat([prepare(part) for part in pictures.split(1024)])
    deviation = prepared.std((0, 2, 3), correction=0, keepdim=True)
    return prepared.mean((0, 2, 3), keepdim=True), torch.where(deviation < 1e-6, 1.0, deviation)
'''

_BALANCED = '''\
def balanced_weights(labels: Tensor, classes: int) -> Tensor:
    """Return a weight for each class, so that rare ones add as much to the loss as frequent ones."""
    counts = labels.bincount(minlength=classes)
    return torch.where(counts > 0, len(labels) / ((counts > 0).sum() * counts.clamp(min=1)), 1.0)
'''

_RATE = Template('''\
def learning_rate(step: int, steps_per_epoch: int, epochs: int) -> float:
    """Return the learning rate of a step: $said."""
    $steps
$warm_up    $result
''')


def settings(training: Training, needs_two: bool, trains: bool) -> str:
    """Return the settings as constants.

    Args:
        needs_two: A batch of one picture cannot be trained.
        trains: There is something to train.
    """
    if not trains:
        return f"SEED = {training.seed}\nBRIGHTEST = 255  # the value of a white pixel\n"
    raised = needs_two and training.batch_size == 1
    return _SETTINGS.substitute(
        learning_rate=literal(training.learning_rate), epochs=training.epochs, seed=training.seed,
        momentum=f"MOMENTUM = {literal(training.momentum)}\n" if training.optimizer == "sgd" else "",
        batch_size=2 if raised else training.batch_size, batch_comment="  # not 1: batch norm cannot learn from a single picture" if raised else "",
    )  # fmt: skip


def training_loop(training: Training, needs_two: bool, classes: int) -> str:
    """Return the training loop with the functions that it calls.

    Early stopping is left out: it needs validation pictures, and a script has none.

    Args:
        classes: Number of them.
    """
    loop = _TRAIN.substitute(
        optimizer=_optimizer(training), before=_before(training, classes), batches=_JOINED_BATCHES if needs_two else _BATCHES,
        step=_step(training, needs_two),
    )  # fmt: skip
    parts = [augmentation(training), _rate(training), _STATISTICS if training.normalize == "standard" else ""]
    parts += [_BALANCED if training.class_weights == "balanced" else "", loop]
    return "\n\n".join(part for part in parts if part)


def needs_math(training: Training) -> bool:
    """Tell whether the loop needs `math`."""
    return training.schedule in ("cosine", "one-cycle")


def _optimizer(training: Training) -> str:
    decay = f", weight_decay={literal(training.weight_decay)}" if training.weight_decay or training.optimizer == "adamw" else ""
    match training.optimizer:
        case "sgd":
            nesterov = ", nesterov=True" if training.nesterov and training.momentum else ""
            return f"SGD(network.parameters(), lr=LEARNING_RATE, momentum=MOMENTUM{decay}{nesterov})"
        case "adamw":
            return f"AdamW(network.parameters(), lr=LEARNING_RATE{decay})"
        case "rmsprop":
            return f"RMSprop(network.parameters(), lr=LEARNING_RATE{decay})"
        case _:
            return f"Adam(network.parameters(), lr=LEARNING_RATE{decay})"


def _before(training: Training, classes: int) -> str:
    """Return what comes before the first epoch."""
    lines = []
    if training.precision == "float16":
        lines.append("scaler = torch.amp.GradScaler(pictures.device.type)")
    if training.normalize == "standard":
        lines.append("mean, deviation = statistics(pictures)")
        lines.append('print("mean and deviation of the pictures:", mean.flatten().tolist(), deviation.flatten().tolist())')
    if training.class_weights == "balanced":
        lines.append(f"weights = balanced_weights(labels, {classes})")
    if _has_schedule(training):
        lines.append("step = 0")
    return "".join(f"    {line}\n" for line in lines)


def _step(training: Training, needs_two: bool) -> str:
    """Return the lines of a step, from the pictures to the update."""
    lines = []
    if _has_schedule(training):
        count = "len(batches)" if needs_two else "-(-len(pictures) // BATCH_SIZE)"
        lines.append(f'optimizer.param_groups[0]["lr"] = learning_rate(step, {count}, epochs)')
        lines.append("step += 1")
    prepared = "prepare(pictures[batch])"
    if training.normalize == "standard" or augmentation(training):
        lines.append(f"prepared = {'augment(' if augmentation(training) else ''}{prepared}{')' if augmentation(training) else ''}")
        prepared = "(prepared - mean) / deviation" if training.normalize == "standard" else "prepared"
    if training.precision == "float32":
        lines.append(f"logits = network({prepared})")
    else:
        lines.append(f"with torch.autocast(pictures.device.type, torch.{training.precision}):")
        lines.append(f"    logits = network({prepared}).float()")
    lines += [f"loss = {_loss(training)}", "optimizer.zero_grad()"]
    scaled = training.precision == "float16"
    lines.append("scaler.scale(loss).backward()" if scaled else "loss.backward()")
    if training.clip_norm:
        lines += ["scaler.unscale_(optimizer)"] if scaled else []
        lines.append(f"nn.utils.clip_grad_norm_(network.parameters(), {literal(training.clip_norm)})")
    lines += ["scaler.step(optimizer)", "scaler.update()"] if scaled else ["optimizer.step()"]
    return "".join(f"            {line}\n" for line in lines)


def _loss(training: Training) -> str:
    smoothing = f", label_smoothing={literal(training.label_smoothing)}" if training.label_smoothing else ""
    if training.class_weights == "balanced":
        return f'nn.functional.cross_entropy(logits, labels[batch], weights{smoothing}, reduction="sum") / len(batch)'
    return f"nn.functional.cross_entropy(logits, labels[batch]{smoothing})"


def _has_schedule(training: Training) -> bool:
    return training.schedule != "constant" or training.warm_up > 0


def _rate(training: Training) -> str:
    """Return the function that says the learning rate of a step; empty where it never changes."""
    if not _has_schedule(training):
        return ""
    said, result, first = {
        "step": (
            f"times {literal(training.drop_to)} every {training.drop_every} epochs",
            f"return LEARNING_RATE * {literal(training.drop_to)} ** (step // ({training.drop_every} * steps_per_epoch))", "LEARNING_RATE",
        ),
        "cosine": (
            "down a cosine", "return LEARNING_RATE * (1 + math.cos(math.pi * step / steps)) / 2", "LEARNING_RATE",
        ),
        "one-cycle": ("up and down once, as in torch's OneCycleLR", _ONE_CYCLE, "LEARNING_RATE / 25"),
    }.get(training.schedule, ("constant", "return LEARNING_RATE", "LEARNING_RATE"))  # fmt: skip
    if not training.warm_up:
        return _RATE.substitute(said=said, steps=_STEPS if needs_math(training) else "", warm_up="", result=result).replace("    \n", "")
    warm_up = (
        f"    warm_up = round({literal(training.warm_up)} * steps_per_epoch)\n"
        f"    if step < warm_up:\n        return {first} * (step + 1) / (warm_up + 1)\n    step -= warm_up\n"
    )
    steps = "    steps = max(1, epochs * steps_per_epoch - warm_up)\n" if needs_math(training) else ""
    return _RATE.substitute(said=f"{said}, after a warm-up", steps="", warm_up=warm_up + steps, result=result).replace("    \n", "")


_STEPS = "steps = epochs * steps_per_epoch"
_ONE_CYCLE = f"""top = max(0.0, {ONE_CYCLE_RISES} * steps - 1)
    if step <= top and top > 0:
        start, end, share = 1 / 25, 1.0, step / top
    else:
        start, end, share = 1.0, 1 / 250_000, (step - top) / max(1, steps - 1 - top)
    return LEARNING_RATE * (end + (start - end) / 2 * (1 + math.cos(math.pi * share)))"""
