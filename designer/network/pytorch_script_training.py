"""The part of an exported script that is alike in all: pictures, weights, training with the document's settings, the command line."""

from __future__ import annotations

from string import Template

from designer.network.pytorch_script_calls import literal
from designer.network.shapes import Shape
from designer.network.training import Training

_SETTINGS = Template("""\
LEARNING_RATE = $learning_rate
${momentum}BATCH_SIZE = $batch_size$batch_comment
EPOCHS = $epochs
SEED = $seed
BRIGHTEST = 255  # the value of a white pixel; it is 16 in the data set "digits"
""")

_PREPARE = Template('''\
def prepare(pictures: Tensor) -> Tensor:
    """Make the network's input of bytes (N, channels, height, width) of any size: $shape, from 0 to 1."""
    pictures = pictures.float() / BRIGHTEST
    pictures = nn.functional.interpolate(pictures, size=($height, $width), mode="bilinear", antialias=True)
    return pictures$expanded
''')

_TRAIN = Template('''\
def train(network: nn.Module, pictures: Tensor, labels: Tensor, epochs: int = EPOCHS) -> None:
    """Train on pictures as `prepare` takes them; the labels are the numbers of their classes, from 0."""
    optimizer = torch.optim.$optimizer
    network.train()
    for epoch in range(1, epochs + 1):
        loss_sum, right = 0.0, 0
$batches
            logits = network(prepare(pictures[batch]))
            loss = nn.functional.cross_entropy(logits, labels[batch])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            loss_sum += loss.item() * len(batch)
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

_READ_IDX = '''\
def read_idx(path: str) -> Tensor:
    """Read an IDX file, as MNIST's are: 3 bytes, the number of axes, the size of each, then a byte for each value."""
    with (gzip.open if path.endswith(".gz") else open)(path, "rb") as file:
        data = bytearray(file.read())
    axes = data[3]
    sizes = [int.from_bytes(data[4 * axis + 4 : 4 * axis + 8], "big") for axis in range(axes)]
    return torch.frombuffer(data, dtype=torch.uint8, offset=4 * axes + 4).reshape(sizes)
'''

_LOAD_WEIGHTS = Template('''\
${names}def load_weights(network: nn.Module, path: str) -> None:
    """Read a .safetensors file: the length of its header, the header in JSON, then the numbers of all tensors."""
    with open(path, "rb") as file:
        start = 8 + int.from_bytes(file.read(8), "little")
        header = json.loads(file.read(start - 8))
        for name, tensor in network.state_dict().items():
            if name.endswith(".num_batches_tracked"):  # torch counts them, nothing here needs it
                continue
            ${stored}found = header.get($key, {})
            if (found.get("dtype"), found.get("shape")) != ("F32", list(tensor.shape)):
                raise ValueError(f"{path}: {$key} must be F32 of shape {list(tensor.shape)}, found {found or 'nothing'}")
            begin, end = found["data_offsets"]
            file.seek(start + begin)
            values = torch.frombuffer(bytearray(file.read(end - begin)), dtype=torch.float32)
            tensor.copy_(values.reshape(tensor.shape))
''')

_MAIN = Template("""\
def main() -> None:
    parser = argparse.ArgumentParser(description="$purpose")
$arguments
    chosen = parser.parse_args()

    torch.manual_seed(SEED)  # decides the random weights and the order of the pictures
    network = $title().to(chosen.device)
    print(f"{sum(parameter.numel() for parameter in network.parameters()):,} parameters")
$load$run

if __name__ == "__main__":
    main()
""")

_WEIGHTS_ARGUMENT = Template("""\
    parser.add_argument("--weights", metavar="FILE",$default help="start from these weights (.safetensors)")
""")
_DATA_ARGUMENTS = """\
    parser.add_argument("--images", metavar="FILE", help="pictures to train on: an IDX file, as MNIST's are (.gz too)")
    parser.add_argument("--labels", metavar="FILE", help="their classes: an IDX file")
"""
_DEVICE_ARGUMENT = """\
    parser.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")"""
_LOAD = """\
    if chosen.weights:
        load_weights(network, chosen.weights)
"""
_RUN = Template("""\
    if chosen.images and chosen.labels:
        pictures, labels = read_idx(chosen.images).unsqueeze(1), read_idx(chosen.labels).long()
        train(network, pictures.to(chosen.device), labels.to(chosen.device))
    else:
        print("no --images and --labels: one step on random pictures")
        pictures = torch.randint(256, (2, $sizes), dtype=torch.uint8)
        labels = torch.randint($classes, (2,))
        train(network, pictures.to(chosen.device), labels.to(chosen.device), epochs=1)
""")
_TRY = Template("""\
    pictures = torch.randint(256, (2, $sizes), dtype=torch.uint8)
    network.eval()
    print("logits of random pictures:", network(prepare(pictures.to(chosen.device))), sep="\\n")
""")


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


def preparing(shape: Shape) -> str:
    """Return the function that prepares pictures for an input."""
    channels, height, width = shape
    expanded = f".expand(-1, {channels}, -1, -1)" if channels > 1 else ""
    return _PREPARE.substitute(shape="×".join(map(str, shape)), height=height, width=width, expanded=expanded)


def training_loop(training: Training, needs_two: bool) -> str:
    """Return the training loop and what reads its pictures."""
    decay = f", weight_decay={literal(training.weight_decay)}" if training.weight_decay else ""
    if training.optimizer == "sgd":
        optimizer = f"SGD(network.parameters(), lr=LEARNING_RATE, momentum=MOMENTUM{decay})"
    else:
        optimizer = f"Adam(network.parameters(), lr=LEARNING_RATE{decay})"
    loop = _TRAIN.substitute(optimizer=optimizer, batches=_JOINED_BATCHES if needs_two else _BATCHES)
    return f"{loop}\n\n{_READ_IDX}"


def weights_loader(renamed: dict[str, str]) -> str:
    """Return the function that loads weights.

    Args:
        renamed: Ids of blocks by the names their layers have, where these differ.
    """
    if not renamed:
        return _LOAD_WEIGHTS.substitute(names="", stored="", key="name")
    listed = "".join(f'    "{name}": "{block}",\n' for name, block in renamed.items())
    names = f"IDS = {{  # what weights are called in a file, where a layer could not be called so\n{listed}}}\n\n\n"
    stored = 'layer, _, part = name.rpartition(".")\n            key = f"{IDS.get(layer, layer)}.{part}"\n            '
    return _LOAD_WEIGHTS.substitute(names=names, stored=stored, key="key")


def command_line(title: str, shape: Shape, classes: int, weights: str | None, has_weights: bool, trains: bool) -> str:
    """Return `main` and the call of it."""
    sizes = ", ".join(map(str, shape))
    default = "" if weights is None else f" default={literal(weights)},"
    arguments = (_WEIGHTS_ARGUMENT.substitute(default=default) if has_weights else "") + (_DATA_ARGUMENTS if trains else "")
    purpose = "Train the network, or try one step on random pictures." if trains else "Try the network on random pictures."
    run = _RUN.substitute(sizes=sizes, classes=classes) if trains else _TRY.substitute(sizes=sizes)
    return _MAIN.substitute(title=title, purpose=purpose, arguments=arguments + _DEVICE_ARGUMENT, load=_LOAD if has_weights else "", run=run)
