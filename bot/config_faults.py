"""What is missing, or does not go together, in a configuration each of whose values is fine."""

from collections.abc import Iterator

from bot.settings import MattermostSection, Settings, SlackSection

_PREFIXES = {"bot_token": "xoxb-", "app_token": "xapp-"}


def faults(settings: Settings) -> Iterator[str]:
    """Give a line for each, with what to write."""
    yield from _missing_key(settings)
    yield from _slack_faults(settings)
    yield from _mattermost_faults(settings.mattermost)


def _missing_key(settings: Settings) -> Iterator[str]:
    if not settings.secret_key and not settings.database.url.startswith("sqlite"):
        advice = "set POUCE_SECRET_KEY to a long random value, the same for every process"
        yield f"secret_key: required with PostgreSQL; {advice}"


def _slack_faults(settings: Settings) -> Iterator[str]:
    """Tell what Slack still needs: a way to be written to, and a way to be heard."""
    slack = settings.slack
    if not slack.is_written:
        return
    if not slack.bot_token and not slack.client_id:
        one, many = "bot_token (one workspace)", "client_id and client_secret (several)"
        yield f"slack: nothing to write with; give {one}, or {many}"
    if slack.bot_token and slack.client_id:
        yield "slack: one workspace or several? Give bot_token, or client_id and client_secret, not both"
    if bool(slack.client_id) != bool(slack.client_secret):
        yield "slack: client_id and client_secret go together; give both"
    if not slack.signing_secret and not slack.app_token:
        yield "slack: nothing to listen with; give signing_secret (HTTP), or app_token (Socket Mode)"
    if slack.client_id and not settings.web.public_url:
        yield "web.public_url: required for Slack's OAuth; write the https address that Slack reaches"
    yield from _wrong_prefixes(slack)


def _wrong_prefixes(slack: SlackSection) -> Iterator[str]:
    for name, prefix in _PREFIXES.items():
        value: str | None = getattr(slack, name)
        if value and not value.startswith((prefix, f"xoxe.{prefix}")):
            yield f"slack.{name}: not such a token, which begins with {prefix}"


def _mattermost_faults(mattermost: MattermostSection) -> Iterator[str]:
    """Tell what has no address to go with."""
    if mattermost.url is None and mattermost.is_written:
        yield "mattermost.url: missing; write the address of the server, such as https://chat.example.org"
