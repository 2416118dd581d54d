"""The composition root: settings -> catalog, assistant and meaning. Nothing is built at import."""

from bot.bootstrap.compose import Application, compose
from bot.bootstrap.meaning import Meaning

__all__ = ["Application", "Meaning", "compose"]
