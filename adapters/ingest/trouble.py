"""What can go wrong on the way in, said so that a curator can act on it."""


class DraftError(Exception):
    """A document can't be drafted from; the message says why, in one line, without its words."""


class PassingError(DraftError):
    """It may work later: the site did not answer, or asked for patience."""


class GoneError(DraftError):
    """The site says that there is no such page (any more)."""
