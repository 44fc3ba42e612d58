"""Draw a chart with matplotlib (the extra `charts`). Runs in the child process alone.

The background is opaque, so that a picture reads alike on a light and on a dark page.
"""

import io
from functools import cache
from pathlib import Path
from typing import Any, assert_never

from bot.card import BarStyle, Chart
from bot.chart_layout import MOST_HEIGHT, WIDTH, Box, Dot, Rule, Shape, Words, layout
from facts.language import Language

FONTS = Path(__file__).parent / "fonts"
# The characters of each language as its readers write them; what one font lacks, the next has.
_ORDER: dict[Language, tuple[str, ...]] = {
    "en": ("jp", "sc"),
    "ja": ("jp", "sc"),
    "zh": ("sc", "jp"),
}
DPI = 150
INCH = 100  # pixels of a layout
POINT = 72 / INCH
INK, FAINT, RULE, BLUE, PAPER = "#1c2733", "#55616e", "#d5dae0", "#3572b0", "#fbfbf9"


class TooTallError(ValueError):
    """The chart has more bars than a picture can show."""


def png(chart: Chart) -> bytes:
    """The chart as a PNG; TooTallError where it is too high to be looked at."""
    from matplotlib import rc_context
    from matplotlib.figure import Figure

    drawn = layout(chart)
    if drawn.height > MOST_HEIGHT:
        raise TooTallError("too many bars for one picture")
    settings: Any = {
        "font.family": [families()[name] for name in _ORDER[chart.language]] + ["DejaVu Sans"],
        "text.parse_math": False,  # two dollar signs are no formula
        "hatch.linewidth": 2.0, "hatch.color": BLUE,
    }  # fmt: skip
    with rc_context(settings):
        figure = Figure((WIDTH / INCH, drawn.height / INCH), dpi=DPI, facecolor=PAPER)
        axes = figure.add_axes((0, 0, 1, 1), frameon=False, xticks=[], yticks=[])
        axes.set_xlim(0, WIDTH)
        axes.set_ylim(drawn.height, 0)
        for shape in drawn.shapes:
            _add(axes, shape)
        file = io.BytesIO()
        figure.savefig(file, format="png", facecolor=PAPER, pil_kwargs={"compress_level": 3})
    return file.getvalue()


@cache
def families() -> dict[str, str]:
    """The names of our fonts, made known to matplotlib."""
    from matplotlib.font_manager import fontManager, get_font

    found = {}
    for name in ("jp", "sc"):
        path = str(FONTS / f"sans-{name}.otf")
        fontManager.addfont(path)
        found[name] = get_font(path).family_name
    return found


def _add(axes: Any, shape: Shape) -> None:
    from matplotlib.patches import Circle, Rectangle

    match shape:
        case Words(x, y, text, size, strong, faint, end):
            for shift in (0.0, 0.5) if strong else (0.0,):  # our fonts have no bold letters
                axes.text(
                    x + shift, y, text, fontsize=size * POINT, color=FAINT if faint else INK,
                    ha="right" if end else "left", va="baseline",
                )  # fmt: skip
        case Box(x, y, width, height, style):
            axes.add_patch(Rectangle((x, y), width, height, **_look(style)))
        case Dot(x, y, radius, style):
            axes.add_patch(Circle((x, y), radius, **{**_look(style), "linestyle": "-"}))
        case Rule(x1, y1, x2, y2):
            axes.plot((x1, x2), (y1, y2), color=RULE, linewidth=1, zorder=0)
        case _:
            assert_never(shape)


def _look(style: BarStyle) -> dict[str, Any]:
    if style == "solid":
        return {"facecolor": BLUE, "linewidth": 0}
    hatch = {"hatch": "///"} if style == "hatched" else {}
    return {
        "facecolor": PAPER,
        "edgecolor": BLUE,
        "linewidth": 1.5,
        "linestyle": (0, (4, 2)),
        **hatch,
    }
