"""The door that hears: a routing table from what a person did to the deed that answers, nothing clever."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from bot.coach import (
    answers,
    asides,
    calling,
    conversation,
    criterion,
    departures,
    dossier,
    doubts,
    drafting,
    guide,
    home,
    lending,
    loops,
    members,
    memories,
    pauses,
    phases,
    plans,
    quoting,
    record,
    renewals,
    seasons,
    settings,
    succession,
    summaries,
    volunteers,
    welcome,
)
from bot.coach.forms import Values
from bot.coach.offers import offer, reopen
from bot.coach.turn import Kit, Turn, met, reschedule, tell
from bot.domain.events import Arrived, Event, Left, Pressed, Profile, Quoted, Renewed, Said, Submitted
from bot.domain.intents import OpenForm
from bot.domain.messages import Message, Reply
from bot.domain.people import Address, Person, Scope, Stranger
from bot.domain.practices import Visibility
from bot.store import Memory, Store

Press = Callable[[Turn, tuple[str, ...]], list[Reply]]
Submit = Callable[[Turn, tuple[str, ...], Values], list[Reply]]


@dataclass(frozen=True, slots=True)
class Coach:
    """Hears what people do. Everything an act changes is committed before its answer is returned."""

    kit: Kit
    store: Store

    def hear(self, event: Event, now: datetime) -> list[Reply]:
        """Answer what a person did. Heard again, the same event changes nothing and is answered the same."""
        if isinstance(event, Left):
            departures.leave(self.kit, self.store, event.who, now)
            return []
        if isinstance(event, Renewed):
            self._renew(event, now)
            return []
        with self.store.write(Scope(event.who.workspace)) as memory:
            person = self._known(memory, event, now)
            return self._offered(event, person, self._heard(memory.seen_by(person.id), person, event, now))

    def _known(self, memory: Memory, event: Event, now: datetime) -> Person:
        """Return whoever acted; somebody new is welcomed in the language of their chat."""
        person = memory.person_at(event.who)
        if person is None and event.profile is None:
            raise Stranger
        return person or met(self.kit, memory, event.who, event.told, now)

    def _heard(self, memory: Memory, person: Person, event: Event, now: datetime) -> list[Reply]:
        if not memory.first_time(event.id, now):
            return memory.answer_given(event.id)
        if memory.reached(event.who.workspace, [event.who.external_id]):  # they were out of reach
            reschedule(self.kit, memory, person, now)
        replies = _answer(Turn(self.kit, memory, person, now, event))
        memory.keep_answer(event.id, replies)
        return replies

    def _offered(self, event: Event, person: Person, replies: list[Reply]) -> list[Reply]:
        """Where no form can be opened by itself, put it behind a button."""
        if event.opens_forms:
            return replies
        speech = self.kit.words.speech(person.language)
        return [offer(speech, event.id, each.form) if each.form else each for each in replies]

    def _renew(self, event: Renewed, now: datetime) -> None:
        """Follow a profile that changed, or an account that is open again; chats tell of many for nothing."""
        with self.store.read(Scope(event.who.workspace)) as memory:
            back = memory.has_left(event.who) and not event.told.gone
            after = renewals.renewed(self.kit, memory, event)
        if back:
            with self.store.write(Scope(event.who.workspace)) as memory:
                met(self.kit, memory, event.who, event.told, now)
            self._renew(event, now)
        if after:
            with self.store.write(Scope(event.who.workspace, after.id)) as memory:
                renewals.renew(self.kit, memory, event, now)

    def home(self, who: Address, now: datetime, profile: Profile | None = None) -> Message:
        """Return the card of somebody's home; nothing changes, not even for somebody new."""
        profile = self.kit.understood(profile or Profile())
        with self.store.read(Scope(who.workspace)) as memory:
            person = memory.person_at(who) or Person(0, profile.name or who.external_id, profile.language)
        with self.store.read(Scope(who.workspace, person.id)) as memory:
            return home.home(Turn(self.kit, memory, person, now, Event(who, "home", profile)))


def _answer(turn: Turn) -> list[Reply]:
    event = turn.event
    if isinstance(event, Pressed):
        return _pressed(turn, event)
    if isinstance(event, Submitted):
        return _submitted(turn, event)
    if isinstance(event, Said):
        return _said(turn, event)
    if isinstance(event, Quoted):
        return quoting.quoted(turn, event)
    if isinstance(event, Arrived) and not turn.teams:
        return welcome.hello(turn)
    return home.state(turn)


def _said(turn: Turn, said: Said) -> list[Reply]:
    if not turn.own_teams and (turn.waiting or not said.text.strip() or not turn.teams):
        hello = welcome.hello(turn)
        return conversation.lost(turn, said, hello) if said.text.strip() else hello
    return quoting.pointed_at(turn, said) or conversation.answer(turn, said)


def _pressed(turn: Turn, pressed: Pressed) -> list[Reply]:
    deed = PRESSES.get(pressed.verb)
    return deed(turn, pressed.args) if deed else tell(turn.say("press.outdated"))


def _submitted(turn: Turn, submitted: Submitted) -> list[Reply]:
    deed = SUBMITS.get(submitted.verb)
    return deed(turn, submitted.args, submitted.values) if deed else tell(turn.say("press.outdated"))


PRESSES: dict[str, Press] = {
    "forged": lambda turn, _: tell(turn.say("press.forged")),
    "expired": lambda turn, _: tell(turn.say("press.expired")),
    "log": answers.log,
    "later": answers.later,
    "snooze": answers.snooze,
    "skip": answers.skip,
    "skipped": answers.skipped,
    "stop_asking": answers.stop_asking,
    "resume_asking": answers.resume_asking,
    "try_it": answers.try_it,
    "not_for_us": answers.not_for_us,
    "seen": answers.seen,
    "aside": asides.opened,
    "tip": asides.taken,
    "tried": asides.tried,
    "helps": asides.helps,
    "tip_log": asides.log_tried,
    "lighter": asides.lighter,
    "tip_take": lending.take,
    "tip_next": lending.another,
    "tips": lending.turn_tips,
    "search_more": memories.more,
    "call_send": calling.send,
    "call_edit": calling.edit,
    "call_drop": calling.drop,
    "draft": drafting.show,
    "criterion": criterion.form,
    "plan": plans.plan_form,
    "unplan": plans.unplan,
    "form": lambda turn, args: record.open_form(turn, OpenForm(args[0])),
    "reopen": reopen,
    "correct": record.correct,
    "undo": record.undo,
    "restore": record.restore,
    "put_back": record.put_back,
    "answer": loops.answer_form,
    "pack_form": dossier.tick_form,
    "calendar": dossier.calendar,
    "reopen_record": loops.reopen,
    "so_what": loops.so_what,
    "reasons": loops.reasons_form,
    "hide": lambda turn, args: record.show_to(turn, args, Visibility.PRIVATE),
    "share": lambda turn, args: record.show_to(turn, args, Visibility.TEAM),
    "choose": conversation.choose,
    "as_answer": conversation.as_answer,
    "edit": doubts.edit,
    "drop": doubts.drop,
    "read_privacy": conversation.read_privacy,
    "pause": pauses.pause_pressed,
    "pause_form": pauses.pause_form,
    "resume": pauses.resume_pressed,
    "settings": settings.form,
    "phase": phases.form,
    "look_back": phases.look_back,
    "season": seasons.pressed,
    "end_season": seasons.end,
    "take_over": succession.take_over,
    "volunteer": volunteers.form,
    "week": lambda turn, _: summaries.my_week(turn),
    "team": summaries.team_pressed,
    "privacy": lambda turn, _: summaries.privacy(turn),
    "create_team": welcome.create_form,
    "create_anyway": welcome.create_anyway,
    "claim": welcome.claim,
    "arrive": welcome.days_form,
    "arrived": welcome.arrived,
    "tick": welcome.tick_form,
    "committee_date": welcome.committee_form,
    "committee_unknown": welcome.committee_unknown,
    "join_team": members.join_form,
    "propose_team": members.propose_form,
    "invite": members.invite_pressed,
    "accept": members.accept,
    "refuse": members.decline,
    "let_in": members.let_in,
    "keep_out": members.keep_out,
}

SUBMITS: dict[str, Submit] = {
    "forged": lambda turn, _, __: tell(turn.say("press.forged")),
    "expired": lambda turn, _, __: tell(turn.say("press.expired")),
    "record": record.submitted,
    "answer": loops.answered,
    "pack_form": dossier.ticked,
    "so_what": record.so_what_filled,
    "reasons": loops.reasons_kept,
    "correct": record.corrected,
    "plan": plans.planned,
    "criterion": criterion.kept,
    "call": calling.submitted,
    "guide": guide.submitted,
    "pause_form": pauses.pause_filled,
    "settings": settings.saved,
    "phase": phases.saved,
    "look_back": phases.looked_back,
    "volunteer": volunteers.accepted,
    "create_team": welcome.created,
    "arrive": welcome.days_saved,
    "tick": welcome.ticked,
    "committee_date": welcome.committee_dated,
    "join_team": members.joined,
    "propose_team": members.proposed,
}
