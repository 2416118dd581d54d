"""All commands; importing this module registers them."""

from bot.cli import ask, chat, doctor, evaluate, index, terms

__all__ = ["ask", "chat", "doctor", "evaluate", "index", "terms"]
