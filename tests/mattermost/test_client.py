"""The way out to Mattermost, old and new: what arrives, the four ways to fail, what is known of people."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from socket import create_server
from typing import Any

import pytest

from bot.domain.messages import Button, Chart, File, Form, Input, Message
from bot.domain.people import Address
from bot.domain.practices import FieldKind
from bot.platforms.base import Busy, Lost, PlatformError, Receipt, Refused, Unreachable
from bot.platforms.mattermost.errors import failure
from bot.platforms.mattermost.limits import Features
from tests.mattermost import contract
from tests.mattermost.desk import NOW, Desk, opened
from tests.mattermost.fake.dialogs import trigger
from tests.mattermost.fake.editions import EDITIONS, NEW, OLD
from tests.mattermost.fake.integrations import execute
from tests.mattermost.fake.state import Json, Mattermost
from tests.mattermost.people import People

ASK = Message("On en est où ?", (Button("Je note", "log", token="sealed"),))  # noqa: S106 # of a test
DONE = Message("C'est noté.")
LONG_AGO = NOW - timedelta(days=8)
SECOND = timedelta(seconds=1)


@pytest.fixture(params=[pytest.param(each, id=name) for name, each in EDITIONS.items()])
def desk(request: pytest.FixtureRequest) -> Iterator[Desk]:
    with opened(Mattermost(request.param)) as made:
        yield made


@pytest.fixture
def new() -> Iterator[Desk]:
    with opened(Mattermost(NEW)) as made:
        yield made


def seen(desk: Desk, name: str = "ada") -> list[str]:
    return [each.text for each in people(desk).sees(name)]


def people(desk: Desk) -> People:
    return People(desk.mattermost, lambda *_: (200, {}, b""))


# What arrives


def test_a_message_arrives_with_its_buttons_and_the_bot_stays_as_it_was(desk: Desk) -> None:
    receipt = desk.voice.send(desk.person(), ASK, "k1")
    (shown,) = people(desk).sees("ada")
    assert (shown.id, shown.place) == (receipt.message, receipt.channel)
    assert (shown.text, [each.label for each in shown.buttons]) == ("On en est où ?", ["Je note"])
    assert desk.mattermost.who("pouce").status == "offline"
    assert seen(desk, "bob") == []


def test_the_same_message_sent_again_within_half_a_minute_is_there_once(desk: Desk) -> None:
    first = desk.voice.send(desk.person(), ASK, "k1")
    desk.go_on(25 * SECOND)
    assert desk.hired().send(desk.person(), ASK, "k1") == first
    assert desk.mattermost.keys(desk.mattermost.who("pouce").id) == ["k1"]


def test_a_channel_of_which_the_bot_is_a_member_is_written_to(desk: Desk) -> None:
    where = desk.mattermost.channel("aides", "general", "ada", "pouce")
    assert desk.voice.send(desk.channel(where.id), DONE, "k1").channel == where.id
    apart = desk.mattermost.channel("aides", "apart", "ada")
    with pytest.raises(Unreachable, match="not a member"):
        desk.voice.send(desk.channel(apart.id), DONE, "k2")
    where.delete_at = 1
    with pytest.raises(Unreachable, match="archived"):
        desk.voice.send(desk.channel(where.id), DONE, "k3")


def test_a_server_under_a_path_is_spoken_to() -> None:
    with opened(Mattermost(OLD), "/chat") as desk:
        desk.voice.send(desk.person(), DONE, "k1")
        assert seen(desk) == ["C'est noté."]


def test_an_update_takes_the_buttons_away(desk: Desk) -> None:
    receipt = desk.voice.send(desk.person(), ASK, "k1")
    desk.voice.update(receipt, DONE)
    (shown,) = people(desk).sees("ada")
    assert (shown.text, shown.buttons) == ("C'est noté.", ())


def test_what_cannot_be_changed_any_more_is_unreachable(desk: Desk) -> None:
    receipt = desk.voice.send(desk.person(), ASK, "k1")
    desk.mattermost.settings.PostEditTimeLimit = 60
    desk.go_on(61 * SECOND)
    with pytest.raises(Unreachable, match="too old"):
        desk.voice.update(receipt, DONE)
    with pytest.raises(Unreachable, match="not there"):
        desk.voice.update(Receipt(receipt.channel, "p" * 26), DONE)


# Files

IN_WORDS = "Ta semaine.\n\nRetours\n\n3 retours en semaine 1\n\n- 📎 export.csv"
"""What is read of `drawn` when nothing can be attached."""


def drawn() -> Message:
    chart = Chart("Retours", ("S1",), (("Retours", (3,)),), alt="3 retours en semaine 1")
    return Message("Ta semaine.", chart=chart, files=(File("export.csv", "text/csv", b"a;b\n"),))


def test_what_is_drawn_or_attached_comes_with_the_message(desk: Desk) -> None:
    desk.voice.send(desk.person(), drawn(), "k1")
    (shown,) = people(desk).sees("ada")
    assert shown.files == ("Retours.png", "export.csv")
    assert [each.content for each in desk.mattermost.uploads.values()] == [b"PNG", b"a;b\n"]


@pytest.mark.parametrize("fault", ["dropped", "broken", "junk", "403 api.context.permissions.app_error"])
def test_a_message_leaves_without_its_files_rather_than_not_at_all(desk: Desk, fault: str) -> None:
    desk.mattermost.fail("UploadFile", fault, fault)
    desk.voice.send(desk.person(), drawn(), "k1")
    (shown,) = people(desk).sees("ada")
    assert (shown.text, shown.files) == (IN_WORDS, ())


def test_a_message_without_its_files_says_so(desk: Desk) -> None:
    desk.mattermost.fail("UploadFile", "broken", "broken")
    replace(desk.voice, excuse=lambda _: "Il manque le dessin.").send(desk.person(), drawn(), "k1")
    assert seen(desk) == [f"{IN_WORDS}\n\nIl manque le dessin."]


def test_a_server_without_files_is_spoken_to(desk: Desk) -> None:
    desk.mattermost.settings.EnableFileAttachments = False
    desk.voice.send(desk.person(), drawn(), "k1")
    assert seen(desk) == [IN_WORDS]


def test_a_server_that_asks_to_wait_for_a_file_is_waited_for(desk: Desk) -> None:
    desk.mattermost.fail("UploadFile", "busy 7")
    with pytest.raises(Busy) as busy:
        desk.voice.send(desk.person(), drawn(), "k1")
    assert (busy.value.retry_after, seen(desk)) == (7, [])


# The four ways to fail


@pytest.mark.parametrize(
    ("fault", "failure", "says", "is_there"),
    [
        ("busy 7", Busy, "7", False),
        ("dropped", Lost, "", False),
        ("lost", Lost, "", True),
        ("broken", Lost, "502", False),
        ("junk", Lost, "", True),
        ("list", Lost, "", True),
        ("after 500 app.post.save.app_error", Lost, "app.post.save", True),
        ("500 api.post.deduplicate_create_post.pending", Lost, "pending", False),
        ("401 api.context.session_expired.app_error", Refused, "POUCE_MATTERMOST__TOKEN", False),
        ("403 api.context.permissions.app_error", Unreachable, "not a member", False),
        ("400 api.post.create_post.can_not_post_to_deleted.error", Unreachable, "archived", False),
        ("400 model.post.is_valid.message_length.app_error", Unreachable, "fault of Pouce", False),
        ("400 api.of.tomorrow", Refused, r"api\.of\.tomorrow", False),
        ("404 api.of.tomorrow", Unreachable, r"api\.of\.tomorrow", False),
        ("501 api.of.tomorrow", Refused, "turned off", False),
    ],
)
def test_each_answer_is_one_of_four_failures_and_nothing_is_asked_twice(
    desk: Desk, fault: str, failure: type[PlatformError], says: str, *, is_there: bool
) -> None:
    desk.mattermost.fail("CreatePost", fault)
    with pytest.raises(failure, match=says or None):
        desk.voice.send(desk.person(), ASK, "k1")
    assert len(desk.mattermost.asked("CreatePost")) == 1
    assert bool(desk.voice.find(desk.person(), "k1", LONG_AGO)) is is_there


def test_a_server_that_limits_says_how_long_to_wait(desk: Desk) -> None:
    desk.voice.send(desk.person(), DONE, "k1")
    desk.mattermost.settings.RateLimit = (0.25, 1)
    desk.voice.send(desk.person(), DONE, "k2")
    with pytest.raises(Busy) as busy:
        desk.voice.send(desk.person(), DONE, "k3")
    assert busy.value.retry_after == 4
    desk.go_on(4 * SECOND)
    desk.voice.send(desk.person(), DONE, "k3")
    assert len(seen(desk)) == 3


@pytest.mark.parametrize(
    ("status", "says"),
    [(301, "SiteURL"), (404, "SiteURL"), (403, "in front"), (413, "as long as this"), (400, "SiteURL")],
)
def test_who_answers_without_being_mattermost_is_told_to_whoever_runs_pouce(status: int, says: str) -> None:
    assert isinstance(failure(status, ""), Refused)
    assert says in str(failure(status, ""))


def test_a_server_that_is_not_there_leaves_everything_in_doubt(new: Desk) -> None:
    with create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    with pytest.raises(Lost):
        new.hired(f"http://127.0.0.1:{port}").send(new.person(), DONE, "k1")


def test_a_wrong_token_or_address_is_told_to_whoever_runs_pouce(desk: Desk) -> None:
    with pytest.raises(Refused, match="TOKEN"):
        desk.hired(token="wrong").send(desk.person(), DONE, "k1")  # noqa: S106 # of a test
    desk.mattermost.who("pouce").delete_at = 1
    with pytest.raises(Refused, match="enabled"):
        desk.hired().send(desk.person(), DONE, "k1")


def test_somebody_who_is_not_there_is_unreachable(desk: Desk) -> None:
    with pytest.raises(Unreachable, match="account is not there"):
        desk.voice.send(Address(1, "n" * 26), DONE, "k1")
    with pytest.raises(Unreachable, match="account is not there"):
        desk.voice.profile(Address(1, "n" * 26))


def test_a_person_of_no_common_team_may_be_out_of_reach(desk: Desk) -> None:
    desk.mattermost.user("eve", "other")
    desk.mattermost.settings.RestrictDirectMessage = "team"
    with pytest.raises(Unreachable, match="RestrictDirectMessage"):
        desk.voice.send(desk.person("eve"), DONE, "k1")
    desk.voice.send(desk.person("ada"), DONE, "k2")


def test_newer_servers_keep_apart_those_who_wrote_to_each_other_before(new: Desk) -> None:
    new.mattermost.user("eve", "other")
    new.voice.send(new.person("eve"), DONE, "k1")
    new.mattermost.settings.RestrictDirectMessage = "team"
    with pytest.raises(Unreachable, match="RestrictDirectMessage"):
        new.voice.send(new.person("eve"), DONE, "k2")


# Looking for a message


@pytest.mark.parametrize("later", [12 * SECOND, 24 * SECOND, 40 * SECOND, timedelta(days=1)], ids=str)
def test_a_message_whose_answer_was_lost_is_found_soon_or_late_and_never_twice(
    desk: Desk, later: timedelta
) -> None:
    desk.mattermost.fail("CreatePost", "lost")
    with pytest.raises(Lost):
        desk.voice.send(desk.person(), ASK, "k1")
    desk.go_on(later)
    found = desk.hired().find(desk.person(), "k1", LONG_AGO)
    assert found
    desk.voice.update(found, DONE)
    assert seen(desk) == ["C'est noté."]


def test_a_message_that_is_still_being_stored_is_not_stored_twice(desk: Desk) -> None:
    """Between the first request and its post, whoever asks again is told to wait: within 30 seconds."""
    ours = desk.mattermost.who("pouce").id
    desk.mattermost.pending[f"{ours}:k1"] = "", desk.mattermost.now() + 30
    assert desk.voice.find(desk.person(), "k1", LONG_AGO) is None
    with pytest.raises(Lost, match="pending"):
        desk.voice.send(desk.person(), ASK, "k1")
    assert seen(desk) == []


def test_a_refused_message_may_be_sent_again_at_once(desk: Desk) -> None:
    desk.voice.send(desk.person(), DONE, "k0")
    where = people(desk).direct("ada")
    where.delete_at = 1
    with pytest.raises(Unreachable):
        desk.voice.send(desk.person(), ASK, "k1")
    where.delete_at = 0
    desk.voice.send(desk.person(), ASK, "k1")
    assert seen(desk) == ["C'est noté.", "On en est où ?"]


def test_the_key_in_somebody_elses_post_is_not_ours(desk: Desk) -> None:
    said = people(desk).says("ada", "coucou")
    said["props"]["pouce_key"] = "k1"
    assert desk.voice.find(desk.person(), "k1", LONG_AGO) is None


def test_a_message_is_found_among_many(desk: Desk) -> None:
    receipt = desk.voice.send(desk.person(), ASK, "k1")
    for n in range(300):
        people(desk).says("ada", f"message {n}")
    assert desk.voice.find(desk.person(), "k1", LONG_AGO) == receipt
    assert desk.voice.find(desk.person(), "k1", NOW + SECOND) is None


# Forms and answers

FORM = Form("Noter un test", "log", (), (Input("count", FieldKind.NUMBER, "Combien ?"),), "Noter", token="t")  # noqa: S106


def act(desk: Desk) -> str:
    who = desk.mattermost.who("ada").id
    return trigger(desk.mattermost, who, "", people(desk).direct("ada").id)


def test_a_form_opens_for_whoever_acted(desk: Desk) -> None:
    desk.voice.open_form(act(desk), FORM, "post-1")
    form = people(desk).form("ada")
    assert form
    assert ("Noter un test" in form.text, "Combien ?" in form.text) == (True, True)
    assert (desk.mattermost.warnings, people(desk).form("bob")) == ([], None)


def test_a_form_that_comes_too_late_is_unreachable(desk: Desk) -> None:
    late = act(desk)
    desk.go_on(timedelta(seconds=desk.mattermost.edition.trigger_life + 1))
    with pytest.raises(Unreachable, match="too late"):
        desk.voice.open_form(late, FORM)
    with pytest.raises(Unreachable, match="cannot be opened"):
        desk.voice.open_form("forged", FORM)


def response_url(desk: Desk) -> str:
    mattermost, sent = desk.mattermost, []
    command = {
        "id": "m1",
        "trigger": "coach",
        "url": "https://pouce.example.org/x",
        "token": "t",
        "method": "P",
    }
    mattermost.commands["m1"] = command | {"team_id": mattermost.team("aides").id}

    def _deliver(_: str, __: Any, body: bytes) -> tuple[int, Json, bytes]:
        sent.append(body)
        return 200, {"Content-Type": "application/json"}, b"{}"

    who, team = mattermost.who("ada").id, mattermost.team("aides").id
    execute(mattermost, who, team, people(desk).direct("ada").id, "/coach", _deliver)
    return f"{mattermost.settings.SiteURL}/hooks/commands/{list(mattermost.hooks)[-1]}"


def test_an_answer_that_comes_later_is_for_one_person_alone_five_times(desk: Desk) -> None:
    url = response_url(desk)
    for _ in range(5):
        desk.voice.respond(url, Message("Voilà : <https://x.fr|ici>", ASK.buttons))
    shown = people(desk).sees("ada")
    assert [(each.text, each.only_for_me) for each in shown] == [("Voilà : <https://x.fr|ici>", True)] * 5
    assert [each.label for each in shown[0].buttons] == ["Je note"]
    with pytest.raises(Unreachable, match="too often"):
        desk.voice.respond(url, DONE)


def test_an_answer_goes_to_the_server_that_we_know_whatever_the_address(desk: Desk) -> None:
    forged = response_url(desk).replace(desk.mattermost.settings.SiteURL, "http://169.254.169.254")
    desk.voice.respond(forged, DONE)
    assert seen(desk) == ["C'est noté."]
    for other in ("http://169.254.169.254/latest/meta-data", "", "file:///etc/passwd", f"{forged}/../x"):
        with pytest.raises(Unreachable, match="not one of the server's"):
            desk.voice.respond(other, DONE)


# Who people are


def test_a_profile_tells_name_language_and_zone(desk: Desk) -> None:
    desk.mattermost.user(
        "eve", "aides", locale="fr", zone="America/Martinique", first_name="Ève", last_name="A."
    )
    told = desk.voice.profile(desk.person("eve"))
    assert (told.name, told.language, told.zone) == ("Ève A.", "fr", "America/Martinique")
    assert (told.gone, told.quiet_until) == (False, None)
    desk.mattermost.user(
        "zoe", "aides", locale="pt-BR", zone="Indian/Reunion", automatic=False, nickname="Zo"
    )
    told = desk.voice.profile(desk.person("zoe"))
    assert (told.name, told.language, told.zone) == ("Zo", "pt", "Indian/Reunion")
    desk.mattermost.user("max", "aides", zone="")
    assert desk.voice.profile(desk.person("max")).zone == ""


def test_somebody_who_left_is_gone(desk: Desk) -> None:
    people(desk).leaves("ada")
    assert desk.voice.profile(desk.person()).gone


def test_do_not_disturb_ends_when_it_is_said_to(desk: Desk) -> None:
    end = datetime(2026, 11, 24, 14, 0, tzinfo=UTC)
    people(desk).changes("ada", status="dnd", dnd_end_time=int(end.timestamp()))
    people(desk).changes("bob", status="dnd")
    assert desk.voice.profile(desk.person("ada")).quiet_until == end
    assert desk.voice.profile(desk.person("bob")).quiet_until is None


def test_a_profile_is_asked_again_after_ten_minutes_or_when_it_changed(desk: Desk) -> None:
    assert desk.voice.profile(desk.person()).zone == "Europe/Paris"
    people(desk).changes("ada", zone="Indian/Reunion")
    desk.go_on(timedelta(minutes=9))
    assert desk.voice.profile(desk.person()).zone == "Europe/Paris"
    desk.go_on(timedelta(minutes=2))
    assert desk.voice.profile(desk.person()).zone == "Indian/Reunion"
    people(desk).changes("ada", zone="Pacific/Noumea")
    desk.voice.forget(desk.person().external_id)
    assert desk.voice.profile(desk.person()).zone == "Pacific/Noumea"


# What the server can do


def test_what_a_server_can_do_is_read_once(desk: Desk) -> None:
    features = desk.voice.features()
    assert (features.dates, features.props > 8_000) == ((desk.mattermost.edition is NEW,) * 2)
    for n in range(3):
        desk.voice.send(desk.person(), DONE, f"k{n}")
    assert [each["ids"] for each in desk.mattermost.asked("GetUser")] == [{"user_id": "me"}]


@pytest.mark.parametrize(
    ("version", "props", "multiselect", "dates"),
    [
        ((0, 0), 8_000, False, False),
        ((5, 38), 8_000, False, False),
        ((6, 0), 800_000, False, False),
        ((10, 11), 800_000, False, False),
        ((11, 0), 800_000, True, False),
        ((11, 1), 800_000, True, True),
        ((12, 0), 800_000, True, True),
    ],
)
def test_features_come_with_versions(
    version: tuple[int, int], props: int, *, multiselect: bool, dates: bool
) -> None:
    told = Features(version)
    assert (told.props, told.multiselect, told.dates) == (props, multiselect, dates)


# The server itself, against Mattermost's own file


@pytest.mark.skipif(not contract.is_there(), reason="POUCE_REFERENCE_DATA is not set")
def test_our_server_offers_nothing_that_mattermost_does_not() -> None:
    assert contract.strangers() == []


@pytest.mark.skipif(not contract.is_there(), reason="POUCE_REFERENCE_DATA is not set")
def test_what_does_not_hold_is_seen() -> None:
    mattermost = Mattermost()
    mattermost.calls.append(("CreatePost", {"query": {"set_onlin": "false"}, "body": {"channel_id": "x"}}))
    mattermost.answers += [("CreatePost", 201, {"id": 3}), ("CreatePost", 404, {"id": "x"})]
    assert len(list(contract.faults(mattermost))) == 5
