"""Read the theme files: every colour and size of the program, by name.

`resources/themes/` holds one file of colours per theme, `sizes.json` (sizes in px and fonts, the same for all themes unless
a theme's own ``px`` says otherwise) and `maps.json` (the colour maps of numbers, the same in every theme).
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any

from designer.network.errors import DesignerError
from designer.resources import resource

__all__ = ["FontToken", "ThemeError", "ThemeTokens", "color_table", "read_tokens"]

_LEVELS = 256


class ThemeError(DesignerError):
    """Report a name that the theme files do not have.

    Args:
        kind: What was asked for ("colour", "size").
        name: The unknown name.
        known: The names there are.
    """

    def __init__(self, kind: str, name: str, known: Iterable[str]) -> None:
        import difflib  # only here: it is slow to import and never needed by a program without mistakes

        near = difflib.get_close_matches(name, list(known), n=3)
        hint = f"; did you mean {' or '.join(near)}?" if near else ""
        super().__init__(f"the theme has no {kind} “{name}”{hint}")


@dataclass(frozen=True, slots=True)
class FontToken:
    """Describe one font of the theme.

    Args:
        size: Height in px.
        weight: 400 is regular, 700 bold.
        family: ``ui`` (the system's font) or ``code`` (its monospaced one).
        letter_spacing: Added between letters, in px.
        uppercase: Whether letters are shown as capitals.
    """

    size: int
    weight: int = 400
    family: str = "ui"
    letter_spacing: float = 0.0
    uppercase: bool = False


@dataclass(frozen=True, slots=True)
class ThemeTokens:
    """Hold what one theme's files say; colours are ``#rrggbb``, sizes are px."""

    name: str
    is_dark: bool
    colors: Mapping[str, str]
    px: Mapping[str, int]
    fonts: Mapping[str, FontToken]


@cache
def _read(name: str) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(resource("themes", f"{name}.json").read_text(encoding="utf-8"))
    return content


@cache
def read_tokens(name: str) -> ThemeTokens:
    """Return the tokens of the theme ``light``, ``dark`` or ``high-contrast``."""
    theme, sizes = _read(name), _read("sizes")
    return ThemeTokens(
        name=theme["name"],
        is_dark=theme["dark"],
        colors=MappingProxyType(theme["colors"]),
        px=MappingProxyType({**sizes["px"], **theme.get("px", {})}),
        fonts=MappingProxyType({role: FontToken(**font) for role, font in sizes["fonts"].items()}),
    )


@cache
def color_table(name: str) -> tuple[int, ...]:
    """Return 256 colours, from the smallest value to the largest, as ``0xffrrggbb`` (what `QImage.setColorTable` takes).

    Args:
        name: ``sequential`` (viridis), ``diverging`` (blue, near-white at the middle, red), ``grey`` or ``heat`` (inferno).

    Raises:
        ThemeError: There is no such colour map.

    >>> hex(color_table("grey")[0]), hex(color_table("grey")[255])
    ('0xff000000', '0xffffffff')
    """
    maps = _read("maps")
    if name not in maps:
        raise ThemeError("colour map", name, maps)
    stops = [_channels(stop) for stop in maps[name]]
    return tuple(_between(stops, level / (_LEVELS - 1) * (len(stops) - 1)) for level in range(_LEVELS))


def _channels(color: str) -> tuple[int, ...]:
    return tuple(bytes.fromhex(color.removeprefix("#")))


def _between(stops: list[tuple[int, ...]], position: float) -> int:
    index = min(int(position), len(stops) - 2)
    part = position - index
    red, green, blue = (round(low + (high - low) * part) for low, high in zip(stops[index], stops[index + 1], strict=True))
    return 0xFF << 24 | red << 16 | green << 8 | blue
