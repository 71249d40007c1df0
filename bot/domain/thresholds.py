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

    interviews_a_week: int = 2
    """In an investigation (our reading: thirty in nine weeks, with room for what is not found)."""
    research_cycle_days: int = 14
    """Of research or of scenarios without anything new (GDS service manual: at least every two weeks)."""
    learning_max_gap_days: int = 30
    """Between two learnings, from construction on (our choice: monthly)."""
    partner_max_gap_days: int = 30
    """Between two words with a partner from whom something is awaited (our choice: monthly)."""
    problem_sheet_days: int = 21
    """From the start of an investigation (advice to coaches of investigations: week 3)."""
    midpoint_days: int = 28
    """From the start of an investigation to its mid-point (same advice: week 4)."""
    launch_rehearsal_days: int = 56
    """From the start of an investigation to the public rehearsal (same advice: week 8)."""
    name_and_sheet_days: int = 14
    """From the start of construction to a name and a sheet (advice to coaches of constructions: week 2)."""
    first_online_days: int = 63
    """From the start of construction to something online (same advice: week 9)."""
    committee_documents_days: int = 7
    """Before a committee, its documents are sent (guide to preparing a committee; sponsors' sheet)."""
    committee_quiet_before_days: int = 14
    """Before a committee nothing new is introduced (PRACTICES §4)."""
    committee_quiet_after_days: int = 3
    """Nor after it (PRACTICES §4)."""
    release_daily_days: int = 12
    """Distinct days with a release, in four weeks, that make a daily rhythm (DORA 2024: three a week)."""
    release_weekly_weeks: int = 4
    """Weeks with a release, in four weeks, that make a weekly rhythm (DORA 2024)."""
    rounds_before_verdicts: int = 5
    """Tests with a verdict before their mix says anything (our reading: five tests a month)."""
    learning_solid_from: int = 4
    """Out of five: how sure of a learning one is for it to count as solid (our choice)."""
    synthesis_learnings: int = 3
    """Learnings that make a synthesis of research in a committee's pack (our choice)."""
    silences: int = 2
    """Unanswered so many times running, a question takes a step back (PRACTICES §2)."""
    rest_days: int = 91
    """For which a slow question rests, after that (PRACTICES §3: a quarter)."""
    coach_access_days: int = 730
    """For which a coach is invited (coaches' page: 24 months on one product)."""
    tips_after_days: int = 14
    """After arrival, before a first tip (PRACTICES §4: the first weeks bring enough that is new)."""
    tip_trial_days: int = 14
    """For which a tip is tried before it is spoken of again (PRACTICES §2, `training`)."""
    tip_forgotten_days: int = 28
    """After that, what was tried is not asked about any more (our choice)."""
    tips_left_alone: int = 3
    """Tips left alone one after the other, after which they come more rarely (our choice)."""
    tip_rare_days: int = 28
    """Between two tips, then (our choice: monthly)."""
    tip_missing_days: int = 21
    """Without a tip, after which one takes the place of a daily line (our choice)."""
    aside_waits_days: int = 7
    """For which what was tried, or whether Pouce helps, waits for room in a message (our choice)."""
    helps_first_week: int = 4
    """After arrival, when Pouce asks whether it helps (LIVED §6.1)."""
    helps_second_week: int = 12
    """And asks for the last time (LIVED §6.1)."""
    helps_open_days: int = 21
    """For which that question waits: somebody may be away, or near a committee (our choice)."""

    def figure(self, named: int | str) -> int:
        """Return a figure that the catalogue gives, or the one it names."""
        return getattr(self, named) if isinstance(named, str) else named

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
