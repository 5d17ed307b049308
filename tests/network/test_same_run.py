import dataclasses

from designer.network import edits
from designer.network.architecture import Architecture
from designer.network.file_format import load_file
from designer.network.same_run import can_go_on, changed_settings, same_network
from designer.resources import templates


def lenet5() -> Architecture:
    return load_file(templates()["lenet5"])


def test_what_a_run_does_not_depend_on_may_change() -> None:
    network = lenet5()
    other = dataclasses.replace(network, name="Mine", notes="new", training=network.training.change("epochs", 99))
    moved = dataclasses.replace(other, blocks=tuple(dataclasses.replace(block, at=(5.0, 5.0)) for block in other.blocks))
    assert can_go_on(network, network) and can_go_on(network, other) and can_go_on(network, moved)


def test_settings_and_the_network_may_not() -> None:
    network = lenet5()
    changed = dataclasses.replace(network, training=network.training.change("momentum", 0.5).change("seed", 7))
    assert changed_settings(network, changed) == ("momentum", "seed") and not can_go_on(network, changed)
    for edited in (
        edits.set_field(network, "conv1", "filters", 7),
        edits.set_frozen(network, ["conv1"], True),
        edits.remove_blocks(network, ["relu1"])[0],
    ):
        assert not same_network(network, edited) and not can_go_on(network, edited)
