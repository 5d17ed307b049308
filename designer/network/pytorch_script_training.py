"""The part of an exported script that is alike in all: pictures, weights, the command line."""

from __future__ import annotations

from string import Template

from designer.network.pytorch_script_calls import literal
from designer.network.shapes import Shape

_PREPARE = Template('''\
def prepare(pictures: Tensor) -> Tensor:
    """Make the network's input of bytes (N, channels, height, width) of any size: $shape, from 0 to 1."""
    pictures = pictures.float() / BRIGHTEST
    pictures = nn.functional.interpolate(pictures, size=($height, $width), mode="bilinear", antialias=True)
    return pictures$expanded
''')

READ_IDX = '''\
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

${deterministic}    torch.manual_seed(SEED)  # decides the random weights and the order of the pictures
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


_DETERMINISTIC = """\
    os.environ.setdefault("CUBLAS_WORKSPACE_CONFIG", ":4096:8")  # cuBLAS asks for it
    torch.use_deterministic_algorithms(True)
"""


def preparing(shape: Shape) -> str:
    """Return the function that prepares pictures for an input."""
    channels, height, width = shape
    expanded = f".expand(-1, {channels}, -1, -1)" if channels > 1 else ""
    return _PREPARE.substitute(shape="×".join(map(str, shape)), height=height, width=width, expanded=expanded)


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


def command_line(title: str, shape: Shape, classes: int, weights: str | None, has_weights: bool, trains: bool, deterministic: bool) -> str:
    """Return `main` and the call of it."""
    sizes = ", ".join(map(str, shape))
    default = "" if weights is None else f" default={literal(weights)},"
    arguments = (_WEIGHTS_ARGUMENT.substitute(default=default) if has_weights else "") + (_DATA_ARGUMENTS if trains else "")
    purpose = "Train the network, or try one step on random pictures." if trains else "Try the network on random pictures."
    run = _RUN.substitute(sizes=sizes, classes=classes) if trains else _TRY.substitute(sizes=sizes)
    return _MAIN.substitute(
        title=title, purpose=purpose, arguments=arguments + _DEVICE_ARGUMENT, load=_LOAD if has_weights else "", run=run,
        deterministic=_DETERMINISTIC if deterministic else "",
    )  # fmt: skip
