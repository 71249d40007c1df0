"""What people do on the page: typing, pressing, sending; each act once, and only what is theirs."""

from collections.abc import Iterator

import pytest

from bot.domain.activities import Activity
from bot.domain.messages import Button
from bot.domain.people import CLOCK
from tests.room.house import House, Said
from tests.room.window import buttons_of, form_of

TEST = "/coach test 2 la page est lue"
PLAIN = str.maketrans("\u00a0\u202f", "  ")


def channel(house: House, who: str) -> str:
    return house.room.places(who)[1].address.external_id


def posts(house: House, who: str, place: str = "") -> list[str]:
    """Return what somebody reads in a place, oldest first."""
    page = house.shows(who, place)
    return [each.get_text().translate(PLAIN) for each in page.select(".text")]


def records(house: House) -> list[Activity]:
    with house.room.store.read(CLOCK) as memory:
        found = [each for team in memory.teams() for each in memory.activities(team.id)]
    return [each for each in found if each.author is not None]


def buttons(house: House, who: str) -> Iterator[tuple[Button, int]]:
    """Return what somebody may press, with the post it is on."""
    for post in house.shows(who).select("[data-post]"):
        for each in buttons_of(post):
            yield each, int(str(post["data-post"]))


def button(house: House, who: str, label: str) -> tuple[Button, int]:
    return next((each, post) for each, post in buttons(house, who) if each.label == label)


def press(house: House, who: str, label: str) -> Said:
    each, post = button(house, who, label)
    return house.act(who, "press", token=each.token, post=post)


# Typing


def test_what_is_typed_is_recorded_and_answered(tour: House) -> None:
    assert tour.says("ada", TEST).data == {"form": None, "errors": {}, "error": None}
    mine, answer = posts(tour, "ada")
    assert mine == TEST
    assert answer.startswith("Noté : Test utilisateur, 2 personnes")
    assert [each.practice for each in records(tour)] == ["user_test"]


def test_the_same_act_sent_twice_is_posted_and_recorded_once(tour: House) -> None:
    for _ in range(2):
        assert tour.act("ada", "say", id="once", text=TEST).status == 200
    assert len(posts(tour, "ada")) == 2
    assert len(records(tour)) == 1


def test_an_act_sent_again_on_another_day_is_still_the_same(tour: House) -> None:
    tour.act("bob", "say", id="once", text=TEST)
    tour.goes("bob", "2026-12-24")
    tour.act("bob", "say", id="once", text=TEST)
    assert [each.count(TEST) for each in posts(tour, "bob")] == [1, 0]
    assert len(records(tour)) == 1


def test_words_in_the_channel_are_the_teams_and_pouce_keeps_out_of_it(tour: House) -> None:
    team = channel(tour, "bob")
    tour.says("bob", "release at five?", team)
    assert posts(tour, "ada", team) == posts(tour, "bob", team) == ["release at five?"]
    assert records(tour) == []


def test_a_command_in_the_channel_and_its_answer_are_for_its_author_alone(tour: House) -> None:
    team = channel(tour, "bob")
    tour.says("bob", TEST, team)
    assert [each[:9] for each in posts(tour, "bob", team)] == ["/coach te", "Noted: Us"]
    assert posts(tour, "ada", team) == posts(tour, "chloé", team) == []
    assert len(tour.shows("bob", team).select(".post.private .seal")) == 2
    assert len(records(tour)) == 1


def test_calling_pouce_in_the_channel_is_heard_by_everybody_and_answered_to_one(tour: House) -> None:
    team = channel(tour, "bob")
    tour.says("bob", f"@Pouce, {TEST.removeprefix('/coach ')}", team)
    assert len(posts(tour, "bob", team)) == 2
    assert [each.startswith("@Pouce, test 2") for each in posts(tour, "ada", team)] == [True]
    assert len(records(tour)) == 1


@pytest.mark.parametrize("place", ["nowhere", "", None, 3, {"a": 1}, "bob"])
def test_one_does_not_act_in_a_place_that_is_not_there(tour: House, place: object) -> None:
    answer = tour.act("ada", "say", place, text=TEST)  # type: ignore[arg-type] # that is the point
    assert answer.status == 404
    assert records(tour) == []


def test_one_does_not_act_in_nor_read_the_channel_of_others(tour: House) -> None:
    team = channel(tour, "karim")
    assert tour.says("ada", "hello", team).status == 404
    assert tour.get(f"/room/ada/in/{team}").status == 404
    assert tour.get(f"/room/ada/in/{team}/posts").status == 404
    assert posts(tour, "karim", team) == []


def test_a_refusal_is_said_in_the_language_of_the_page(tour: House) -> None:
    answer = tour.post("/room/bob/say?lang=en", {"id": "a", "place": "pouce", "text": " "})
    assert answer.data == {"error": "There is nothing to send: write a few words first."}


# Pressing


def test_a_press_changes_its_message_in_place(tour: House) -> None:
    tour.says("ada", TEST)
    press(tour, "ada", "Annuler")
    assert posts(tour, "ada")[1].startswith("Annulé")
    assert records(tour) == []
    press(tour, "ada", "Remettre")
    assert posts(tour, "ada")[1].startswith("Noté : Test utilisateur")
    assert (len(posts(tour, "ada")), len(records(tour))) == (2, 1)


def test_the_same_press_sent_twice_is_one(tour: House) -> None:
    tour.says("ada", TEST)
    each, post = button(tour, "ada", "Annuler")
    for _ in range(2):
        assert tour.act("ada", "press", id="once", token=each.token, post=post).status == 200
    assert len(posts(tour, "ada")) == 2


def test_a_button_pressed_in_two_windows_changes_nothing_twice(tour: House) -> None:
    tour.says("ada", TEST)
    each, post = button(tour, "ada", "Annuler")
    for _ in range(2):
        assert tour.act("ada", "press", token=each.token, post=post).status == 200
    assert records(tour) == []


@pytest.mark.parametrize("post", ["", "x", 0, -1, 999, 2**63, "9" * 5000, "²", None, True, [1], {"a": 1}])
def test_a_post_that_is_not_there_is_not_pressed(tour: House, post: object) -> None:
    tour.says("ada", TEST)
    each, _ = button(tour, "ada", "Annuler")
    assert tour.act("ada", "press", token=each.token, post=post).status == 404
    assert len(records(tour)) == 1


def test_a_post_of_somebody_else_is_not_pressed(tour: House) -> None:
    tour.says("ada", TEST)
    each, post = button(tour, "ada", "Annuler")
    answer = tour.act("bob", "press", token=each.token, post=post)
    assert (answer.status, len(records(tour))) == (404, 1)


def test_a_private_answer_in_the_channel_is_not_pressed_by_others(tour: House) -> None:
    team = channel(tour, "bob")
    tour.says("bob", TEST, team)
    answer = tour.shows("bob", team).select("[data-post]")[-1]
    token = next(each.token for each in buttons_of(answer) if each.label == "Undo")
    assert tour.act("ada", "press", team, token=token, post=answer["data-post"]).status == 404
    assert len(records(tour)) == 1
    assert tour.act("bob", "press", team, token=token, post=answer["data-post"]).status == 200
    assert records(tour) == []


FORGED = "Ce bouton ne t’est pas destiné, ou il a été modifié. Rien n’a changé."


def test_a_token_of_somebody_else_is_told_apart(tour: House) -> None:
    tour.says("ada", TEST)
    hers, _ = button(tour, "ada", "Annuler")
    tour.says("chloé", "/coach équipe")
    post = tour.shows("chloé").select("[data-post]")[-1]["data-post"]
    assert tour.act("chloé", "press", token=hers.token, post=post).status == 200
    assert posts(tour, "chloé")[-1] == FORGED
    assert len(records(tour)) == 1


@pytest.mark.parametrize(
    "twist", [str.upper, lambda token: token[:-1], lambda token: f"{token}A", lambda _: "💥"]
)
def test_a_forged_token_changes_nothing(tour: House, twist: object) -> None:
    tour.says("ada", TEST)
    each, post = button(tour, "ada", "Annuler")
    assert callable(twist)
    tour.act("ada", "press", token=twist(each.token), post=post)
    assert posts(tour, "ada")[-1] == FORGED
    tour.act("ada", "submit", token=twist(each.token), values={})
    assert posts(tour, "ada")[-1] == FORGED
    assert len(records(tour)) == 1


# Sending a form


def test_a_wrong_field_keeps_the_form_open_with_its_sentence(tour: House) -> None:
    form = form_of(tour.says("ada", "/coach test").data["form"])
    wrong = {"participants": "beaucoup", "learned": "la page fait peur"}
    answer = tour.act("ada", "submit", token=form.token, values=wrong).data
    assert list(answer["errors"]) == ["participants"]
    assert answer["errors"]["participants"].translate(PLAIN).startswith("Il me faut un nombre")
    assert (answer["form"], records(tour)) == (None, [])


def test_a_form_is_recorded_once(tour: House) -> None:
    form = form_of(tour.says("ada", "/coach test").data["form"])
    for _ in range(2):
        right = {"participants": "3", "learned": "la page fait peur"}
        answer = tour.act("ada", "submit", id="once", token=form.token, values=right)
        assert (answer.status, answer.data["errors"]) == (200, {})
    assert [each.answers["participants"] for each in records(tour)] == [3]


def test_a_form_of_somebody_else_records_nothing(tour: House) -> None:
    form = form_of(tour.says("ada", "/coach test").data["form"])
    tour.act("karim", "submit", token=form.token, values={"participants": "3"})
    assert posts(tour, "karim") == [FORGED]
    assert records(tour) == []


def test_a_correction_opens_filled_with_what_was_noted(tour: House) -> None:
    tour.says("ada", TEST)
    form = form_of(press(tour, "ada", "Corriger").data["form"])
    filled = {each.id: each.value for each in form.inputs}
    assert (filled["participants"], filled["learned"], filled["day"]) == (
        "2",
        "la page est lue",
        "2026-11-23",
    )


def test_a_form_opened_by_a_button_changes_the_message_that_was_pressed(tour: House) -> None:
    tour.says("ada", TEST)
    each, post = button(tour, "ada", "Corriger")
    form = form_of(tour.act("ada", "press", token=each.token, post=post).data["form"])
    right = {"participants": "4", "learned": "la page est lue", "day": "2026-11-23"}
    assert tour.act("ada", "submit", token=form.token, values=right, post=post).status == 200
    mine, answer = posts(tour, "ada")
    assert (mine, answer.startswith("Noté : Test utilisateur, 4 personnes")) == (TEST, True)


def test_a_form_never_changes_what_others_read(tour: House) -> None:
    team = channel(tour, "bob")
    tour.says("ada", "livraison à cinq heures ?", team)
    theirs = tour.shows("ada", team).select("[data-post]")[-1]["data-post"]
    form = form_of(tour.says("ada", "/coach test").data["form"])
    right = {"participants": "3", "learned": "la page fait peur"}
    assert tour.act("ada", "submit", token=form.token, values=right, post=theirs).status == 200
    assert posts(tour, "bob", team) == ["livraison à cinq heures ?"]
    assert posts(tour, "ada")[-1].startswith("Noté")
    assert tour.act("bob", "submit", token=form.token, values=right, post=999).status == 404
