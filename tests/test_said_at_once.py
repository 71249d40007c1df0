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
    assert "Combien ont répondu" in scene.says("ada", "prospection 9 mairies")
    assert "9 contacts, 3 réponses, lun." in scene.says("ada", "3 réponses")


def test_the_days_of_a_focus_are_those_of_the_week_to_come(scene: Scene) -> None:
    told = scene.says("ada", "cap usagers jeudi, livraison vendredi")
    assert (
        "Noté : Cap de la semaine, lun. 23 nov., usagers à voir le jeu. 26 nov., "
        "livraison prévue le ven. 27 nov. Visible"
    ) in told
    assert "usagers jeudi, livraison vendredi" in told
    assert "Quel jour verrez-vous" not in told
    assert "Quel jour verrez-vous" in scene.says("ada", "cap appeler la mairie vendredi")
    assert "usagers à voir le mer. 25 nov." in scene.says("ada", "mercredi")
