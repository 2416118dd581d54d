"""A new term file as a branch of a local clone, and as a pull request on GitHub."""

from bot.adapters.git.clone import Branch, LocalClone
from bot.adapters.git.pull_request import open_pull_request

__all__ = ["Branch", "LocalClone", "open_pull_request"]
