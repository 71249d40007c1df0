"""Drawing a chart: practice by week, a dot where something was noted, as SVG for a page and PNG for a chat.

The only file that knows pygal and resvg. One hue, so that no reading depends on colours; no red.
"""

from collections.abc import Callable, Sequence
from math import sqrt
from pathlib import Path
from xml.etree.ElementTree import Element

import fontpkg_source_sans_3 as font
from pygal import Config, Dot
from pygal.style import Style
from resvg_py import svg_to_bytes

from bot.domain.messages import Chart

WIDTH = 800
_LEAST_HEIGHT = 240
_ROW = 44  # pixels that keep a row legible, hence 400 for the usual six or seven
_AROUND = 100  # pixels taken by the title and the weeks
_SHARP = 2  # pixels of the PNG for one of the drawing: telephones have fine screens
_INK = "#1B1B35"
_BLUE = "#0060A8"
_GREY = "#8A93A3"
_FAINTEST = 0.5  # radius of a single note, next to 1 for the busiest week
_ABSENT = -0.12  # below zero, pygal draws a ring: nothing was noted that week


def draw_svg(chart: Chart) -> str:
    """Draw a chart, without any script: it is shown as an image. The chart must say the same in `alt`."""
    if not chart.alt.strip():
        message = f"the chart {chart.title!r} has no alternative text"
        raise ValueError(message)
    dots = Dot(_config(chart), style=_STYLE)
    dots.add_xml_filter(_without_scripts)  # type: ignore[arg-type] # the stubs also mean lxml, not used here
    most = max((n for _, counts in chart.rows for n in counts), default=0)
    for label, counts in chart.rows:
        dots.add(label, [_size(n, most) for n in counts], formatter=_figures(counts))
    return str(dots.render(is_unicode=True))


def draw_png(chart: Chart) -> bytes:
    """Draw a chart for a chat, with our own font: resvg leaves text out, in silence, without one."""
    files = [str(file) for file in sorted(Path(font.ROOT).rglob("*.ttf"))]
    return svg_to_bytes(
        svg_string=draw_svg(chart),
        zoom=_SHARP,
        skip_system_fonts=True,
        font_files=files,
        font_family=font.FAMILY,
        sans_serif_family=font.FAMILY,
        monospace_family=font.FAMILY,
    )


def _size(n: int, most: int) -> float:
    """Return the radius of a dot, whose area grows with the count; below zero, a ring for none."""
    return _FAINTEST + (1 - _FAINTEST) * sqrt(n / most) if n else _ABSENT


def _figures(counts: Sequence[int]) -> Callable[[float, int], str]:
    """Write the count in its dot, from two on: a dot alone is one."""
    return lambda _, index: str(counts[index]) if counts[index] > 1 else ""


def _without_scripts(root: Element) -> Element:
    """Take out the script that pygal writes in any drawing."""
    for parent in list(root.iter()):
        for script in parent.findall("script"):
            parent.remove(script)
    return root


def _config(chart: Chart) -> Config:
    return Config(
        width=WIDTH,
        height=max(_LEAST_HEIGHT, _AROUND + _ROW * len(chart.rows)),
        title=chart.title,
        x_labels=list(chart.columns),
        show_legend=False,
        truncate_label=-1,
        print_values=True,
        range=(0, 1),
        no_data_text="",
        js=(),
        disable_xml_declaration=True,
        explicit_size=True,
        margin=16,
        margin_left=0,
        css=("file://style.css", "file://graph.css", f"inline:{_TOUCHES}"),
    )


_TOUCHES = f"""
.text-overlay text {{ text-anchor: middle; }}
.axis.x text {{ font-size: 14px !important; }}
.axis .line {{ stroke: none !important; }}
.axis .guide.line {{ stroke: {_GREY} !important; }}
.dot.negative {{ stroke: {_GREY} !important; fill: #FFFFFF !important; }}
"""
"""What pygal has no setting for: centred figures, dates that keep apart in any font, no frame, grey rings."""

_STYLE = Style(
    font_family=f"'{font.FAMILY}', sans-serif",
    background="#FFFFFF",
    plot_background="#FFFFFF",
    foreground=_INK,
    foreground_strong=_INK,
    foreground_subtle=_GREY,
    colors=(_BLUE,) * 40,
    value_colors=("#FFFFFF",) * 40,
    opacity="1",
    title_font_size=20,
    label_font_size=18,
    major_label_font_size=18,
    value_font_size=17,
    guide_stroke_color=_GREY,
    guide_stroke_dasharray="1,6",
)
