"""What a series of random networks consisted of: a comparison of look-alikes would prove little."""

from collections import Counter

from designer.network.analysis import Analysis, State
from designer.network.problems import Severity
from tests.contract.random_blocks import TYPES
from tests.contract.random_networks import MERGES


class Diversity:
    """Counts networks by what is in them."""

    def __init__(self) -> None:
        self.networks = 0
        self.beyond = 0
        self.valid = 0
        self.branched = 0
        self.unlike = 0
        self.blocks = 0
        self.deepest = 0
        self.types: Counter[str] = Counter()
        self.refused: Counter[str] = Counter()

    def add(self, analysis: Analysis) -> None:
        """Count a network that was compared."""
        architecture = analysis.architecture
        used = {report.block.spec.type_name for report in analysis.reports.values() if report.state is State.OK}
        whole = not any(report.state in (State.BROKEN, State.WAITING) for report in analysis.reports.values())
        self.networks += 1
        self.blocks += len(architecture.blocks) - 1
        self.valid += whole
        self.branched += any(len(targets) > 1 for targets in architecture.targets.values())
        self.unlike += any(map(self._merges_unlike, [analysis] * len(analysis.order), analysis.order))
        self.deepest = max(self.deepest, depth(analysis))
        self.types.update(used if whole else ())
        self.refused.update(
            problem.code
            for report in analysis.reports.values()
            if report.state is State.BROKEN
            for problem in report.problems
            if problem.severity is Severity.ERROR
        )

    def _merges_unlike(self, analysis: Analysis, name: str) -> bool:
        """Tell whether a block merges branches that see unlike regions of the picture."""
        fields = {analysis.reports[source].receptive_field for source in analysis.architecture.sources[name]}
        return analysis.reports[name].state is State.OK and len(fields) > 1

    def table(self, title: str) -> str:
        """Return the counts as text."""
        lines = [
            f"{title}: N = {self.networks:,} networks, {self.blocks:,} blocks, deepest {self.deepest}; beyond 64 bits {self.beyond}",
            f"  whole {self.valid:,}, with a refused block {self.networks - self.valid:,}"
            f" ({share(self.networks - self.valid, self.networks)}); with branches {self.branched:,} ({share(self.branched, self.networks)}),"
            f" merging unlike receptive fields {self.unlike:,}",
            "  refused: " + ", ".join(f"{code} {number:,}" for code, number in self.refused.most_common()),
            "  types in whole networks: " + ", ".join(f"{name} {self.types[name]:,}" for name in TYPES),
        ]
        return "\n".join(lines)

    def check(self, branched: float, refused: float, each_type: float) -> None:
        """Assert the least shares of networks with branches, with a refusal, and of whole ones with each type; 0: none is asked for."""
        text = self.table("too much alike")
        assert self.branched >= branched * self.networks, text
        assert refused * self.networks <= self.networks - self.valid <= 0.6 * self.networks, text
        assert all(self.types[name] >= (max(1, each_type * self.networks) if each_type else 0) for name in TYPES), text
        assert set(MERGES) <= set(self.types), text


def share(part: int, whole: int) -> str:
    """Return a share in per cent.

    >>> share(1, 3)
    '33 %'
    """
    return f"{part / max(whole, 1):.0%}".replace("%", " %")


def depth(analysis: Analysis) -> int:
    """Return the number of blocks on the longest path."""
    longest: dict[str, int] = {}
    for name in analysis.architecture.order:
        longest[name] = 1 + max((longest[source] for source in analysis.architecture.sources[name]), default=0)
    return max(longest.values())
