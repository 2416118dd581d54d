"""What Slack accepts, in characters or in elements, after https://docs.slack.dev/reference/block-kit."""

from __future__ import annotations

MESSAGE_BLOCKS = 50
VIEW_BLOCKS = 100
MESSAGE_SIZE = 12_000  # of all blocks as JSON; undocumented: `msg_blocks_too_long` comes at about 13,200
MESSAGE_TEXT = 3_000  # our own: Slack cuts at 40,000 and asks for less than 4,000
SECTION_TEXT = 3_000
HEADER_TEXT = 150
CONTEXT_ELEMENTS = 10
CONTEXT_TEXT = 2_000  # our own: nobody reads more in small print
ACTION_ELEMENTS = 25
NOTE = 400  # our own: a sentence or two
BLOCK_ID = 255
BUTTON_TEXT = 75
BUTTON_VALUE = 2_000
PLACEHOLDER_TEXT = 150
OPTION_TEXT = 75
OPTION_VALUE = 150
SELECT_OPTIONS = 100
MODAL_TITLE = 24
CONFIRM_TITLE = 100
CONFIRM_TEXT = 300
CONFIRM_BUTTON = 30
PRIVATE_METADATA = 3_000
RICH_TEXT = 3_000  # our own, a paragraph: Slack names no number, and accepts what a section may hold
