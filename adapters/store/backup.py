"""A copy of the database that a running bot need not stop for."""

import os
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

from sqlalchemy import URL

from adapters.store.address import is_file
from adapters.store.engine import store_errors
from bot.ports import StoreError


def back_up(url: URL, file: Path) -> None:
    """Write the copy; StoreError leaves no file behind, and never replaces one. Blocks."""
    with store_errors():
        try:
            os.close(os.open(file, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        except FileExistsError:
            raise StoreError(f"{file} exists already") from None
        try:
            (_copy if is_file(url) else _dump)(url, file)
        except BaseException:
            file.unlink(missing_ok=True)
            raise


def _copy(url: URL, file: Path) -> None:
    source = Path(url.database or "").resolve()
    with closing(sqlite3.connect(f"{source.as_uri()}?mode=rw", uri=True, timeout=30)) as connection:
        connection.execute("VACUUM INTO ?", (str(file),))  # into an empty file is allowed


def _dump(url: URL, file: Path) -> None:
    plain = url.set(drivername="postgresql", password=None).render_as_string(hide_password=False)
    password = {"PGPASSWORD": url.password} if url.password else {}  # not for other users' eyes
    command = ["pg_dump", "--format=custom", "--no-password", f"--file={file}", f"--dbname={plain}"]
    try:
        subprocess.run(  # noqa: S603  # a fixed program; the address is the operator's own
            command, env={**os.environ, **password}, check=True, capture_output=True, text=True
        )
    except FileNotFoundError as error:
        raise StoreError("a backup of PostgreSQL needs the program pg_dump") from error
    except subprocess.CalledProcessError as error:
        lines = error.stderr.strip().splitlines() or [f"exit status {error.returncode}"]
        raise StoreError(f"pg_dump failed: {lines[0]}") from error
