"""Numbers of maps as people read them."""

from __future__ import annotations

import math


def value_text(value: float) -> str:
    """Return a value with four significant digits and a real minus sign; −0 is 0.

    >>> value_text(2.0984), value_text(-0.0625), value_text(float("nan")), value_text(-0.0)
    ('2.098', '−0.0625', 'NaN', '0')
    """
    if math.isnan(value):
        return "NaN"
    if math.isinf(value):
        return "∞" if value > 0 else "−∞"
    return f"{value + 0.0:.4g}".replace("-", "−")


def short_text(value: float) -> str:
    """Return a value with three significant digits, for legends.

    >>> short_text(-2.3149)
    '−2.31'
    """
    return value_text(value) if not math.isfinite(value) else f"{value + 0.0:.3g}".replace("-", "−")
