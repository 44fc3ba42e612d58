"""A small clean pack in a folder, which a test changes in one place."""

import json
import tomllib
from datetime import date
from pathlib import Path
from typing import Any

PLAN = "facts/investment/acme-plan.toml"
TIP = "facts/tip/keep-promises.toml"
ACME = "entities/company/acme.toml"
RIVAL = "entities/company/rival.toml"
JAPAN = "entities/country/japan.toml"
SOURCE = "sources/report.toml"
METRICS = "metrics.toml"

INVESTED = "Acme will invest 29亿美元 in Japan"
PROMISED = "keep every promise you make"
ARCHIVE = """# Why Acme **goes** to Japan
![](https://pictures.example/acme\\_1.png)
On 9 April the company's head told reporters: Acme will invest **29亿美元** in Japan\\.
She was asked what others should do there, and answered that they should keep every promise you \
make, 😀 even the small ones, because nobody there forgets one and nobody tells you so\\.
Read more: Rival will close its office in Japan
"""

REVIEW = {"by": "the tests", "kind": "person", "on": date(2026, 1, 5)}


def text(word: str) -> dict[str, str]:
    """A word in three languages."""
    return {"en": word, "ja": f"{word}（日本語）", "zh": f"{word}（中文）"}


def quote(exact: str = INVESTED, **more: Any) -> dict[str, Any]:
    """A quote of the report."""
    return {"source": "report", "exact": exact, **more}


def money(**changes: Any) -> dict[str, Any]:
    """The value of the plan."""
    value = {"metric": "commitment", "kind": "money", "amount": 2_900_000_000, "currency": "USD"}
    return {**value, "geography": "japan", **changes}


def plan(**changes: Any) -> dict[str, Any]:
    """The fact that Acme will invest; a change to None takes the key away."""
    record = {
        "added": date(2026, 1, 5),
        "claim": "announced",
        "statement": text("Acme will invest US$2.9 billion in Japan."),
        "roles": [{"entity": "acme", "role": "payer"}],
        "when": {"announced": "2024-04-09"},
        "values": [money()],
        "quotes": [quote(as_written=["29亿美元"])],
        "review": REVIEW,
    }
    return _changed(record, changes)


def tip(**changes: Any) -> dict[str, Any]:
    """Advice to companies from abroad."""
    record = {
        "added": date(2026, 1, 5),
        "claim": "advice",
        "group": "trust",
        "audience": "entrant",
        "statement": text("Keep every promise."),
        "quotes": [quote(PROMISED)],
        "review": REVIEW,
    }
    return _changed(record, changes)


def source(**changes: Any) -> dict[str, Any]:
    """The report that both facts quote."""
    record = {
        "title": text("Why Acme goes to Japan"),
        "publisher": text("The Report"),
        "kind": "article",
        "language": "en",
        "published": "2024-08?",
        "date_note": text("The month is inferred."),
        "archive": "report.txt",
        "not_content": [
            {"begins": "![](https://", "ends": "\n", "why": "picture"},
            {"begins": "Read more:", "why": "another article"},
        ],
    }
    return _changed(record, changes)


def entity(word: str, **changes: Any) -> dict[str, Any]:
    """Something with a name in three languages."""
    return _changed({"names": text(word)}, changes)


def clean_pack(root: Path) -> Path:
    """Write a pack without any problem: two facts, three entities, a source, a metric."""
    put(root, PLAN, plan())
    put(root, TIP, tip())
    put(root, ACME, entity("Acme"))
    put(root, RIVAL, entity("Rival", covered=False))
    put(root, JAPAN, entity("Japan"))
    put(root, SOURCE, source())
    put(root, METRICS, {"commitment": {"names": text("Planned investment")}})
    return root


def archives(folder: Path, content: str | bytes = ARCHIVE, name: str = "report.txt") -> Path:
    """A folder with the saved text of the report."""
    folder.mkdir(parents=True, exist_ok=True)
    raw = content.encode() if isinstance(content, str) else content
    (folder / name).write_bytes(raw)
    return folder


def put(root: Path, name: str, record: dict[str, Any] | str | bytes) -> Path:
    """Write one file of a pack: a record, or the very text or bytes."""
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    if isinstance(record, dict):
        record = "".join(f"{key} = {toml(value)}\n" for key, value in record.items())
    path.write_bytes(record.encode() if isinstance(record, str) else record)
    return path


def change(root: Path, name: str, **changes: Any) -> Path:
    """Change keys of a record that is there; None takes a key away."""
    record = tomllib.loads((root / name).read_text(encoding="utf-8"))
    return put(root, name, _changed(record, changes))


def toml(value: Any) -> str:
    """A value as TOML, tables and arrays inline."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{json.dumps(k)} = {toml(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(toml, value)) + "]"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float):
        return repr(value)  # inf and nan are TOML too
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def _changed(record: dict[str, Any], changes: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in {**record, **changes}.items() if value is not None}
