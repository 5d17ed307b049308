"""What can be wrong with data."""

from designer.network.errors import DesignerError


class DataError(DesignerError):
    """Report a data set or a picture that cannot be used: what was found, what would work."""


class NotHereError(DataError):
    """Report a data set whose files are not here, but could be downloaded.

    Attributes:
        download_bytes: How much that would be.
    """

    def __init__(self, text: str, download_bytes: int) -> None:
        super().__init__(text)
        self.download_bytes = download_bytes
