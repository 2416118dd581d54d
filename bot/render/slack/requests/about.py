"""What a window of stewards is about, as Slack keeps it with the window."""

from __future__ import annotations

import json
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class About:
    """A request, and where else it is shown.

    Attributes:
        reconsider: it was accepted already when the window was opened, and whoever decides knows.
        card_url: `response_url` of the private message that shows the card; the one in the channel is known anyway.
    """

    request: int
    reconsider: bool = False
    card_url: str = ""

    def write(self) -> str:
        return json.dumps([self.request, int(self.reconsider), self.card_url], separators=(",", ":"))


def read(text: str) -> About:
    """Raises ValueError for anything else than what was written."""
    try:
        request, reconsider, url = json.loads(text)
        return About(int(request), bool(reconsider), str(url))
    except TypeError:
        raise ValueError(text) from None
