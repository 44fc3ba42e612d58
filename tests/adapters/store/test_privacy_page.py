"""docs/privacy.md says what the tables are."""

import re
from pathlib import Path

from sqlalchemy import Connection, inspect

from adapters.store.memory import LINE_CHARACTERS
from adapters.store.preferences import CACHE_SECONDS
from adapters.store.schema import METADATA
from adapters.store.store import Store
from adapters.store.tidy import DIGEST_DAYS, FAILED_DAYS, REVIEW_DAYS, SEEN_DAYS, VOICES_DAYS
from bot.ports import MEMORY_HOURS, ROW_DAYS, STATE_MINUTES
from bot.review.ports import POST_DAYS

PAGE = (Path(__file__).parents[3] / "docs" / "privacy.md").read_text(encoding="utf-8")
ROWS = [
    [cell.strip() for cell in line.strip("|").split(" | ")]
    for line in PAGE.splitlines() if line.startswith("| `")
]  # fmt: skip
TABLES = {cells[0].strip("`"): cells for cells in ROWS}
ALEMBICS_OWN = {"alembic_version"}


async def test_every_table_and_column_of_the_database_stands_on_the_page(store: Store) -> None:
    def columns(connection: Connection) -> dict[str, set[str]]:
        found = inspect(connection)
        names = set(found.get_table_names()) - ALEMBICS_OWN
        return {name: {column["name"] for column in found.get_columns(name)} for name in names}

    async with store.database.reading() as connection:
        kept = await connection.run_sync(columns)
    assert {name: set(re.findall("`(.+?)`", cells[2])) for name, cells in TABLES.items()} == kept


def test_the_tables_about_people_are_those_that_the_page_says() -> None:
    with_people = {table.name for table in METADATA.tables.values() if "person" in table.columns}
    assert with_people == {name for name, cells in TABLES.items() if "person" in cells[3]}
    suspects = re.compile("user|mail|name|author|member")
    others = {
        f"{table.name}.{column.name}" for table in METADATA.tables.values()
        for column in table.columns if suspects.search(column.name)
    }  # fmt: skip
    assert others == {"leases.name"}


def test_the_times_are_those_of_the_code() -> None:
    times = {name: cells[4] for name, cells in TABLES.items()}
    assert times["conversations"] == f"{MEMORY_HOURS} hours"
    assert times["button_rows"].startswith(f"{ROW_DAYS} days")
    assert times["seen_events"] == f"{SEEN_DAYS} days"
    assert times["feedback"] == f"{VOICES_DAYS} days"
    assert times["requests"].startswith(f"{VOICES_DAYS} days")
    assert times["oauth_states"] == f"{STATE_MINUTES} minutes"
    assert times["deliveries"] == f"{DIGEST_DAYS} days"
    for table in ("subscriptions", "shown"):
        assert f"{DIGEST_DAYS} days after" in times[table]
    assert f"{FAILED_DAYS} days after" in times["suggestions"]
    assert times["posted_facts"] == f"{POST_DAYS} days"
    for table in ("review_documents", "review_items", "review_log"):
        assert f"{REVIEW_DAYS} days" in times[table]
    assert f"at most {LINE_CHARACTERS} characters" in PAGE
    assert f"for {CACHE_SECONDS:.0f} seconds" in PAGE
