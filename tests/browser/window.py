"""A person's window on the room: what they see, and what their hands do."""

import re
from dataclasses import dataclass, field

from playwright.sync_api import ConsoleMessage, Locator, Page, Request, expect

_PATIENCE = 10_000  # milliseconds


@dataclass
class Window:
    """A page and what went wrong in it: nothing may, unless the test says what it expects."""

    page: Page
    url: str
    faults: list[str] = field(default_factory=list)
    strangers: list[str] = field(default_factory=list)
    expected: list[str] = field(default_factory=list)
    came: list[str] = field(default_factory=list)
    """What Pouce sent them of its own accord while they moved the clock: when, and to whom."""

    def __post_init__(self) -> None:
        self.page.set_default_timeout(_PATIENCE)
        self.page.on("console", self._wrote)
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.on("request", self._asked)

    def _wrote(self, message: ConsoleMessage) -> None:
        """A refusal of the content security policy is written there too."""
        if message.type in {"error", "warning"}:
            self.faults.append(f"{message.text} ({message.location.get('url', '')})")

    def _asked(self, request: Request) -> None:
        if not request.url.startswith((f"{self.url}/", "data:", "blob:")):
            self.strangers.append(request.url)

    def expects(self, *faults: str) -> None:
        """Say which faults belong to the test."""
        self.expected += faults

    def unexpected(self) -> list[str]:
        """Return what nobody expected, and every request to somewhere else."""
        wrong = [each for each in self.faults if not any(known in each for known in self.expected)]
        return wrong + [f"asked {each}" for each in self.strangers]

    def goes(self, path: str = "/") -> None:
        self.page.goto(self.url + path)

    # What is seen

    @property
    def posts(self) -> Locator:
        return self.page.locator("#posts > [data-post]")

    @property
    def last(self) -> Locator:
        return self.posts.last

    @property
    def box(self) -> Locator:
        return self.page.locator("#say")

    @property
    def dialog(self) -> Locator:
        return self.page.locator("#dialog")

    def hears(self, *texts: str) -> None:
        """Wait until the last message says all this; a difference of spaces is none."""
        for text in texts:
            expect(self.last).to_contain_text(spaced(text), timeout=_PATIENCE)

    # What hands do

    def says(self, text: str) -> None:
        """Type and send; what was said is then on the page, and the box empty."""
        before = self.posts.count()
        self.box.click()
        self.page.keyboard.type(text)
        self.page.keyboard.press("Enter")
        expect(self.box).to_have_value("")
        expect(self.posts.nth(before)).to_be_visible()

    def presses(self, label: str, post: Locator | None = None) -> None:
        (post or self.last).get_by_role("button", name=label, exact=True).click()

    def moves(self, to: str = "message") -> None:
        """Move the clock with a button, and wait until it has stopped."""
        self.page.locator(f"#clock [data-to={to}]").click()
        self.rests()

    def moves_to(self, day: str) -> None:
        self.page.fill("#day", day)
        self.page.locator("#clock [type=submit]").click()
        self.rests()

    def rests(self) -> None:
        """Wait until the clock has stopped, and read what came on the way."""
        expect(self.page.locator("#clock")).to_have_attribute("aria-busy", "false", timeout=30_000)
        self.came += self.page.locator("#way .mine .way-when").all_inner_texts()

    def why_is_fresh(self) -> None:
        """Wait until the panel tells of the moment that the clock shows: the day, and the hour."""
        shown = self.page.locator(".bench section [data-clock]").inner_text()
        day, hour = re.findall(r"\d+", shown)[0], shown.rpartition(",")[2]
        told = re.compile(rf"\b{day}\D.*{spaced(hour).pattern}")
        expect(self.page.locator("#why > .facts dd").first).to_have_text(told, timeout=_PATIENCE)

    def clock(self, text: str) -> None:
        expect(self.page.locator(".bench section [data-clock]")).to_have_text(spaced(text))


def spaced(text: str) -> re.Pattern[str]:
    """Any white space stands for a space: French has three, and a page folds them."""
    return re.compile(r"\s+".join(re.escape(word) for word in text.split()))
