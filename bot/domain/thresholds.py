"""The figures of the method, each with its source (METHOD §1.6). Configuration may change every one."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace

from bot.domain.phases import Phase

_WEEKS_A_MONTH = 4
_WORKING_DAYS_A_WEEK = 5


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Numbers that mean something to a coach; none is a rule, and none makes a score."""

    user_tests_people_a_month: int = 5
    """People seen in tests, in construction (construction checklist of the community's documentation)."""
    user_test_max_gap_days: int = 90
    """From consolidation on (transfer page of the public site: every three to four months)."""
    interviews_target: int = 30
    """Interviews in an investigation (investigation checklist)."""
    interview_segments: int = 4
    """Profiles in an investigation, at most (investigation checklist)."""
    interviews_a_segment: int = 7
    """Interviews of one profile (investigation checklist: seven or eight)."""
    first_user_days: int = 60
    """From the start of construction to a first user served (construction page: before month 2 ends)."""
    first_version_days: int = 90
    """From the start of construction to a first version (construction checklist)."""
    release_max_gap_days: int = 7
    """At least weekly (quality standard on frequent deployment)."""
    committee_max_gap_days: int = 183
    """At least every six months (standards, team category)."""
    committee_before_budget_end_days: int = 45
    """Held 45 to 30 days before the money ends (guide to preparing a committee)."""
    committee_warning_days: int = 60
    """How long before it is due a committee without a date is spoken of (PRACTICES §2)."""
    investigation_days: int = 63
    """Nine weeks (programme page on investigation)."""
    north_star_max_gap_days: int = 31
    """Between two readings of the indicator one follows most (impact standard: monthly)."""
    impact_max_gap_days: int = 183
    """Of a value in the impact matrix (impact standard: refreshed before each committee)."""
    budget_max_gap_days: int = 60
    """Between two states of the budget (our reading of the budget pages; PRACTICES §2)."""
    sponsor_max_gap_days: int = 30
    """Between two direct talks with the sponsor (our choice: monthly)."""
    news_max_gap_days: int = 28
    """Between two news to partners (advice on sponsors: a demonstration every two to four weeks)."""
    unknown_old_days: int = 56
    """An unknown open this long deserves a question (two rounds of four weeks: our reading)."""
    contact_gap_weeks: int = 3
    """Weeks without meeting users that are worth a question (weekly rhythm of the programme)."""
    days_a_week_in_investigation: int = 2
    """Of the intrapreneur (page on investigation: at least two days a week)."""
    time_share_percent: int = 60
    """Of the intrapreneur, from construction on (description of the intrapreneur: more than 60 %)."""

    def days_a_month(self, phase: Phase | None) -> int:
        """Return the days of a month that the mission asks for, to be compared with one's own."""
        if phase is Phase.INVESTIGATION:
            return self.days_a_week_in_investigation * _WEEKS_A_MONTH
        return round(self.time_share_percent / 100 * _WORKING_DAYS_A_WEEK * _WEEKS_A_MONTH)


THRESHOLDS = frozenset(each.name for each in fields(Thresholds))
"""What the catalogue may name: a reminder is stale after so many days, and configuration says how many."""


@dataclass(frozen=True, slots=True)
class Figures:
    """Every figure in force: those of a team, else of its workspace, else the usual ones."""

    usual: Thresholds = field(default_factory=Thresholds)
    by_workspace: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    """By `platform:id`: the figures that differ there."""
    by_team: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    """By the name of the team: the figures that differ for it."""

    def of(self, team: str, workspace: str) -> Thresholds:
        """Return the figures of a team."""
        there = replace(self.usual, **self.by_workspace.get(workspace, {}))
        return replace(there, **self.by_team.get(team, {}))
