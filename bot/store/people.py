"""Who is there, how they are reached, and who is meant by a name."""

import re
import unicodedata
from dataclasses import asdict, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import and_, bindparam, delete, exists, or_, select, update

from bot.domain.events import Profile
from bot.domain.people import Address, Person
from bot.store.scoped import Scoped, here, person_here
from bot.store.tables import AddressRow, PersonRow

PERSON = (
    PersonRow.id,
    PersonRow.name,
    PersonRow.language,
    PersonRow.zone,
    PersonRow.moment,
    PersonRow.days,
    PersonRow.rhythm,
    PersonRow.arrived_on,
    PersonRow.privacy_read,
    PersonRow.own_language,
    PersonRow.own_zone,
)
PEOPLE = select(*PERSON)
_PEOPLE_AT = PEOPLE.join(AddressRow, AddressRow.person_id == PersonRow.id)
_IS_AT = and_(
    AddressRow.workspace_id == bindparam("home"),
    AddressRow.kind == bindparam("chat_kind", type_=AddressRow.kind.type),
    AddressRow.external_id == bindparam("chat_id"),
    here(AddressRow.workspace_id),
)
_PERSON_AT = _PEOPLE_AT.where(_IS_AT, ~AddressRow.gone)
_ANYBODY_AT = select(AddressRow.id).where(_IS_AT)
_ONE = PEOPLE.where(PersonRow.id == bindparam("person"), person_here(PersonRow.id))
_DAY = timedelta(days=1)
_OPENED_HOME = (
    update(AddressRow)
    .where(_IS_AT, or_(AddressRow.home_opened_at.is_(None), AddressRow.home_opened_at < bindparam("before")))
    .values(home_opened_at=bindparam("now"))
)
_LEFT = _ANYBODY_AT.where(AddressRow.gone)
_LOOKS_AT_HOME = _ANYBODY_AT.where(AddressRow.home_opened_at > bindparam("since"))
_ADDRESSES = select(AddressRow.workspace_id, AddressRow.external_id, AddressRow.kind)


def folded(words: str) -> str:
    """Return words as they compare: no accent, no case, single spaces, whichever the apostrophe."""
    plain = unicodedata.normalize("NFKD", words.replace("’", "'")).casefold()
    letters = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return re.sub(r"\s+", " ", letters).strip()


class People(Scoped):
    """People and their addresses."""

    def person_at(self, address: Address) -> Person | None:
        """Return who acts from an address; nobody when its account is gone."""
        row = self._first(_PERSON_AT, **_at(address))
        return Person(*row) if row else None

    def has_left(self, address: Address) -> bool:
        """Say whether the account of somebody who met Pouce there was closed."""
        return self._first(_LEFT, **_at(address)) is not None

    def welcome(self, address: Address, profile: Profile, now: datetime) -> Person:
        """Return who is at an address, made known if need be; someone who left is back as they were."""
        self._require_workspace(address.workspace)
        if self._first(_ANYBODY_AT, **_at(address)) is None:
            self._make_known(address, profile, now)
        return self._back(address)

    def link_address(self, person_id: int, address: Address) -> bool:
        """Note one more address of somebody; False when it leads to somebody already."""
        self._require_workspace(address.workspace)
        where = {"workspace_id": address.workspace, "external_id": address.external_id, "kind": address.kind}
        return self._add_once(AddressRow, AddressRow.id, **where, person_id=person_id, gone=False) is not None

    def person(self, person_id: int) -> Person | None:
        """Return somebody of this workspace, even gone: their name stays on what they did."""
        row = self._first(_ONE, person=person_id)
        return Person(*row) if row else None

    def save(self, person: Person) -> None:
        """Keep what a person changed: name, language, zone, moment, days and rhythm."""
        mine = (PersonRow.id == person.id, person_here(PersonRow.id))
        self._change_one(update(PersonRow).where(*mine).values(_values(person)))

    def address_of(self, person_id: int) -> Address | None:
        """Return where to write to somebody: in this workspace if they are there, else elsewhere."""
        live = (AddressRow.person_id == person_id, ~AddressRow.gone, person_here(AddressRow.person_id))
        elsewhere = AddressRow.workspace_id != (self.scope.workspace or 0)
        row = self._first(_ADDRESSES.where(*live).order_by(elsewhere, AddressRow.id))
        return Address(*row) if row else None

    def home_of(self, person_id: int) -> Address | None:
        """Return where Pouce speaks first to somebody: where they came first, if they are still there."""
        live = (AddressRow.person_id == person_id, ~AddressRow.gone, person_here(AddressRow.person_id))
        row = self._first(_ADDRESSES.where(*live).order_by(AddressRow.id))
        return Address(*row) if row else None

    def opened_home(self, who: Address, now: datetime) -> None:
        """Note that somebody looks at their App Home; once a day is enough."""
        self._change(_OPENED_HOME, {**_at(who), "now": now, "before": now - _DAY})

    def looks_at_home(self, who: Address, since: datetime) -> bool:
        """Say whether somebody looked at their App Home lately."""
        return self._first(_LOOKS_AT_HOME, **_at(who), since=since) is not None

    def find_person(self, handle: str) -> Person | None:
        """Return who is meant by a chat's id or by a name; nobody when two people answer to it."""
        wanted = handle.strip().removeprefix("@")
        query = _PEOPLE_AT.add_columns(AddressRow.external_id)
        rows = self._all(query.where(here(AddressRow.workspace_id), ~AddressRow.gone))
        by_id = {row[0]: Person(*row[:-1]) for row in rows if row[-1] == wanted}
        by_name = {row[0]: Person(*row[:-1]) for row in rows if folded(row[1]) == folded(wanted)}
        found = list((by_id or by_name).values())
        return found[0] if len(found) == 1 else None

    def mark_gone(self, address: Address) -> None:
        """Note that an account was closed; without any other, its person is asked nothing more."""
        self._change(update(AddressRow).where(_IS_AT).values(gone=True), _at(address))
        theirs = exists().where(AddressRow.person_id == PersonRow.id, _IS_AT)
        reached = exists().where(AddressRow.person_id == PersonRow.id, ~AddressRow.gone)
        departed = update(PersonRow).where(theirs, ~reached).values(gone=True, next_moment_at=None)
        self._change(departed, _at(address))

    def _make_known(self, address: Address, profile: Profile, now: datetime) -> None:
        values = _values(_newcomer(address, profile))
        person_id = self._add(PersonRow, PersonRow.id, **values, welcomed_at=now, gone=False)
        if not self.link_address(person_id, address):  # their other message was faster
            self._change(delete(PersonRow).where(PersonRow.id == person_id))

    def _back(self, address: Address) -> Person:
        back = update(AddressRow).where(_IS_AT).values(gone=False)
        person_id = self._change(back.returning(AddressRow.person_id), _at(address)).scalar_one()
        present = update(PersonRow).where(PersonRow.id == person_id).values(gone=False)
        return Person(*self._change(present.returning(*PERSON)).one())


def _at(address: Address) -> dict[str, object]:
    return {"home": address.workspace, "chat_kind": address.kind, "chat_id": address.external_id}


def _values(person: Person) -> dict[str, object]:
    return {name: value for name, value in asdict(person).items() if name != "id"}


def _newcomer(address: Address, profile: Profile) -> Person:
    unknown = Person(0, profile.name or address.external_id)
    language, zone = profile.language or unknown.language, _zone(profile.zone) or unknown.zone
    return replace(unknown, language=language, zone=zone)


def _zone(name: str) -> str:
    """Return a zone only if it exists here: chats know some that an older system does not."""
    try:
        return ZoneInfo(name).key
    except (KeyError, ValueError, OSError):
        return ""
