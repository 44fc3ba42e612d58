"""What becomes of a link or a text that somebody suggests."""

import re

from bot.card import Block, Notice
from bot.command import Reply
from bot.request import language_of
from bot.review.curators import Asker
from bot.review.item import Circle
from bot.review.ports import ReviewPorts
from bot.review.told import card_of
from bot.words import say

LEAST = 40  # characters of a text that may hold a fact
MOST = 20_000  # characters of a text; an article of ten pages
_LINK = re.compile(r"https?://[^\s<>|\"'\u3000-\u303f\uff00-\uff0f]+", re.IGNORECASE)
_LONGEST = 2_000  # characters of an address
_ENDS = ".,;:!?)]}"


def link_in(text: str) -> str | None:
    """The first address in a text, without the marks of the sentence around it."""
    found = _LINK.search(text)
    if found is None:
        return None
    link = found[0].rstrip(_ENDS)
    return link if len(link) <= _LONGEST else None


async def suggested(
    ports: ReviewPorts, circle: Circle, asker: Asker, link: str | None, text: str | None
) -> Reply:
    """Keep it, and say what happens next; or that it waits already, or is too little."""
    words = (text or "").strip()
    link = link or link_in(words)
    if link is None and not LEAST <= len(words) <= MOST:
        key = "suggest.too_long" if words and len(words) > MOST else "suggest.too_little"
        return _told(asker, "error", key, misuse=True)
    known = await ports.queue.known(circle, link) if link else None
    kept = await ports.suggestions.suggest(circle, link, None if link else words, asker.now)
    if kept is None:
        return _told(asker, "info", "suggest.waits")
    return _told(asker, "info", "suggest.read_before" if known else "suggest.thanks")


def _told(asker: Asker, level: str, key: str, *, misuse: bool = False) -> Reply:
    language = language_of(asker.tag).language
    text = say(language, key, least=LEAST, most=MOST)
    blocks: list[Block] = [Notice("error" if level == "error" else "info", text)]
    return card_of(asker, say(language, "suggest.title"), blocks, "help suggest", misuse=misuse)
