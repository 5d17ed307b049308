"""What can be wrong with data."""

from designer.network.errors import DesignerError


class DataError(DesignerError):
    """Report a data set or a picture that cannot be used: what was found, what would work."""
