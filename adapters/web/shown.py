"""What of the library the website shows, with what is worked out of it once."""

from dataclasses import dataclass, replace
from functools import cached_property
from hashlib import blake2b

from facts.compiled import Compiled
from facts.fact import Fact
from facts.library import Library


def public_facts(library: Library) -> dict[str, Fact]:
    """The facts that anybody may see: all of them, while no pack has a narrower audience.

    Every page and every record of the JSON is made from these alone. An index that holds other
    facts must not be given to the website: what is looked up in it is only found by its words.
    """
    return library.facts


@dataclass(frozen=True)
class Shown:
    """A library as the website shows it; made anew when the library changes."""

    ready: Compiled

    @property
    def library(self) -> Library:
        """The records."""
        return self.ready.library

    @cached_property
    def pages(self) -> dict[str, str]:
        """The path of the page of each fact and source, by id."""
        paths = {id_: f"/sources/{id_}" for id_ in self.library.sources}
        return paths | {id_: f"/facts/{id_}" for id_ in self.library.facts}

    @cached_property
    def digest(self) -> str:
        """A digest of all that pages are made from."""
        library = self.library
        records = (library.facts, library.sources, library.entities, library.metrics, library.lock)
        return blake2b(repr(records).encode(), digest_size=16).hexdigest()

    @cached_property
    def quoting(self) -> dict[str, list[Fact]]:
        """The facts that quote each source, by its id."""
        facts = self.library.facts.values()
        return {id_: [f for f in facts if id_ in f.sources()] for id_ in self.library.sources}


def shown(ready: Compiled) -> Shown:
    """The part of a library that anybody may see."""
    library = replace(ready.library, facts=public_facts(ready.library))
    return Shown(Compiled(library, ready.index, ready.rates))
