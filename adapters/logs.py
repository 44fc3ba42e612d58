"""Logs as JSON lines: a request's id, what happened and how long it took; never a message's text
or a token.
"""

import json
import logging
import sys
from contextvars import ContextVar
from datetime import UTC, datetime

REQUEST: ContextVar[str] = ContextVar("request", default="")

# These log addresses with tokens, or message texts, on their lower levels.
_TALKATIVE = ("aiohttp", "alembic", "aiosqlite", "discord", "slack_sdk",
              "sqlalchemy", "uvicorn")  # fmt: skip


class JsonLines(logging.Formatter):
    """One JSON object a record."""

    def format(self, record: logging.LogRecord) -> str:
        """The record as a line."""
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        line = {"at": at, "level": record.levelname, "from": record.name}
        if request := REQUEST.get():
            line["request"] = request
        line["message"] = record.getMessage()
        if record.exc_info:
            line["trace"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False)


def log_to_stderr(level: int = logging.INFO) -> None:
    """Log everything of this process to standard error."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines())
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for name in _TALKATIVE:
        logging.getLogger(name).setLevel(max(level, logging.WARNING))
    # It warns of a token in the environment that it would not use; we give it ours.
    logging.getLogger("slack_bolt").setLevel(logging.ERROR)
