"""What can go wrong with a run's folder."""

from __future__ import annotations

from designer.network.errors import DesignerError


class RunFolderError(DesignerError):
    """Report a folder that cannot hold a run, that holds none, or whose run cannot be continued."""
