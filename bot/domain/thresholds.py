"""The figures of the method, each with its source (METHOD §1.6). Configuration may change every one."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Numbers that mean something to a coach; none is a rule, and none makes a score."""

    user_tests_people_a_month: int = 5
    """People seen in tests, in construction (construction checklist of the community's documentation)."""
    user_test_max_gap_days: int = 90
    """From consolidation on (transfer page of the public site: every three to four months)."""
    interviews_target: int = 30
    """Interviews in an investigation (investigation checklist)."""
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
    unknown_old_days: int = 56
    """An unknown open this long deserves a question (two rounds of four weeks: our reading)."""
    contact_gap_weeks: int = 3
    """Weeks without meeting users that are worth a question (weekly rhythm of the programme)."""
