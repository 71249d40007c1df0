"""A season silences what it should, and ends by itself."""

from dataclasses import replace
from datetime import date

import pytest

from bot.domain.outlook import Outlook
from bot.domain.practices import Catalogue
from bot.domain.seasons import Season, usual_end
from bot.domain.thresholds import Thresholds
from bot.domain.verdicts import Why
from tests.diary import Diary

THU, FRI = date(2026, 11, 26), date(2026, 11, 27)


class Seasonal(Diary):
    """A diary of a team in a season."""

    season: Season | None = None
    until: date = FRI

    def outlook(self, today: date) -> Outlook:
        usual = super().outlook(today)
        teams = [
            replace(of, team=replace(of.team, season=self.season, season_until=self.until))
            for of in usual.teams
        ]
        return replace(usual, teams=tuple(teams))


def silent(catalogue: Catalogue, season: Season, day: date) -> set[str]:
    diary = Seasonal(catalogue)
    diary.know(*(each.id for each in catalogue.practices))
    diary.season = season
    return {each.practice for each in diary.weigh(day).verdicts if each.why is Why.SEASON}


def test_a_freeze_silences_releases_and_nothing_else(catalogue: Catalogue) -> None:
    assert silent(catalogue, Season.FREEZE, THU) == {"release"}


def test_summer_keeps_what_has_a_date(catalogue: Catalogue) -> None:
    quiet = silent(catalogue, Season.SUMMER, THU)
    assert {"user_test", "feedback", "week_focus", "sponsor"} <= quiet
    assert quiet.isdisjoint({"committee", "milestone"})


def test_committee_weeks_keep_the_core_and_the_countdown(catalogue: Catalogue) -> None:
    quiet = silent(catalogue, Season.COMMITTEE, THU)
    assert {"sponsor", "unknown", "idea"} <= quiet
    assert quiet.isdisjoint({"committee", "user_test", "release", "committee_ask"})


def test_before_an_election_nothing_is_said_in_public(catalogue: Catalogue) -> None:
    quiet = silent(catalogue, Season.RESERVE, THU)
    assert {"public_voice", "outreach", "news"} <= quiet
    assert quiet.isdisjoint({"user_test", "release"})


@pytest.mark.parametrize("season", Season)
def test_it_ends_by_itself(catalogue: Catalogue, season: Season) -> None:
    assert silent(catalogue, season, date(2026, 11, 30)) == set()


def test_how_long_it_lasts_when_nobody_says() -> None:
    assert usual_end(Season.SUMMER, date(2027, 7, 1), None, Thresholds()) == date(2027, 8, 31)
    assert usual_end(Season.SUMMER, date(2027, 9, 1), None, Thresholds()) == date(2027, 9, 29), (
        "not the next summer"
    )
    assert usual_end(Season.COMMITTEE, THU, date(2026, 12, 15), Thresholds()) == date(2026, 12, 18)
    assert usual_end(Season.COMMITTEE, THU, date(2027, 5, 12), Thresholds()) == date(2026, 12, 24), (
        "that one is far away"
    )
    assert usual_end(Season.FREEZE, THU, None, Thresholds()) == date(2026, 12, 24)
