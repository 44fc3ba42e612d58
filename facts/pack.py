"""Read a pack: a folder of TOML records. Every problem of every file is reported, none raises."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, get_args

from facts.entity import Entity, EntityKind
from facts.fact import Fact, Topic
from facts.language import Record, Text
from facts.problem import Problem
from facts.source import Source

if TYPE_CHECKING:
    from pydantic import TypeAdapter

R = TypeVar("R", bound=Record)
_ADAPTERS: "dict[type[Any], TypeAdapter[Any]]" = {}

BUILT_IN = Path(__file__).parent / "data"
LOCK_FILE = "quotes.lock.json"
RELEASED_FILE = "released.json"


@dataclass(frozen=True)
class Metric(Record):
    """What a value measures: its name in three languages, and how values of it compare."""

    id: str
    names: Text
    highest_first: bool = True


@dataclass
class Pack:
    """The records of one folder; `files` maps "kind:id" to the path that holds the record.

    `base` is the pack whose records this one may name.
    """

    root: Path
    sources: dict[str, Source] = field(default_factory=dict)
    entities: dict[str, Entity] = field(default_factory=dict)
    facts: dict[str, Fact] = field(default_factory=dict)
    metrics: dict[str, Metric] = field(default_factory=dict)
    files: dict[str, Path] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    base: "Pack | None" = None

    def knows(self, kind: str, id_: str) -> bool:
        """True when this pack, or the one it builds on, has such a record ("entities", …)."""
        return id_ in getattr(self, kind) or bool(self.base and self.base.knows(kind, id_))

    def file_of(self, record: Record) -> str:
        """The path of a record's file relative to the pack, for messages."""
        key = f"{type(record).__name__.lower()}:{getattr(record, 'id', '')}"
        path = self.files.get(key)
        return self.name_of(path) if path else key

    def name_of(self, path: Path) -> str:
        """A file's name as messages show it."""
        return path.relative_to(self.root).as_posix()


def read_pack(root: Path) -> Pack:
    """Read every record below a folder. A record that is broken is left out, with its problems."""
    pack = Pack(root)
    if not root.is_dir():
        pack.problems.append(Problem(str(root), "", "no such folder"))
        return pack
    for path in sorted((root / "sources").glob("*.toml")):
        _add(pack, path, Source, pack.sources)
    for path in sorted((root / "entities").glob("*/*.toml")):
        if _folder_known(pack, path, get_args(EntityKind)):
            _add(pack, path, Entity, pack.entities, kind=path.parent.name)
    for path in sorted((root / "facts").glob("*/*.toml")):
        if _folder_known(pack, path, get_args(Topic)):
            _add(pack, path, Fact, pack.facts, topic=path.parent.name)
    for key, values in _metrics(pack):
        _build(pack, root / "metrics.toml", key, Metric, pack.metrics, values)
    _report_strays(pack)
    return pack


def _report_strays(pack: Pack) -> None:
    """A record at a depth where nothing is read would be missed in silence."""
    for folder, parts in (("sources", 2), ("entities", 3), ("facts", 3)):
        for path in sorted((pack.root / folder).rglob("*.toml")):
            if len(path.relative_to(pack.root).parts) != parts:
                message = "not read: records stand in sources, entities/<kind> and facts/<topic>"
                pack.problems.append(Problem(pack.name_of(path), "", message))


def _folder_known(pack: Pack, path: Path, known: tuple[str, ...]) -> bool:
    if path.parent.name in known:
        return True
    message = f"the folder {path.parent.name!r} is not one of {', '.join(known)}"
    pack.problems.append(Problem(pack.name_of(path), "", message))
    return False


def _add(pack: Pack, path: Path, model: type[R], into: dict[str, R], **from_path: str) -> None:
    raw = _toml(pack, path)
    if raw is None:
        return
    for key in ("id", *from_path):
        if key in raw:
            message = "stands in the path of the file, not in it"
            pack.problems.append(Problem(pack.name_of(path), key, message))
            return
    if path.stem in into:
        other = pack.files[f"{model.__name__.lower()}:{path.stem}"]
        message = f"the id {path.stem!r} is already used by {pack.name_of(other)}"
        pack.problems.append(Problem(pack.name_of(path), "", message))
        return
    _build(pack, path, path.stem, model, into, {**raw, **from_path})


def _build(
    pack: Pack, path: Path, key: str, model: type[R], into: dict[str, R], raw: dict[str, Any]
) -> None:
    from pydantic import ValidationError  # 100 ms that the compiled library does without

    try:
        record: R = _adapter(model).validate_python({**raw, "id": key})
    except ValidationError as error:
        for detail in error.errors():
            place = ".".join(str(part) for part in detail["loc"])
            message = detail["msg"].removeprefix("Value error, ")
            pack.problems.append(Problem(pack.name_of(path), place, message))
        return
    into[key] = record
    pack.files[f"{model.__name__.lower()}:{key}"] = path


def _adapter(model: type[R]) -> "TypeAdapter[R]":
    from pydantic import TypeAdapter

    if model not in _ADAPTERS:
        _ADAPTERS[model] = TypeAdapter(model)
    return _ADAPTERS[model]


def _metrics(pack: Pack) -> Iterator[tuple[str, dict[str, Any]]]:
    path = pack.root / "metrics.toml"
    raw = _toml(pack, path) if path.exists() else {}
    for key, value in (raw or {}).items():
        if isinstance(value, dict):
            yield key, value
        else:
            pack.problems.append(Problem("metrics.toml", key, "a table is needed"))


def _toml(pack: Pack, path: Path) -> dict[str, Any] | None:
    import tomllib  # not needed where the compiled library is there

    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (ValueError, RecursionError, OSError) as error:  # tomllib lets all of them through
        pack.problems.append(Problem(pack.name_of(path), "", str(error)))
        return None
