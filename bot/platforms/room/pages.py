"""The pages of the room and their pieces, from Jinja2 templates; every word comes from the phrases."""

from collections.abc import Callable, Sequence
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from bot.domain.messages import Form
from bot.platforms.plain import clean
from bot.platforms.room.shapes import Tongue
from bot.platforms.room.views import form_view

_FOLDER = Path(__file__).parent
_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
}
OWN_FILES = {
    path.name: (_TYPES[path.suffix], path.read_bytes()) for path in sorted((_FOLDER / "static").iterdir())
}
"""The files of the pages, by name: their type and what is in them."""


class Pages:
    """Renders templates in a language."""

    def __init__(self, tongue: Callable[[str], Tongue]) -> None:
        """Take what gives the words of a language."""
        self.tongue = tongue
        self._templates = Environment(
            loader=FileSystemLoader(_FOLDER / "templates"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._templates.filters["clean"] = clean
        self._templates.globals["static"] = lambda name: f"/room/static/{name}"

    def show(self, template: str, language: str, /, **facts: object) -> str:
        """Return a page, or a piece of one."""
        tongue = self.tongue(language)
        return self._templates.get_template(template).render(t=tongue.say, lang=language, **facts)

    def form(self, form: Form, language: str) -> str:
        """Return a form to fill."""
        return self.show("_form.html", language, form=form_view(form))


def languages(accepted: str, known: Sequence[str]) -> str:
    """Return the language of a browser among those that are known, from its `Accept-Language` header."""
    wishes = [part.strip().partition(";")[0][:2].lower() for part in accepted.split(",")]
    return next((each for each in wishes if each in known), known[0])
