"""What the program says about itself: log lines without secrets, and numbers."""

from bot.telemetry.logs import configure_logs
from bot.telemetry.metrics import Metrics

__all__ = ["Metrics", "configure_logs"]
