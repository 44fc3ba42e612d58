"""The curator's commands: check, verify and export."""

import sys
from collections.abc import Callable
from pathlib import Path

import click

from facts.compiled import Compiled


def curation_commands(load: Callable[[], Compiled], packs: tuple[Path, ...]) -> list[click.Command]:
    """`check`, `verify` and `export` for these packs."""
    return [_check(packs), _verify(packs), _export(load)]


def _check(packs: tuple[Path, ...]) -> click.Command:
    @click.command("check", help="Check every record of every pack; report all problems at once.")
    @click.option("--release", is_flag=True, help="note the present versions as released")
    def check(release: bool) -> int:  # noqa: FBT001  # click passes it by name
        from facts.check import check as problems_of
        from facts.pack import read_pack
        from facts.release import released_problems, write_released

        found = 0
        for root in packs:
            pack = read_pack(root)
            if release:
                write_released(pack)
            problems = [*problems_of(pack), *released_problems(pack)]
            for problem in problems:
                click.echo(str(problem))
            found += len(problems)
            click.echo(_summary(root, pack))
        return 1 if found else 0

    return check


def _summary(root: Path, pack: "object") -> str:
    from facts.archive import read_lock
    from facts.pack import Pack

    assert isinstance(pack, Pack)  # noqa: S101
    lock = read_lock(root)
    lines = [f"{len(pack.facts)} facts, {len(pack.entities)} entities, {len(pack.sources)} sources"]
    for source in pack.sources.values():
        share = lock.share(source, list(pack.facts.values()))
        lines.append(f"{source.id}: {share:.1%} of its text is quoted")
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
        from facts.archive import read_lock, write_lock
        from facts.archive import verify as verify_pack
        from facts.pack import read_pack

        failed = False
        for root in packs:
            pack = read_pack(root)
            lock, problems = verify_pack(pack, archives)
            for problem in [*pack.problems, *problems]:
                click.echo(str(problem))
            if write and not problems:
                write_lock(root, lock)
            elif lock != read_lock(root):
                click.echo(f"{root}: the lock file differs: run verify with --write")
                failed = True
            failed = failed or bool(problems or pack.problems)
            click.echo(
                f"{len(lock.quotes)} different quotes found in {len(lock.archives)} archives"
            )
        return 1 if failed else 0

    return verify


def _export(load: Callable[[], Compiled]) -> click.Command:
    @click.command("export", help="Print the facts: jsonl (a line a fact), csv or md.")
    @click.option("--format", "form", type=click.Choice(["jsonl", "csv", "md"]), default="jsonl")
    @click.option("--source", multiple=True, help="only facts of this source (repeatable)")
    def export(form: str, source: tuple[str, ...]) -> int:
        from bot.export import export as exported

        library = load().library
        unknown = [id_ for id_ in source if id_ not in library.sources]
        if unknown:
            raise click.UsageError(f"no source {unknown[0]!r}; known: {', '.join(library.sources)}")
        chosen = library.of_sources(source) if source else set(library.facts)
        facts = [fact for fact in library.facts.values() if fact.id in chosen]
        sys.stdout.write(exported(library, facts, form))
        return 0

    return export
