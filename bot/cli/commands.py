"""All commands; importing this module registers them."""

from bot.cli import ask, chat, doctor, evaluate, index, settings, terms
from bot.cli.app import app

__all__ = ["app", "ask", "chat", "doctor", "evaluate", "index", "settings", "terms"]
