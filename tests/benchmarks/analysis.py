"""Analysis after one edit in a network of 1,000 blocks: what a person waits for between a key and the numbers."""

import gc
import statistics
import time
from collections.abc import Callable

from designer.network import edits
from designer.network.analysis import Analysis, analyse
from designer.network.architecture import Architecture, Block, Wire
from designer.network.blocks import BLOCK_TYPES
from designer.network.blocks.base import BlockSpec

BLOCKS, EDITS_PER_ROUND, LIMIT_MS = 1_000, 40, 5.0


def residual_network(blocks: int = BLOCKS) -> Architecture:
    """Return a network of residual stages, as long as asked for."""
    made = [Block("input", _spec("input", shape=(3, 64, 64)))]
    wires: list[Wire] = []

    def put(stem: str, spec: BlockSpec, *sources: str) -> str:
        name = f"{stem}{len(made)}"
        wires.extend(Wire(source, name) for source in sources or (made[-1].id,))
        made.append(Block(name, spec))
        return name

    put("conv", _spec("conv2d", filters=16, padding="same"))
    start = put("relu", _spec("relu"))
    while len(made) < blocks - 9:
        put("conv", _spec("conv2d", filters=16, padding="same", bias=False))
        put("norm", _spec("batch_norm"))
        put("relu", _spec("relu"))
        put("conv", _spec("conv2d", filters=16, padding="same", bias=False))
        end = put("norm", _spec("batch_norm"))
        put("add", _spec("add"), end, start)
        start = put("relu", _spec("relu"))
    put("pool", _spec("global_pool"))
    put("dense", _spec("dense", units=10))
    put("softmax", _spec("softmax"))
    while len(made) < blocks:
        made.insert(1, Block(f"spare{len(made)}", _spec("relu")))
        wires[0] = Wire(made[1].id, wires[0].target)
        wires.insert(0, Wire("input", made[1].id))
    return Architecture(name="residual", blocks=tuple(made), wires=tuple(wires))


def _spec(name: str, **values: object) -> BlockSpec:
    return BLOCK_TYPES[name](**values)


def compare(rounds: int) -> None:
    """Print the time of an analysis after each kind of edit, and of one from nothing."""
    network = residual_network()
    before = analyse(network, 10)
    assert len(network.blocks) == BLOCKS and not before.problems
    dense, wide = network.order[-2], network.order[len(network.order) // 2]
    while network.by_id[wide].spec.type_name != "conv2d":
        wide = network.order[network.order.index(wide) + 1]
    relu = network.targets[network.targets[wide][0]][0]
    kinds: dict[str, Callable[[int], Architecture]] = {
        "kernel of a block in the middle": lambda turn: edits.set_field(network, wide, "kernel", 3 + 2 * (turn % 2 + 1)),
        "title of the first convolution": lambda turn: edits.set_title(network, network.order[6], f"first {turn}"),
        "a block inserted in the middle": lambda turn: edits.insert_after(network, relu, _spec("dropout", rate=0.1 + turn / 1_000))[0],
        "a block removed in the middle": lambda turn: edits.remove_blocks(network, network.order[400 + turn])[0],
        "an error in the middle": lambda turn: edits.set_field(network, wide, "groups", 3 + 2 * (turn % 4)),
        "too few units at the end": lambda turn: edits.set_field(network, dense, "units", 2 + turn % 7),
        "the picture's size, so every shape": lambda turn: edits.set_field(network, "input", "shape", [3, 65 + turn, 65]),
    }
    for name, edit in kinds.items():
        times = [elapsed_ms(edit(turn), before) for _ in range(rounds) for turn in range(EDITS_PER_ROUND)]
        print(f"{name:<36} {_spread(times)} ms, N = {len(times)}; at most {LIMIT_MS:g} is the aim")
    memory = [elapsed_memory_ms(edits.set_title(network, wide, f"{turn}"), before) for turn in range(rounds * 5)]
    print(f"{'training memory, when it is shown':<36} {_spread(memory)} ms, N = {len(memory)}")
    fresh = [elapsed_ms(edits.set_name(network, f"{turn}"), None) for turn in range(rounds * 5)]
    print(f"{'from nothing':<36} {_spread(fresh)} ms, N = {len(fresh)}")


def elapsed_ms(architecture: Architecture, previous: Analysis | None) -> float:
    """Return how long the analysis takes."""
    return _milliseconds(lambda: analyse(architecture, 10, previous))


def elapsed_memory_ms(architecture: Architecture, previous: Analysis) -> float:
    """Return how long the estimate of training memory takes, which is worked out when it is asked for."""
    analysis = analyse(architecture, 10, previous)
    return _milliseconds(lambda: analysis.training_memory_bytes)


def _milliseconds(work: Callable[[], object]) -> float:
    gc.collect()
    gc.disable()  # the garbage of others is not collected meanwhile
    began = time.perf_counter()
    work()
    elapsed = time.perf_counter() - began
    gc.enable()
    return 1_000 * elapsed


def _spread(values: list[float]) -> str:
    ordered = sorted(values)
    return f"{statistics.median(values):.2f} ({ordered[0]:.2f} … {ordered[int(0.95 * (len(ordered) - 1))]:.2f} in 95 %, most {ordered[-1]:.2f})"
