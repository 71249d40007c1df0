"""What the templates show, made from posts, forms and people: pure, in the language of whoever looks."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.domain.messages import Button, Form
from bot.platforms.plain import clean
from bot.platforms.room.house import Explanation, Glance, Journey, Loaded, Occupant, Place, Reason
from bot.platforms.room.posts import Post
from bot.platforms.room.shapes import Buttons, Card, ClockView, FormView, PlaceLink, PostView, Tongue, WhyView

DIRECT = "pouce"
"""What the page calls the direct channel, whoever looks."""
_HEAD = 1200
"""Characters of a text shown at once; the rest is behind « read all »."""
_LINE = 140


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who looks, from where, in which language: everything is shown as they would see it."""

    who: Occupant
    tongue: Tongue
    names: dict[str, str]
    """Of everybody, by id."""

    @property
    def zone(self) -> ZoneInfo:
        """Their own time zone."""
        return ZoneInfo(self.who.zone)

    def when(self, at: datetime) -> str:
        """Return « mar. 24 nov., 9 h 30 »."""
        local = at.astimezone(self.zone)
        return self.tongue.say("room.when", day=self.tongue.day(local.date()), time=local.time())

    def clock(self, now: datetime) -> ClockView:
        """Return the hour of the room in full."""
        local = now.astimezone(self.zone)
        day = self.tongue.long_day(local.date(), year=True)
        text = self.tongue.say("room.when", day=day, time=local.time())
        return ClockView(text, local.date().isoformat())

    def card(self, occupant: Occupant, now: datetime, href: str) -> Card:
        """Return somebody as the page presents them."""
        hour = self.tongue.time(now.astimezone(ZoneInfo(occupant.zone)).time())
        return Card(occupant.id, occupant.name, self._what(occupant), hour, occupant.language, href)

    def _what(self, occupant: Occupant) -> str:
        """Return « coach, Aides simples et Pêche à pied »."""
        say = self.tongue.say
        teams: dict[str, list[str]] = {}
        for role, team in occupant.roles:
            teams.setdefault(role, []).append(team)
        roles = [
            say("room.role_in", role=say(f"role.{role}"), team=self.tongue.join(names))
            for role, names in teams.items()
        ]
        return " · ".join(roles) or say("room.no_team")

    def place(self, place: Place, current: Place) -> PlaceLink:
        """Return a conversation one may go to."""
        path = f"/room/{self.who.id}"
        if not place.name:
            return PlaceLink(DIRECT, self.tongue.say("room.direct"), path, place == current)
        channel = place.address.external_id
        return PlaceLink(channel, place.name, f"{path}/in/{channel}", place == current)

    def post(self, post: Post) -> PostView:
        """Return a post as they see it."""
        message = post.message
        local = post.at.astimezone(self.zone)
        where = f"/room/{self.who.id}/posts/{post.root}"
        chart, table = message.chart, message.table
        return PostView(
            id=post.root,
            order=post.id,
            place=DIRECT if post.place == self.who.id else post.place,
            kind=post.kind,
            author=self.names.get(post.author, post.author) or "Pouce",
            mine=post.author == self.who.id,
            bot=not post.author,
            when=self.when(post.at),
            iso=local.isoformat(timespec="minutes"),
            private=bool(post.only_for),
            text=message.text,
            long=len(message.text) > _HEAD,
            head=f"{message.text[:_HEAD]}…",
            quote=message.quote,
            facts=[(fact.label, fact.value) for fact in message.facts],
            table=(table.header, table.rows) if table else None,
            chart=(chart.title, chart.alt, f"{where}/chart.svg?at={post.id}") if chart else None,
            files=[(file.name, file.alt, f"{where}/files/{n}") for n, file in enumerate(message.files)],
            parts=[(part.text, part.quote, _buttons(part.buttons)) for part in message.parts],
            buttons=_buttons(message.buttons),
            footer=message.footer,
        )

    def why(self, found: Explanation, now: datetime) -> WhyView:
        """Return the panel that says why."""
        person, week = found.person, found.week
        days = [self.tongue.say(f"day.{_DAYS[day]}") for day in sorted(person.days)] if person else []
        budget = (
            {
                "messages": week.messages,
                "most": week.allowance.messages,
                "items": week.items,
                "most_items": week.allowance.items,
            }
            if week
            else {}
        )
        return WhyView(
            when=self.when(now),
            resting=found.resting,
            next_look=self.when(found.next_look) if found.next_look else "",
            days=self.tongue.join(days) if days else "",
            budget=self.tongue.say("room.budget", **budget) if budget else "",
            rows=self._rows(found.now),
            past=[self._glance(each) for each in found.past],
        )

    def _glance(self, glance: Glance) -> tuple[str, str, Sequence[tuple[str, str, str, bool, str]]]:
        said = [each.practice for each in glance.reasons if each.why is None]
        summary = self.tongue.join(said) if said else self.tongue.say("room.why_silent")
        return self.when(glance.at), summary, self._rows(glance.reasons)

    def _rows(self, reasons: Sequence[Reason]) -> list[tuple[str, str, str, bool, str]]:
        several = len({each.team for each in reasons}) > 1
        return [
            (
                each.practice,
                each.team if several else "",
                each.reminder,
                each.why is None,
                self.tongue.say(f"why.{each.why or 'said'}"),
            )
            for each in reasons
        ]

    def way(self, journey: Journey) -> list[tuple[str, str, str, str, bool]]:
        """Return what came: when, to whom, its first line, where it is read, and whether it is theirs."""
        return [
            (
                self.when(post.at),
                self.names.get(post.place, post.place),
                _first_line(post.message.text),
                f"/room/{post.place}#post-{post.root}",
                post.place == self.who.id,
            )
            for post in journey.posts
        ]

    def loaded(self, loaded: Loaded) -> str:
        """Say what a file of products brought."""
        say = self.tongue.say
        phases = [
            say("room.loaded_phase", phase=say(f"phase.{phase}"), n=count)
            for phase, count in loaded.phases.items()
            if phase
        ]
        lines = [
            say("room.loaded", n=loaded.created),
            say("room.loaded_known", n=loaded.unchanged + loaded.updated),
        ]
        lines += [self.tongue.join(phases)] if phases else []
        lines += [say("room.loaded_unusable", n=loaded.unusable)] if loaded.unusable else []
        return " ".join(lines)


_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def form_view(form: Form) -> FormView:
    """Return a form to fill."""
    return FormView(form.title, form.intro, form.submit, form.token, form.inputs)


def _buttons(buttons: Sequence[Button]) -> Buttons:
    return [(each.label, each.token, each.style.value) for each in buttons]


def _first_line(text: str) -> str:
    line = clean(text).strip().partition("\n")[0]
    return line if len(line) <= _LINE else f"{line[:_LINE]}…"
