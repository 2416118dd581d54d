"""What Block Kit is made of."""

from __future__ import annotations

from typing import Any

Block = dict[str, Any]
Message = dict[str, Any]  # {"text": str, "blocks": list[Block]}
View = dict[str, Any]
