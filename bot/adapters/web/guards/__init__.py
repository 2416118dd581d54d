"""What every request passes on its way in, as plain ASGI: a trace, limits, and headers for browsers."""

from bot.adapters.web.guards.body_limit import BodyLimit
from bot.adapters.web.guards.rate_limit import RateLimit
from bot.adapters.web.guards.security_headers import SecurityHeaders
from bot.adapters.web.guards.trace import Trace

__all__ = ["BodyLimit", "RateLimit", "SecurityHeaders", "Trace"]
