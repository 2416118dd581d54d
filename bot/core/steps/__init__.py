"""The steps of the cascade. Each takes a question and resolves it, or passes with None."""

from bot.core.steps.comparison import comparison
from bot.core.steps.meaning import meaning
from bot.core.steps.mention import mention
from bot.core.steps.misspelt import misspelt
from bot.core.steps.subject import subject

__all__ = ["comparison", "meaning", "mention", "misspelt", "subject"]
