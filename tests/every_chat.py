"""Every chat that a story is told for at once, each checked by its own word."""

from bot.stories.lenses import ROOM
from tests.mattermost.oracle import CHECKED_MATTERMOST
from tests.slack.oracle import CHECKED_SLACK

EVERY_CHAT = (ROOM, CHECKED_SLACK, CHECKED_MATTERMOST)
