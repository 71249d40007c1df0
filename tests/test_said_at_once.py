"""What a sentence says is heard, and not asked again; what it does not say is asked once."""

from tests.scene import Scene


def test_who_was_met_is_asked_only_if_it_was_not_said(scene: Scene) -> None:
    told = scene.says("ada", "entretien 2 agents du port, ils recopient le carnet à la main")
    assert "Noté : Entretien, 2 personnes" in told
    assert "Qui était-ce" not in told
    assert "Qui était-ce" in scene.says("ada", "entretien 2 maires, ils ne voient jamais les prises")
    assert "Noté : Entretien, 2 personnes" in scene.says("ada", "des usagers")
    assert [each.answers["kind"] for each in scene.records()] == ["agent", "user"]


def test_replies_and_adoptions_are_counted_where_they_are_said(scene: Scene) -> None:
    told = scene.says("ada", "prospection 12 mairies, 3 réponses, 2 adoptions")
    assert "Noté : Faire adopter, 12 contacts, 3 réponses, 2 adoptions, lun. 23 nov." in told
    assert "Combien ont répondu" not in told
    told = scene.says("ada", "adoption la CAF du Nord s’en sert déjà")
    assert "Noté : Faire adopter, 1 adoption, lun. 23 nov." in told
    assert "Combien ont répondu" not in told
    assert "Combien ont répondu" in scene.says("ada", "prospection 4 communes")
    assert "4 contacts, 0 réponse, lun." in scene.says("ada", "0")
