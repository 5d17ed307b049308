"""Errors of the conversation between window and worker."""

from __future__ import annotations

from designer.network.errors import DesignerError


class ProtocolError(DesignerError):
    """Report bytes that are not a message of this program."""
