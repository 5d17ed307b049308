"""Figures as people read them: memory, shares, ratios."""

from __future__ import annotations

_UNITS = ("KiB", "MiB", "GiB", "TiB", "PiB")


def size_text(size_bytes: int) -> str:
    """Return a number of bytes in the largest unit that keeps it above 1, with three digits that count.

    >>> size_text(624), size_text(246_824), size_text(528 * 2**20), size_text(1023 * 1024)
    ('624 B', '241 KiB', '528 MiB', '1,023 KiB')
    """
    if size_bytes < 1024:
        return f"{size_bytes} B"
    size, unit = size_bytes / 1024, 0
    while round(size) >= 1024 and unit < len(_UNITS) - 1:
        size, unit = size / 1024, unit + 1
    digits = 0 if size >= 99.95 else 1 if size >= 9.995 else 2
    return f"{size:,.{digits}f} {_UNITS[unit]}"


def share_text(share: float) -> str:
    """Return a share from 0 to 1 in percent; what is there at all is never shown as nothing.

    >>> share_text(0), share_text(0.00002), share_text(0.0214), share_text(1)
    ('0 %', '<0.1 %', '2.1 %', '100 %')
    """
    if share in (0, 1):
        return f"{share:.0%}".replace("%", " %")
    return "<0.1 %" if share < 0.0005 else ">99.9 %" if share >= 0.9995 else f"{100 * share:.1f} %"


def times_text(ratio: float) -> str:
    """Return how many times one number is another.

    >>> times_text(23_671.4), times_text(9.44), times_text(0.51)
    ('×23,671', '×9.4', '×0.51')
    """
    digits = 0 if ratio >= 99.5 else 1 if ratio >= 1 else 2
    return f"×{ratio:,.{digits}f}"
