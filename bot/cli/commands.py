"""All commands; importing this module registers them."""

from bot.cli import ask, chat, doctor, evaluate, index, settings, terms

__all__ = ["ask", "chat", "doctor", "evaluate", "index", "settings", "terms"]
