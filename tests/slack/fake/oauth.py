"""Installing the app: the page where somebody allows it, the exchange of its code, and tokens that expire."""

from urllib.parse import parse_qs, urlencode, urlsplit

from tests.slack.fake.state import CODE_LIFE, TOKEN_LIFE, Code, Json, Slack, Token, refuse


def allow(slack: Slack, page: str, team: str = "", enterprise: str = "") -> str:
    """Press « Allow » on the page of an installation; return where the browser is sent then.

    For one workspace, or for a whole organisation when only that is named.
    """
    asked = {name: values[0] for name, values in parse_qs(urlsplit(page).query).items()}
    if asked["client_id"] != slack.client_id:
        refuse("invalid_client_id")
    back = asked.get("redirect_uri") or slack.redirect_uri
    scopes = frozenset(filter(None, asked.get("scope", "").split(",")))
    if not scopes:
        refuse("no_scopes")
    within = slack.teams[team].enterprise if team else enterprise
    code = slack.new_id("code-")
    slack.codes[code] = Code(team, within, scopes, asked.get("redirect_uri", ""), slack.now())
    return f"{back}?{urlencode({'code': code, 'state': asked.get('state', '')})}"


def access(slack: Slack, args: Json) -> Json:
    """Answer oauth.v2.access."""
    if args.get("client_id") != slack.client_id:
        refuse("invalid_client_id")
    if args.get("client_secret") != slack.client_secret:
        refuse("bad_client_secret")
    if args.get("grant_type") == "refresh_token":
        return _renewed(slack, args.get("refresh_token", ""))
    code = slack.codes.pop(args.get("code", ""), None)
    if code is None or slack.now() - code.at > CODE_LIFE:
        refuse("invalid_code")
    if code.redirect_uri != args.get("redirect_uri", ""):
        refuse("bad_redirect_uri")
    kind = "xoxe.xoxb" if slack.rotates else "xoxb"
    token = Token(f"{kind}-{slack.new_id('k')}", code.team, code.scopes, code.enterprise)
    return _given(slack, token)


def _renewed(slack: Slack, refresh: str) -> Json:
    """Give a new token for a refresh token, which serves once; the old token lives until its hour."""
    before = next((each for each in slack.tokens.values() if refresh and each.refresh == refresh), None)
    if before is None or before.revoked:
        refuse("invalid_refresh_token")
    before.refresh = ""
    value = f"xoxe.xoxb-{slack.new_id('k')}"
    return _given(slack, Token(value, before.team, before.scopes, before.enterprise))


def _given(slack: Slack, token: Token) -> Json:
    if slack.rotates:
        token.expires_at = slack.now() + TOKEN_LIFE
        token.refresh = f"xoxe-1-{slack.new_id('r')}"
    slack.tokens[token.value] = token
    team = slack.teams[token.team] if token.team else None
    return {
        "app_id": slack.app_id,
        "authed_user": {"id": "UADMIN"},
        "scope": ",".join(sorted(token.scopes)),
        "token_type": "bot",
        "access_token": token.value,
        **({"refresh_token": token.refresh, "expires_in": int(TOKEN_LIFE)} if token.refresh else {}),
        "bot_user_id": team.bot_user if team else "UPOUCE",
        "team": {"id": team.id, "name": team.id} if team else None,
        "enterprise": {"id": token.enterprise, "name": token.enterprise} if token.enterprise else None,
        "is_enterprise_install": team is None,
    }
