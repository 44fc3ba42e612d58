"""The links of a feed (RSS or Atom). This runs in a child process: a feed is not trusted."""

from io import BytesIO
from urllib.parse import urldefrag

from adapters.ingest.extract import optional
from adapters.ingest.trouble import DraftError

MOST_ENTRIES = 100  # of one feed; those that it names first are the newest


def feed_links(body: bytes, address: str) -> list[str]:
    """The pages of the entries in the order of the feed, each once; DraftError for no feed."""
    said = {"content-location": address}
    found = optional("feedparser").parse(
        BytesIO(body), response_headers=said, sanitize_html=False, resolve_relative_uris=False
    )
    if not found.get("version"):
        raise DraftError("this is no feed")
    links = (urldefrag(str(entry.get("link") or "")).url for entry in found.entries)
    pages = dict.fromkeys(link for link in links if _is_page(link, address))
    return list(pages)[:MOST_ENTRIES]


def _is_page(link: str, address: str) -> bool:
    """An empty link is that of the feed itself."""
    return link.startswith(("https://", "http://")) and link != address
