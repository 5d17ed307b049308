"""ResNet-50 twice: as this program's file, and as the module that anybody would write with torch.

Source:
    He, Zhang, Ren, Sun 2015, arXiv:1512.03385, table 1; stride in the 3×3 convolution, as the published weights have it.
"""

import json
from collections.abc import Iterator

from torch import Tensor, nn

STAGES = ((64, 3, 1), (128, 4, 2), (256, 6, 2), (512, 3, 2))
"""Width, blocks, first stride."""
EXPANSION = 4
PARAMETERS, MACS = 25_557_032, 4_089_184_256


class FileWriter:
    """Collects blocks and wires of a file."""

    def __init__(self) -> None:
        self.blocks: list[dict[str, object]] = []
        self.wires: list[tuple[str, str]] = []
        self.tip = ""

    def put(self, block: str, kind: str, *sources: str, **fields: object) -> str:
        """Add a block behind its sources, else behind the last one."""
        self.blocks.append({"id": block, "type": kind, **fields})
        self.wires += [(source, block) for source in sources or ([self.tip] if self.tip else [])]
        self.tip = block
        return block

    def convolution(self, name: str, filters: int, kernel: int, stride: int = 1, source: str = "") -> str:
        """Add a convolution without bias, padded on both sides, and its batch norm."""
        shape = {"filters": filters, "kernel": [kernel, kernel], "stride": [stride, stride], "padding": [kernel // 2, kernel // 2]}
        self.put(f"{name}_conv", "conv2d", *([source] if source else []), **shape, bias=False)
        return self.put(f"{name}_norm", "batch_norm")


def file_text() -> str:
    """Return ResNet-50 for 224×224 pictures and 1,000 classes as a ``.cnn`` file."""
    file = FileWriter()
    file.put("input", "input", shape=[3, 224, 224])
    file.convolution("stem", 64, 7, 2)
    file.put("stem_relu", "relu")
    file.put("stem_pool", "max_pool", kernel=[3, 3], stride=[2, 2], padding=[1, 1])
    for stage, (width, blocks, first_stride) in enumerate(STAGES, 1):
        for index in range(blocks):
            name, stride, entry = f"s{stage}b{index + 1}", first_stride if index == 0 else 1, file.tip
            file.convolution(f"{name}_reduce", width, 1)
            file.put(f"{name}_relu1", "relu")
            file.convolution(f"{name}_spread", width, 3, stride)
            file.put(f"{name}_relu2", "relu")
            main = file.convolution(f"{name}_expand", EXPANSION * width, 1)
            skip = file.convolution(f"{name}_skip", EXPANSION * width, 1, stride, entry) if index == 0 else entry
            file.put(f"{name}_add", "add", main, skip)
            file.put(f"{name}_relu3", "relu")
    file.put("pool", "global_pool")
    file.put("dense", "dense", units=1000)
    file.put("softmax", "softmax")
    document = {"format": "cnn-designer", "version": 1, "name": "ResNet-50", "blocks": file.blocks, "wires": file.wires}
    return json.dumps(document)


class Bottleneck(nn.Module):
    """Reduce, look around, expand; add what came in."""

    def __init__(self, channels: int, width: int, stride: int) -> None:
        super().__init__()
        out = EXPANSION * width
        self.conv1, self.bn1 = nn.Conv2d(channels, width, 1, bias=False), nn.BatchNorm2d(width)
        self.conv2, self.bn2 = nn.Conv2d(width, width, 3, stride, 1, bias=False), nn.BatchNorm2d(width)
        self.conv3, self.bn3 = nn.Conv2d(width, out, 1, bias=False), nn.BatchNorm2d(out)
        self.relu = nn.ReLU(inplace=True)
        plain = channels == out and stride == 1
        self.skip = nn.Identity() if plain else nn.Sequential(nn.Conv2d(channels, out, 1, stride, bias=False), nn.BatchNorm2d(out))

    def forward(self, x: Tensor) -> Tensor:
        y = self.relu(self.bn1(self.conv1(x)))
        y = self.relu(self.bn2(self.conv2(y)))
        result: Tensor = self.relu(self.bn3(self.conv3(y)) + self.skip(x))
        return result


def torch_model() -> nn.Module:
    """Return ResNet-50 as a module, in evaluation mode."""
    return nn.Sequential(
        nn.Conv2d(3, 64, 7, 2, 3, bias=False), nn.BatchNorm2d(64), nn.ReLU(inplace=True), nn.MaxPool2d(3, 2, 1),
        *_bottlenecks(), nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(EXPANSION * 512, 1000),
    ).eval()  # fmt: skip


def _bottlenecks() -> Iterator[nn.Module]:
    channels = 64
    for width, blocks, first_stride in STAGES:
        for index in range(blocks):
            yield Bottleneck(channels, width, first_stride if index == 0 else 1)
            channels = EXPANSION * width
