"""What people are told when something cannot be done. Never the text of an exception."""

from __future__ import annotations

from bot.adapters.chat.sentences import NOT_STORED, OLD_CONTROL, OUTSIDER, SORRY, of_request, slow_down

__all__ = ["NOT_STORED", "OLD_CONTROL", "OUTSIDER", "SORRY", "of_request", "slow_down"]  # those of every platform, beside those that follow

BUSY = "Slack is taking requests slowly just now. Please try again in a minute."
SLACK_DOWN = "Slack did not take my answer. Please try again in a minute."
TOO_LATE = "That took too long, and Slack no longer lets me open a window for it. Please try again."
NOT_ALLOWED = "I lack a permission for that in this workspace. An administrator can install the app again to grant it."
NOT_INSTALLED = "This app is no longer installed here. An administrator can install it again."
OLD_MESSAGE = "I can no longer change that message. Please ask again."
INVITE = "I am not a member of this channel. Invite me with /invite and my name, and then try again."
NO_POSTING = "I may not post in this channel."
UNKNOWN_COMMAND = "I do not know that command."
UNAVAILABLE_OPTION = "Not available just now, please try again"  # 75 characters fit
NOTICE_TITLE = "Sorry"  # of a window; 24 characters fit
