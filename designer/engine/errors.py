"""What can go wrong while building and training."""

from __future__ import annotations

from designer.network.errors import DesignerError


class EngineError(DesignerError):
    """Report a network, device or setting that cannot be computed with: what was found, what would work."""


class RunError(DesignerError):
    """Report why a run cannot go on."""
