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
    """Return a value with three significant digits, two where it is very large or small: at most eight characters, for legends.

    >>> short_text(-2.3149), short_text(-0.000123), short_text(1234.0)
    ('−2.31', '−0.00012', '1.2e+03')
    """
    digits = 3 if 1e-3 <= abs(value) < 1e3 else 2
    return value_text(value) if not math.isfinite(value) else f"{value + 0.0:.{digits}g}".replace("-", "−")
