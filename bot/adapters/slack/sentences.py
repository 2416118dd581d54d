"""What people are told when something cannot be done. Never the text of an exception."""

from __future__ import annotations

SORRY = "Something went wrong here. It is noted; please try again."
BUSY = "Slack is taking requests slowly just now. Please try again in a minute."
SLACK_DOWN = "Slack did not take my answer. Please try again in a minute."
TOO_LATE = "That took too long, and Slack no longer lets me open a window for it. Please try again."
NOT_STORED = "Nothing was stored: the database does not answer. Please try again in a minute; look-ups still work."
NOT_ALLOWED = "I lack a permission for that in this workspace. An administrator can install the app again to grant it."
NOT_INSTALLED = "This app is no longer installed here. An administrator can install it again."
OUTSIDER = "Sorry, I answer only people of the organization that has installed me."
OLD_CONTROL = "That control belongs to an older version of mine. Please ask again."
OLD_MESSAGE = "I can no longer change that message. Please ask again."
INVITE = "I am not a member of this channel. Invite me with /invite and my name, and then try again."
NO_POSTING = "I may not post in this channel."
UNKNOWN_COMMAND = "I do not know that command."
UNAVAILABLE_OPTION = "Not available just now, please try again"  # 75 characters fit
NOTICE_TITLE = "Sorry"  # of a window; 24 characters fit


def slow_down(seconds: int) -> str:
    return f"Slow down, please: try again in {seconds} second{'s' if seconds != 1 else ''}."
