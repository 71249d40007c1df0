"""What Slack refuses, in figures. PLATFORMS §1.8 says where each was seen; the SDK's models check most.

`slack_sdk.models` is the source unless said otherwise.
"""

MESSAGE_BLOCKS = 50
VIEW_BLOCKS = 100
TEXT = 10_000
"""All that is read in one message. Slack tells no figure and counts in its own way: 13,297 characters were
refused with `msg_blocks_too_long` (slackapi/bolt-js#2509), and 11,341 with rich text (#2867)."""
FALLBACK = 4_000
"""The top-level `text`; longer ones are cut or refused."""
PLAIN_TEXT = 3_000
"""A text object, in a section or a context."""

ACTIONS = 25
"""Elements of one `actions` block."""
LABEL = 75
"""A button, an option, an accessibility label, the label of a group of options."""
VALUE = 2_000
"""What a button holds."""
ID = 255
"""`action_id`, `block_id`, `callback_id`."""

TABLE_ROWS = 100
TABLE_COLUMNS = 20

TITLE = 24
"""The title of a modal, and its two buttons."""
METADATA = 3_000
INPUT_LABEL = 2_000
HINT = 2_000
OPTION_VALUE = 150
OPTIONS = 100
"""Of one select, or of one group; a select takes as many groups."""
TICKS = 10
"""Checkboxes and radio buttons: a list past that is a select (Block Kit, checkboxes element)."""
