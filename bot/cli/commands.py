"""All commands; importing this module registers them."""

from bot.cli import ask, chat, db, decide, doctor, evaluate, index, manifest, outbox, requests, serve, settings, stats, terms
from bot.cli.app import app

__all__ = ["app", "ask", "chat", "db", "decide", "doctor", "evaluate", "index", "manifest", "outbox", "requests", "serve", "settings", "stats", "terms"]
