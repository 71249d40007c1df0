"""The days of a committee, as calendars open them."""

from datetime import UTC, date, datetime

from hypothesis import given
from hypothesis import strategies as st

from bot.calendar_file import Day, as_calendar

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def unfolded(content: bytes) -> list[str]:
    return content.decode().replace("\r\n ", "").split("\r\n")


def test_a_day_is_a_whole_day() -> None:
    lines = unfolded(as_calendar([Day("1-a", date(2027, 1, 12), "Aides simples : comité")], NOW))
    assert lines[:2] == ["BEGIN:VCALENDAR", "VERSION:2.0"]
    assert lines[-2:] == ["END:VCALENDAR", ""]
    assert {"UID:1-a@pouce", "DTSTART;VALUE=DATE:20270112", "DTEND;VALUE=DATE:20270113"} < set(lines)
    assert "SUMMARY:Aides simples : comité" in lines


def test_signs_of_the_format_are_escaped() -> None:
    lines = unfolded(as_calendar([Day("1", date(2027, 1, 12), "un, deux; trois\\quatre\ncinq")], NOW))
    assert "SUMMARY:un\\, deux\\; trois\\\\quatre\\ncinq" in lines


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=300))
def test_no_line_is_too_long_and_nothing_is_lost(title: str) -> None:
    content = as_calendar([Day("1", date(2027, 1, 12), title)], NOW)
    assert max(len(line) for line in content.split(b"\r\n")) <= 75
    summary = next(line for line in unfolded(content) if line.startswith("SUMMARY:"))
    told = summary.removeprefix("SUMMARY:").replace("\\,", ",").replace("\\;", ";").replace("\\\\", "\\")
    assert told == title
