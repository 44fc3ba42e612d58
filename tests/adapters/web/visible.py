"""What a reader of a page sees, and what a browser makes of it."""

from html.parser import HTMLParser

INLINE = {"a", "strong", "span", "code"}
ALONE = {"meta", "link", "input", "br"}  # have no end


class Page(HTMLParser):
    """A parsed page: `text` as it is seen, `tags` with their attributes, `open` what is not ended."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self._parts: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self._links: list[str] = []
        self.feed(html)
        self.close()

    @property
    def text(self) -> str:
        """All words; the address of a link to elsewhere stands after its words."""
        return "".join(self._parts)

    def links(self) -> list[str]:
        """Where the links lead."""
        return [given["href"] or "" for tag, given in self.tags if tag == "a"]

    def all(self, tag: str) -> list[dict[str, str | None]]:
        """The attributes of every tag of a name."""
        return [given for name, given in self.tags if name == tag]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in INLINE:
            self._parts.append("\n")
        if tag == "a":
            href = dict(attrs).get("href") or ""
            self._links.append("" if href.startswith("/") else f" {href}")
        if tag not in ALONE:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open, f"{tag} ends and never began"
        assert self.open.pop() == tag
        if tag == "a":
            self._parts.append(self._links.pop())
        if tag not in INLINE:
            self._parts.append("\n")

    def handle_data(self, data: str) -> None:
        self._parts.append(data)
