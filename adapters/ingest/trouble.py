"""What can go wrong on the way in, said so that a curator can act on it."""


class DraftError(Exception):
    """A document can't be drafted from; the message says why, in one line, without its words."""
