"""Pouce's voice in Slack: what is said arrives, and what goes wrong is one of four things."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from time import monotonic

import pytest

from bot.domain.messages import Chart, File, Form, Input, Message
from bot.domain.people import Address
from bot.domain.practices import FieldKind
from bot.platforms.base import Busy, Lost, PlatformError, Receipt, Refused, Unreachable
from bot.platforms.slack.client import SlackVoice, web_client
from bot.platforms.slack.errors import failure
from bot.platforms.slack.identity import auth_test
from tests.slack.conftest import voice_in
from tests.slack.fake import oauth
from tests.slack.fake.state import BOT_SCOPES, Slack, Token
from tests.slack.people import People

ADA, KARIM, CHANNEL = (Address(1, each) for each in ("U1", "U2", "C1"))
ASKED = Message("Où en est-on ?")
CHART = Chart("Douze semaines", ("S1",), (("tests", (5,)),), "Tests : 5 en semaine 1.")
MISSING = "Le dessin n'a pas suivi."
FORM = Form("Je note", "log", (), (Input("count", FieldKind.NUMBER, "Combien ?"),), "Envoyer", token="x")  # noqa: S106


def screen(slack: Slack, user: str = "U1") -> list[str]:
    """Return what somebody reads."""
    return [each.text for each in people(slack).sees(user)]


def people(slack: Slack, team: str = "T1") -> People:
    return People(slack, lambda *_: (200, {}, b""), team)


def hour(slack: Slack) -> datetime:
    return datetime.fromtimestamp(slack.now(), UTC)


# What is said arrives.


def test_a_message_arrives_in_the_direct_conversation_with_its_key(
    voice: SlackVoice, served_slack: Slack
) -> None:
    receipt = voice.send(ADA, ASKED, "moment:1:2026-11-24:morning")
    assert receipt.channel == "DU1"
    assert screen(served_slack) == ["Où en est-on ?"]
    assert screen(served_slack, "U2") == []
    (message,) = served_slack.messages("T1")
    assert message["text"] == "Où en est-on ?"
    assert message["metadata"] == {
        "event_type": "pouce",
        "event_payload": {"key": "moment:1:2026-11-24:morning"},
    }
    (asked,) = served_slack.asked("chat.postMessage")
    assert (asked["unfurl_links"], asked["unfurl_media"]) == (False, False)


def test_a_message_to_a_channel_is_read_by_its_members(voice: SlackVoice, served_slack: Slack) -> None:
    assert voice.send(CHANNEL, ASKED, "digest:1").channel == "C1"
    assert screen(served_slack, "U2") == ["Où en est-on ?"]


def test_an_update_takes_the_place_of_the_message(voice: SlackVoice, served_slack: Slack) -> None:
    receipt = voice.send(ADA, ASKED, "k")
    voice.update(receipt, Message("C'est noté."))
    assert screen(served_slack) == ["C'est noté."]
    assert voice.find(ADA, "k", hour(served_slack) - timedelta(days=1)) == receipt


def test_pictures_and_files_follow_their_message_with_their_words(
    voice: SlackVoice, served_slack: Slack
) -> None:
    message = Message(
        "Le bilan", chart=CHART, files=(File("dossier.md", "text/markdown", b"#", "Le dossier"),)
    )
    voice.send(ADA, message, "k")
    said, followed = people(served_slack).sees("U1")
    assert "Tests : 5 en semaine 1." in said.text
    assert followed.files == ("Douze semaines : Tests : 5 en semaine 1.", "dossier.md : Le dossier")
    assert [each.content for each in served_slack.uploads.values()] == [b"Douze semaines", b"#"]


def test_what_is_too_long_to_be_shown_goes_up_whole(voice: SlackVoice, served_slack: Slack) -> None:
    voice.send(ADA, Message("mot " * 5_000), "k")
    (upload,) = served_slack.uploads.values()
    assert upload.content
    assert len(upload.content) > 19_000


@pytest.mark.parametrize("method", ["files.getUploadURLExternal", "files.completeUploadExternal"])
@pytest.mark.parametrize("fault", ["dropped", "lost", "file_uploads_disabled", "busy 30", "broken"])
def test_a_file_that_cannot_follow_does_not_send_the_message_again(
    voice: SlackVoice, served_slack: Slack, method: str, fault: str
) -> None:
    served_slack.fail(method, fault)
    receipt = replace(voice, excuse=lambda _: MISSING).send(ADA, Message("Le bilan", chart=CHART), "k")
    assert receipt.channel == "DU1"
    assert served_slack.keys("T1") == ["k"]
    assert MISSING in people(served_slack).reads("U1")


def test_a_file_that_cannot_follow_is_not_told_either_where_slack_is_away(
    voice: SlackVoice, served_slack: Slack
) -> None:
    served_slack.fail("files.getUploadURLExternal", "dropped")
    served_slack.fail("chat.update", "dropped")
    replace(voice, excuse=lambda _: MISSING).send(ADA, Message("Le bilan", chart=CHART), "k")
    assert served_slack.keys("T1") == ["k"]


def test_a_drawing_that_fails_leaves_the_words(voice: SlackVoice, served_slack: Slack) -> None:
    def _broken(_: Chart) -> bytes:
        raise ZeroDivisionError

    replace(voice, draw=_broken, excuse=lambda _: MISSING).send(ADA, Message("Le bilan", chart=CHART), "k")
    assert served_slack.keys("T1") == ["k"]
    assert MISSING in people(served_slack).reads("U1")


def test_workspaces_do_not_see_each_other(voice: SlackVoice, served_slack: Slack) -> None:
    served_slack.team("T2")
    served_slack.user("T2", "U9", name="zoe")
    with pytest.raises(Unreachable):
        voice.send(Address(1, "U9"), ASKED, "k")
    voice_in(served_slack, "xoxb-T2").send(Address(2, "U9"), ASKED, "k")
    assert (served_slack.keys("T1"), served_slack.keys("T2")) == ([], ["k"])


# What goes wrong. `there` is how often the message is in Slack then.

WRONG = [
    ("lost", Lost, "RemoteDisconnected", 1),
    ("after fatal_error", Lost, "fatal_error", 1),
    ("junk", Lost, "status 200", 1),
    ("list", Lost, "list", 1),
    ("dropped", Lost, "RemoteDisconnected", 0),
    ("broken", Lost, "status 502", 0),
    ("internal_error", Lost, "internal_error", 0),
    ("request_timeout", Lost, "request_timeout", 0),
    ("service_unavailable", Lost, "service_unavailable", 0),
    ("team_storage_error", Lost, "team_storage_error", 0),
    ("busy 7", Busy, "7", 0),
    ("rate_limited", Busy, "30", 0),
    ("is_archived", Unreachable, "archived", 0),
    ("restricted_action_read_only_channel", Unreachable, "only be read", 0),
    ("app_access_restricted", Unreachable, "may not use", 0),
    ("account_inactive", Refused, "install the app", 0),
    ("token_revoked", Refused, "new bot token", 0),
    ("token_expired", Refused, "expired", 0),
    ("invalid_auth", Refused, "xoxb-", 0),
    ("messages_tab_disabled", Refused, "App Home", 0),
    ("team_access_not_granted", Refused, "organisation", 0),
    ("word_of_next_year", Refused, "word_of_next_year", 0),
]


@pytest.mark.parametrize(("fault", "kind", "told", "there"), WRONG, ids=[each[0] for each in WRONG])
def test_what_goes_wrong_is_one_of_four_and_is_never_tried_again(
    voice: SlackVoice, served_slack: Slack, fault: str, kind: type[PlatformError], told: str, there: int
) -> None:
    served_slack.fail("chat.postMessage", fault)
    with pytest.raises(kind, match=told):
        voice.send(ADA, ASKED, "k")
    assert served_slack.keys("T1") == ["k"] * there
    assert len(served_slack.asked("chat.postMessage")) == 1


def test_nobody_there_is_lost(served_slack: Slack) -> None:
    voice = replace(voice_in(served_slack), client=web_client("http://127.0.0.1:9/api/"))
    with pytest.raises(Lost):
        voice.send(ADA, ASKED, "k")


def test_an_answer_that_takes_too_long_is_lost(voice: SlackVoice, served_slack: Slack) -> None:
    voice.client.timeout = 0.1  # type: ignore[assignment] # seconds are whole for whoever is not in a hurry
    served_slack.rules.stall = 0.5
    served_slack.fail("chat.postMessage", "late")
    with pytest.raises(Lost):
        voice.send(ADA, ASKED, "k")
    assert served_slack.keys("T1") == ["k"]


def test_a_missing_scope_is_named(served_slack: Slack) -> None:
    few = BOT_SCOPES - {"im:history"}
    served_slack.tokens["few"] = Token("few", "T1", few)
    voice = voice_in(served_slack, "few")
    voice.send(ADA, ASKED, "k")
    with pytest.raises(Refused, match="add the scope im:history"):
        voice.find(ADA, "k", hour(served_slack))


def test_accounts_and_places_that_cannot_be_written_to(voice: SlackVoice, served_slack: Slack) -> None:
    served_slack.teams["T1"].users["U2"].deleted = True
    served_slack.channel("T1", "C2", "U1")
    served_slack.teams["T1"].conversations["C1"].archived = True
    bot = served_slack.teams["T1"].bot_user
    for nowhere in ("U2", "U404", "C404", "C2", "C1", bot):
        with pytest.raises(Unreachable):
            voice.send(Address(1, nowhere), ASKED, "k")
    assert served_slack.keys("T1") == []


def test_the_messages_tab_is_named(voice: SlackVoice, served_slack: Slack) -> None:
    served_slack.teams["T1"].messages_tab = False
    with pytest.raises(Refused, match="Messages Tab"):
        voice.send(ADA, ASKED, "k")


def test_too_many_messages_in_one_conversation_have_to_wait(voice: SlackVoice, served_slack: Slack) -> None:
    served_slack.holds_rate = True
    for n in range(5):
        voice.send(ADA, ASKED, f"k{n}")
    with pytest.raises(Busy) as busy:
        voice.send(ADA, ASKED, "k5")
    voice.send(KARIM, ASKED, "elsewhere")
    served_slack.offset += busy.value.retry_after
    voice.send(ADA, ASKED, "k5")
    assert "k5" in served_slack.keys("T1")


def test_a_fault_of_ours_is_told_with_what_slack_says_of_it() -> None:
    told = {"error": "invalid_blocks", "response_metadata": {"messages": ["no more than 50 items"]}}
    fault = failure(200, {}, told)
    assert isinstance(fault, Refused)
    assert "no more than 50 items" in str(fault)


@pytest.mark.parametrize("wait", ["soon", "", "-3", "0"])
def test_a_wait_that_cannot_be_read_is_still_a_wait(wait: str) -> None:
    busy = failure(429, {"retry-after": wait}, {"error": "ratelimited"})
    assert isinstance(busy, Busy)
    assert 1 <= busy.retry_after <= 30


# Looking for a message.


def test_a_message_whose_answer_was_lost_is_found(voice: SlackVoice, served_slack: Slack) -> None:
    served_slack.fail("chat.postMessage", "lost")
    with pytest.raises(Lost):
        voice.send(ADA, ASKED, "k")
    found = voice.find(ADA, "k", hour(served_slack) - timedelta(days=8))
    (message,) = served_slack.messages("T1")
    assert found == Receipt("DU1", message["ts"])


def test_a_message_that_never_arrived_is_not_found(voice: SlackVoice, served_slack: Slack) -> None:
    voice.send(ADA, ASKED, "another")
    served_slack.fail("chat.postMessage", "dropped")
    with pytest.raises(Lost):
        voice.send(ADA, ASKED, "k")
    assert voice.find(ADA, "k", hour(served_slack) - timedelta(days=8)) is None


def test_a_message_is_found_far_back_among_what_was_said_since(
    voice: SlackVoice, served_slack: Slack
) -> None:
    receipt = voice.send(ADA, ASKED, "k")
    for n in range(450):
        people(served_slack).says("U1", f"note {n}")
    before = hour(served_slack) - timedelta(minutes=1)
    assert voice.find(ADA, "k", before) == receipt
    assert len(served_slack.asked("conversations.history")) == 3
    assert voice.find(ADA, "k", hour(served_slack) + timedelta(minutes=1)) is None


def test_a_message_is_found_in_a_channel_that_may_be_read(served_slack: Slack) -> None:
    served_slack.tokens["reads"] = Token("reads", "T1", BOT_SCOPES | {"channels:history"})
    voice = voice_in(served_slack, "reads")
    receipt = voice.send(CHANNEL, ASKED, "digest")
    assert voice.find(CHANNEL, "digest", hour(served_slack) - timedelta(hours=1)) == receipt


@pytest.mark.parametrize("method", ["conversations.open", "conversations.history"])
@pytest.mark.parametrize(("fault", "kind"), [("broken", Lost), ("busy 3", Busy), ("token_revoked", Refused)])
def test_a_search_may_fail_too(
    voice: SlackVoice, served_slack: Slack, method: str, fault: str, kind: type[PlatformError]
) -> None:
    served_slack.fail(method, fault)
    with pytest.raises(kind):
        voice.find(ADA, "k", hour(served_slack))


# Who somebody is.


def test_the_language_and_the_zone_are_slacks(voice: SlackVoice) -> None:
    assert (voice.profile(ADA).language, voice.profile(ADA).zone) == ("fr", "Europe/Paris")
    assert (voice.profile(KARIM).language, voice.profile(KARIM).zone) == ("en", "America/Cayenne")
    assert voice.profile(KARIM).name == "karim"


def test_do_not_disturb_counts_while_it_lasts(voice: SlackVoice, served_slack: Slack) -> None:
    now = served_slack.now()
    served_slack.teams["T1"].users["U1"].dnd = (now + 60, now + 300)
    assert voice.profile(ADA).quiet_until is None
    served_slack.offset += 60
    assert voice.profile(ADA).quiet_until == datetime.fromtimestamp(now + 300, UTC)
    served_slack.offset += 240
    assert voice.profile(ADA).quiet_until is None
    assert len(served_slack.asked("dnd.info")) == 1


def test_somebody_is_asked_about_every_day_or_when_they_change(
    voice: SlackVoice, served_slack: Slack
) -> None:
    voice.profile(ADA)
    served_slack.teams["T1"].users["U1"].tz = "Indian/Reunion"
    served_slack.offset += 24 * 3600 - 1
    assert voice.profile(ADA).zone == "Europe/Paris"
    served_slack.offset += 1
    assert voice.profile(ADA).zone == "Indian/Reunion"
    served_slack.teams["T1"].users["U1"].tz = "Europe/Paris"
    voice.forget("U1")
    assert voice.profile(ADA).zone == "Europe/Paris"


def test_do_not_disturb_is_asked_about_fifty_people_at_once(voice: SlackVoice, served_slack: Slack) -> None:
    people_of_it = [Address(1, f"U{n}") for n in range(120)]
    for each in people_of_it:
        served_slack.user("T1", each.external_id)
        voice.profile(each)
    served_slack.offset += 24 * 3600
    served_slack.holds_rate = True
    now = served_slack.now()
    served_slack.teams["T1"].users["U99"].dnd = (now - 60, now + 60)
    before = len(served_slack.asked("dnd.teamInfo"))
    assert [each.external_id for each in people_of_it if voice.profile(each).quiet_until] == ["U99"]
    assert len(served_slack.asked("dnd.teamInfo")) - before == 3


def test_people_of_an_organisation_are_asked_about_by_workspace(served_slack: Slack) -> None:
    for team in ("T8", "T9"):
        served_slack.empty_team(team, enterprise="E1")
        for n in range(3):
            quiet = (served_slack.now() - 60, served_slack.now() + 60) if n == 2 else None
            served_slack.user(team, f"W{team}{n}", dnd=quiet)
    served_slack.tokens["wide"] = Token("wide", "", BOT_SCOPES, enterprise="E1")
    wide = voice_in(served_slack, "wide")
    told = {f"W{team}{n}": wide.profile(Address(1, f"W{team}{n}")) for n in range(3) for team in ("T8", "T9")}
    assert {each for each, profile in told.items() if profile.quiet_until} == {"WT82", "WT92"}


def test_an_account_that_slack_does_not_show_hides_nobody_else_for_long(
    voice: SlackVoice, served_slack: Slack
) -> None:
    for each in (ADA, KARIM):
        voice.profile(each)
    for minutes in (11, 22):
        served_slack.offset = minutes * 60
        served_slack.fail("dnd.teamInfo", *["user_not_visible"] * (minutes == 11))
        now = served_slack.now()
        served_slack.teams["T1"].users["U1"].dnd = (now - 60, now + 600)
        assert bool(voice.profile(ADA).quiet_until) == (minutes == 22)


def test_while_slack_asks_to_wait_nothing_more_is_asked_and_what_was_known_is_told(
    voice: SlackVoice, served_slack: Slack
) -> None:
    voice.profile(ADA)
    served_slack.offset += 24 * 3600
    served_slack.fail("users.info", "busy 30")
    assert voice.profile(ADA).zone == "Europe/Paris"
    assert voice.profile(KARIM).zone == ""
    served_slack.offset += 29
    voice.profile(KARIM)
    assert len(served_slack.asked("users.info")) == 2
    served_slack.offset += 1
    assert voice.profile(KARIM).zone == "America/Cayenne"


def test_whoever_acts_waits_for_no_more_than_was_said_for_all_questions_together(
    voice: SlackVoice, served_slack: Slack
) -> None:
    served_slack.delays["users.info"] = 0.4
    began = monotonic()
    assert voice.introduced(["U1", "U2"], timedelta(seconds=0.05)) == {}
    assert monotonic() - began < 0.4
    assert len(served_slack.asked("users.info")) == 1
    voice.profile(KARIM)
    asked = len(served_slack.asked("dnd.info"))
    assert [*voice.introduced(["U1", "U2"], timedelta(0))] == ["U2"]
    assert [*voice.introduced(["U1", "U2"], timedelta(seconds=5))] == ["U1", "U2"]
    assert len(served_slack.asked("dnd.info")) == asked


def test_a_closed_account_is_gone(voice: SlackVoice, served_slack: Slack) -> None:
    served_slack.teams["T1"].users["U1"].deleted = True
    assert voice.profile(ADA).gone
    with pytest.raises(Unreachable):
        voice.profile(Address(1, "U404"))


def test_a_channel_has_no_profile(voice: SlackVoice, served_slack: Slack) -> None:
    assert not voice.profile(CHANNEL).gone
    assert served_slack.calls == []


# Forms, homes, answers to one person.


def test_a_form_opens_once_within_three_seconds(voice: SlackVoice, served_slack: Slack) -> None:
    trigger = served_slack.trigger("T1", "U1")
    served_slack.offset += 3
    voice.open_form(trigger, FORM)
    shown = people(served_slack).form("U1")
    assert shown
    assert "Combien ?" in shown.text
    with pytest.raises(Unreachable, match="already"):
        voice.open_form(trigger, FORM)
    late = served_slack.trigger("T1", "U1")
    served_slack.offset += 3.1
    with pytest.raises(Unreachable, match="too late"):
        voice.open_form(late, FORM)
    with pytest.raises(Unreachable):
        voice.open_form("made.up", FORM)


def test_a_home_is_published_again_and_again(voice: SlackVoice, served_slack: Slack) -> None:
    voice.publish_home("U1", lambda: Message("Ma semaine"))
    voice.publish_home("U1", lambda: Message("Ma semaine, encore"))
    assert people(served_slack).reads("U1") == "Ma semaine, encore"
    assert people(served_slack).home("U2") is None


def test_a_home_that_was_made_before_a_newer_one_does_not_take_its_place(
    voice: SlackVoice, served_slack: Slack
) -> None:
    """Two processes show the same home: the slower one would put back what is not true any more."""
    other, records = voice_in(served_slack), ["Un test"]
    voice.publish_home("U1", lambda: Message(records[-1]))

    def _slow() -> Message:
        seen = records[-1]
        if len(records) == 1:
            records.append("Deux tests")
            other.publish_home("U1", lambda: Message(records[-1]))
        return Message(seen)

    voice.publish_home("U1", _slow)
    assert people(served_slack).reads("U1") == "Deux tests"


def test_what_is_for_one_person_is_seen_by_nobody_else_and_kept_nowhere(
    voice: SlackVoice, served_slack: Slack
) -> None:
    voice.ephemeral("C1", "U1", Message("Pour toi"))
    assert (screen(served_slack), screen(served_slack, "U2")) == (["Pour toi"], [])
    assert list(served_slack.messages("T1")) == []
    with pytest.raises(Unreachable):
        voice.ephemeral("C1", "U404", Message("Pour personne"))


def test_an_act_is_answered_in_place_or_beside(voice: SlackVoice, served_slack: Slack) -> None:
    voice.send(ADA, ASKED, "k")
    (message,) = served_slack.teams["T1"].conversations["DU1"].messages
    url = served_slack.response_url("T1", "U1", "DU1", message)
    voice.respond(url, Message("C'est noté."), replace=True)
    assert screen(served_slack) == ["C'est noté."]
    voice.respond(url, Message("Rien que pour toi"), replace=False)
    assert screen(served_slack) == ["C'est noté.", "Rien que pour toi"]


def test_an_act_is_answered_five_times_within_half_an_hour(voice: SlackVoice, served_slack: Slack) -> None:
    url = served_slack.response_url("T1", "U1", "DU1")
    for _ in range(5):
        voice.respond(url, ASKED, replace=False)
    with pytest.raises(Unreachable, match="too often"):
        voice.respond(url, ASKED, replace=False)
    late = served_slack.response_url("T1", "U1", "DU1")
    served_slack.offset += 30 * 60 + 1
    with pytest.raises(Unreachable, match="too late"):
        voice.respond(late, ASKED, replace=False)


@pytest.mark.parametrize(
    "url", ["http://localhost:1/x", "https://127.0.0.1/x", "file:///etc/passwd", "http://127.0.0.1.evil.fr/"]
)
def test_an_address_that_is_not_slacks_is_never_asked(voice: SlackVoice, url: str) -> None:
    with pytest.raises(Unreachable, match="not one of Slack's"):
        voice.respond(url, ASKED, replace=False)


# Tokens.


def test_the_token_is_asked_at_each_call_so_that_it_may_be_renewed(served_slack: Slack) -> None:
    served_slack.rotates = True
    page = f"https://slack.example/oauth/v2/authorize?client_id={served_slack.client_id}&scope=chat:write"
    code = oauth.allow(served_slack, page, "T1").partition("code=")[2].partition("&")[0]
    client = web_client(f"{served_slack.base}/api/")
    app = {"client_id": served_slack.client_id, "client_secret": served_slack.client_secret}
    given = client.oauth_v2_access(**app, code=code)
    tokens = [given["access_token"]]
    voice = replace(voice_in(served_slack), token=lambda: tokens[-1])
    voice.send(ADA, ASKED, "before")
    served_slack.offset += 12 * 3600
    with pytest.raises(Refused, match="expired"):
        voice.send(ADA, ASKED, "between")
    renewed = client.oauth_v2_access(**app, grant_type="refresh_token", refresh_token=given["refresh_token"])
    tokens.append(renewed["access_token"])
    voice.send(ADA, ASKED, "after")
    assert served_slack.keys("T1") == ["before", "after"]


def test_who_we_are_there(served_slack: Slack) -> None:
    who = auth_test(web_client(f"{served_slack.base}/api/"), "xoxb-T1")
    assert (who.team, who.enterprise, who.org_wide, who.bot_user, who.bot) == ("T1", "", False, "UBT1", "BT1")
    assert who.scopes == BOT_SCOPES
    assert who.date
    with pytest.raises(Refused, match="copy the bot token"):
        auth_test(web_client(f"{served_slack.base}/api/"), "xoxb-unknown")


def test_who_we_are_in_a_whole_organisation(served_slack: Slack) -> None:
    for team in ("T8", "T9"):
        served_slack.empty_team(team, enterprise="E1")
        served_slack.user(team, f"W{team}", name="gus")
    served_slack.tokens["wide"] = Token("wide", "", BOT_SCOPES, enterprise="E1")
    who = auth_test(web_client(f"{served_slack.base}/api/"), "wide")
    assert (who.enterprise, who.org_wide) == ("E1", True)
    voice_in(served_slack, "wide").send(Address(1, "WT9"), ASKED, "k")
    assert (served_slack.keys("T8"), served_slack.keys("T9")) == ([], ["k"])
