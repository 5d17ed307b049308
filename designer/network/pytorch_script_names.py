"""Names in an exported script: blocks, the network's class and the file, from whatever a person typed."""

from __future__ import annotations

import builtins
import keyword
import re
import sys
import unicodedata
from collections.abc import Iterable

MODULE_ATTRIBUTES = frozenset({
    "T_destination", "add_module", "apply", "bfloat16", "buffers", "call_super_init", "children", "compile", "cpu", "cuda", "double", "dump_patches",
    "eval", "extra_repr", "float", "forward", "get_buffer", "get_extra_state", "get_parameter", "get_submodule", "half", "ipu", "load_state_dict",
    "modules", "mtia", "named_buffers", "named_children", "named_modules", "named_parameters", "parameters", "register_backward_hook",
    "register_buffer", "register_forward_hook", "register_forward_pre_hook", "register_full_backward_hook", "register_full_backward_pre_hook",
    "register_load_state_dict_post_hook", "register_load_state_dict_pre_hook", "register_module", "register_parameter",
    "register_state_dict_post_hook", "register_state_dict_pre_hook", "requires_grad_", "set_extra_state", "set_submodule", "share_memory",
    "state_dict", "to", "to_empty", "train", "training", "type", "xpu", "zero_grad",
})  # fmt: skip
"""Public attributes of ``torch.nn.Module``, as data so that nobody needs torch here; a layer under such a name would hide behind them."""

SCRIPT_NAMES = frozenset({
    "argparse", "gzip", "json", "torch", "nn", "Tensor", "self", "x", "pictures", "probabilities",
    "train", "main", "prepare", "read_idx", "load_weights", "start_with",
    "LEARNING_RATE", "MOMENTUM", "BATCH_SIZE", "EPOCHS", "SEED", "BRIGHTEST",
})  # fmt: skip
"""What the script itself calls by these names."""

_LANGUAGE = frozenset({*keyword.kwlist, *keyword.softkwlist, *dir(builtins)})
_TAKEN = MODULE_ATTRIBUTES | SCRIPT_NAMES | _LANGUAGE
_IMPORTED = frozenset({"torch", "numpy", "sympy", "mpmath", "networkx", "jinja2", "filelock", "fsspec"})
"""What torch imports: a file of such a name beside the script would be taken for it."""
_LONGEST_CLASS = 60


class Names:
    """Gives every block a name that is an identifier, free and unique: its id where that is one.

    Args:
        ids: All ids, in the order of the network.

    >>> names = Names(["conv1", "type", "conv-1", "conv_1", "0a", "_x"])
    >>> [names.of(block_id) for block_id in ("conv1", "type", "conv-1", "conv_1", "0a", "_x")]
    ['conv1', 'type_', 'conv_1_2', 'conv_1', 'block_0a', 'block_x']
    """

    def __init__(self, ids: Iterable[str]) -> None:
        listed = list(ids)
        self._names = {block_id: block_id for block_id in listed if _identifier(block_id) == block_id}
        self._used = set(self._names)
        for block_id in listed:
            if block_id not in self._names:
                self._names[block_id] = self.fresh(_identifier(block_id))

    def of(self, block_id: str) -> str:
        """Return a block's name."""
        return self._names[block_id]

    def fresh(self, wanted: str) -> str:
        """Return a name for something else of the network, ``wanted`` where it is free."""
        name, number = wanted, 2
        while name in self._used or name in _TAKEN:
            name, number = f"{wanted}_{number}", number + 1
        self._used.add(name)
        return name


def _identifier(text: str) -> str:
    name = re.sub(r"[^A-Za-z0-9_]", "_", text)
    if not name[:1].isalpha():  # a leading underscore is torch's own, or is mangled by Python
        name = f"block_{name.lstrip('_')}"
    return f"{name}_" if name in _TAKEN else name


def class_name(title: str) -> str:
    """Return what the network's class is called.

    >>> class_name("LeNet-5"), class_name("my first net"), class_name("3 Größen"), class_name("None"), class_name("")
    ('LeNet5', 'MyFirstNet', 'Net3Groen', 'NoneNetwork', 'Network')
    """
    plain = unicodedata.normalize("NFKD", title[:1000]).encode("ascii", "ignore").decode()
    words = re.findall(r"[A-Za-z0-9]+", plain)
    name = "".join(word[0].upper() + word[1:] for word in words)[:_LONGEST_CLASS]
    if not name:
        return "Network"
    if not name[0].isalpha():
        name = f"Net{name}"
    return f"{name}Network" if name in _TAKEN else name


def file_name(title: str) -> str:
    """Return what the script's file is called; never as a module that the script imports.

    >>> file_name("LeNet-5"), file_name("Torch"), file_name("")
    ('lenet5.py', 'torch_network.py', 'network.py')
    """
    stem = class_name(title).lower()
    return f"{stem}_network.py" if stem in _IMPORTED or stem in sys.stdlib_module_names else f"{stem}.py"
