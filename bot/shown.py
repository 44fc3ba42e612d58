"""Which facts a reply shows, in which version."""

from collections.abc import Mapping

from bot.card import Notice
from bot.command import Reply
from bot.request import language_of
from bot.traditional import traditional
from facts.library import Library


def versions_shown(library: Library, reply: Reply) -> Mapping[str, int]:
    """The versions of the facts that a card shows: its own, and those that a caution names beside
    them because a reader could confuse the two.
    """
    known, chosen = library.facts, language_of(reply.tag)
    said = "\n".join(b.text for b in reply.card.blocks if isinstance(b, Notice))
    shown = {id_: known[id_].version for id_ in reply.facts if id_ in known}
    if not said:
        return shown
    others = dict.fromkeys(other for id_ in shown for other in known[id_].conflicts_with)
    for other in others:
        text = known[other].text(chosen.language)
        if (traditional(text) if chosen.traditional else text) in said:
            shown.setdefault(other, known[other].version)
    return shown
