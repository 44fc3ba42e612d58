"""The curator's commands: check, verify and export."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from adapters.terminal.exporting import export_command
from facts.compiled import Compiled

if TYPE_CHECKING:
    from facts.archive import Lock
    from facts.pack import Pack


def curation_commands(load: Callable[[], Compiled], packs: tuple[Path, ...]) -> list[click.Command]:
    """`check`, `verify` and `export` for these packs."""
    return [_check(packs), _verify(packs), export_command(load)]


def _check(packs: tuple[Path, ...]) -> click.Command:
    @click.command("check", help="Check every record of every pack; report all problems at once.")
    @click.option("--release", is_flag=True, help="note the present versions as released")
    def check(release: bool) -> int:  # noqa: FBT001  # click passes it by name
        from facts.check import check as problems_of
        from facts.release import released_problems, write_released

        failed = False
        for pack in _read(packs):
            problems = problems_of(pack)
            if release and not problems:
                write_released(pack)
            problems += released_problems(pack)
            for problem in problems:
                click.echo(str(problem))
            failed = failed or bool(problems)
            click.echo(_summary(pack))
        return 1 if failed else 0

    return check


def _read(packs: tuple[Path, ...]) -> Iterator["Pack"]:
    """The packs in order; each may name the records of those before it."""
    from facts.pack import read_pack

    base = None
    for root in packs:
        pack = read_pack(root)
        pack.base, base = base, pack
        yield pack


def _summary(pack: "Pack") -> str:
    from facts.archive import read_lock

    facts = list(pack.facts.values())
    lines = [f"{len(facts)} facts, {len(pack.entities)} entities, {len(pack.sources)} sources"]
    try:
        lock = read_lock(pack.root)
    except ValueError as error:
        return f"{lines[0]}\n{error}"
    lines += [
        f"{source.id}: {lock.share(source, facts):.1%} of its text is quoted"
        for source in pack.sources.values()
    ]
    return "\n".join(lines)


def _verify(packs: tuple[Path, ...]) -> click.Command:
    @click.command(
        "verify", help="Find every quote again, to the letter, in copies of the sources."
    )
    @click.option(
        "--archives", required=True, type=click.Path(exists=True, file_okay=False, path_type=Path)
    )
    @click.option("--write", is_flag=True, help="write the lock file")
    def verify(archives: Path, write: bool) -> int:  # noqa: FBT001  # click passes it by name
        from facts.archive import verify as verify_pack
        from facts.archive import write_lock

        failed = False
        for pack in _read(packs):
            lock, problems = verify_pack(pack, archives)
            problems = [*pack.problems, *problems]
            for problem in problems:
                click.echo(str(problem))
            if write and not problems:
                write_lock(pack.root, lock)
            elif stale := _stale(pack, lock):
                click.echo(stale)
                failed = True
            failed = failed or bool(problems)
            click.echo(
                f"{len(lock.quotes)} different quotes found in {len(lock.archives)} archives"
            )
        return 1 if failed else 0

    return verify


def _stale(pack: "Pack", lock: "Lock") -> str | None:
    """A sentence where the lock file is not what it must be."""
    from facts.archive import read_lock

    try:
        same = read_lock(pack.root) == lock
    except ValueError as error:
        return str(error)
    return None if same else f"{pack.root}: the lock file differs: run verify with --write"
