"""The drawing: twelve weeks, our own font, and never without words for those who cannot see it."""

import re
from dataclasses import replace
from itertools import pairwise
from xml.etree import ElementTree as ET

import pytest
from resvg_py import svg_to_bytes

from bot.charts import draw_png, draw_svg
from bot.domain.messages import Chart

WEEKS = tuple(f"S{n}" for n in range(37, 49))
CHART = Chart(
    title="Aides simples : ce qui a été noté",
    columns=WEEKS,
    rows=(
        ("Test utilisateur", (0, 1, 0, 2, 0, 0, 1, 1, 0, 0, 0, 2)),
        ("Appris à l’été, ici & ailleurs", (1, 3, 5, 4, 2, 0, 7, 12, 5, 3, 4, 2)),
    ),
    alt="Test utilisateur : 7 notes en 6 semaines.",
)
SVG = "{http://www.w3.org/2000/svg}"


def texts(chart: Chart) -> list[str]:
    root = ET.fromstring(draw_svg(chart))  # noqa: S314 - drawn by ourselves
    return [node.text for node in root.iter(f"{SVG}text") if node.text]


def dots(chart: Chart) -> list[dict[str, str]]:
    root = ET.fromstring(draw_svg(chart))  # noqa: S314 - drawn by ourselves
    return [dict(node.attrib) for node in root.iter(f"{SVG}circle")]


def test_every_week_and_every_label_is_written_with_its_accents() -> None:
    shown = texts(CHART)
    assert [text for text in shown if text in WEEKS] == list(WEEKS)
    assert {CHART.title, "Test utilisateur", "Appris à l’été, ici & ailleurs"} <= set(shown)


def test_figures_are_written_from_two_on() -> None:
    figures = [text for text in texts(CHART) if text.isdigit()]
    assert figures == ["2", "2", "3", "5", "4", "2", "7", "12", "5", "3", "4", "2"]


def test_a_week_without_anything_is_a_ring_and_a_week_with_one_a_dot_that_is_seen() -> None:
    drawn = dots(CHART)
    assert len(drawn) == 24
    rings = [n for n, dot in enumerate(drawn) if "negative" in dot["class"]]
    assert rings == [0, 2, 4, 5, 8, 9, 10, 17]
    radii = [float(dot["r"]) for dot in drawn]
    assert max(radii[n] for n in rings) * 3 < radii[1]
    assert radii[1] < radii[3] < radii[19]


def test_no_red_and_no_script() -> None:
    svg = draw_svg(CHART)
    assert "<script" not in svg
    assert not re.search(r"#F44336|#E91E63|\bred\b", svg, re.IGNORECASE)


@pytest.mark.parametrize(
    "rows",
    [
        pytest.param((("Livraison", (0,) * 12), ("Entretien", (0,) * 12)), id="all zero"),
        pytest.param((), id="no practice"),
    ],
)
def test_nothing_noted_is_drawn_too(rows: tuple[tuple[str, tuple[int, ...]], ...]) -> None:
    chart = replace(CHART, rows=rows)
    assert draw_png(chart).startswith(b"\x89PNG")
    assert len(dots(chart)) == 12 * len(rows)
    assert not [text for text in texts(chart) if text.isdigit()]


def test_a_drawing_of_many_rows_grows_so_that_each_stays_legible() -> None:
    many = replace(CHART, rows=tuple((f"Pratique {n}", (1,) * 12) for n in range(25)))
    heights = {float(dot["cy"]) for dot in dots(many)}
    assert len(heights) == 25
    ordered = sorted(heights)
    assert min(after - before for before, after in pairwise(ordered)) > 35


def test_the_png_holds_the_text() -> None:
    without_fonts = svg_to_bytes(svg_string=draw_svg(CHART), zoom=2, skip_system_fonts=True)
    assert len(draw_png(CHART)) > len(without_fonts) * 1.2


def test_accents_are_drawn_as_such() -> None:
    plain = replace(CHART, title=CHART.title.replace("é", "e"))
    assert draw_png(plain) != draw_png(CHART)
    assert draw_png(CHART) == draw_png(CHART)


@pytest.mark.parametrize("alt", ["", "  "])
def test_a_chart_without_words_is_not_drawn(alt: str) -> None:
    with pytest.raises(ValueError, match="alternative text"):
        draw_svg(replace(CHART, alt=alt))
    with pytest.raises(ValueError, match="alternative text"):
        draw_png(replace(CHART, alt=alt))
