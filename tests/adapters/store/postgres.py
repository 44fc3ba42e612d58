"""A PostgreSQL server of the tests' own, from the system's packages, on a socket in a folder."""

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest


def find_programs() -> Path | None:
    """The folder of initdb and postgres, None where the server isn't installed."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    on_path = shutil.which("initdb")
    candidates = [*(Path(on_path).parent for _ in [1] if on_path), *(p.parent for p in found[::-1])]
    return next((folder for folder in candidates if (folder / "postgres").exists()), None)


class Cluster:
    """One server; the unprivileged user `postgres` or `nobody` runs it where the tests are root's."""

    def __init__(self, programs: Path) -> None:
        self._programs = programs
        self.folder = Path(tempfile.mkdtemp(prefix="ja-pg-"))  # a short path: sockets need one
        self._as: list[str] = []
        if os.geteuid() == 0:
            user = "nobody"
            shutil.chown(self.folder, user)
            self._as = ["runuser", "-u", user, "--"]
        self._server: subprocess.Popen[bytes] | None = None

    def make(self) -> None:
        command = [*self._as, str(self._programs / "initdb"), "-D", str(self.folder / "data")]
        options = ["-U", "tester", "-A", "trust", "-E", "UTF8", "--no-sync", "--locale=C"]
        subprocess.run(  # noqa: S603  # the programs that were found above
            [*command, *options], check=True, capture_output=True, cwd=self.folder
        )

    def start(self) -> None:
        settings = ["listen_addresses=", f"unix_socket_directories={self.folder}", "fsync=off"]
        settings += ["timezone=Asia/Tokyo", "max_connections=100"]
        options = [part for setting in settings for part in ("-c", setting)]
        command = [*self._as, str(self._programs / "postgres"), "-D", str(self.folder / "data")]
        with (self.folder / "log").open("ab") as log:
            self._server = subprocess.Popen(  # noqa: S603  # the same
                [*command, *options], cwd=self.folder, stdout=log, stderr=log
            )
        self._until_it_answers()

    def _until_it_answers(self) -> None:
        for _ in range(300):
            try:
                psycopg.connect(self._admin()).close()
            except psycopg.OperationalError:
                time.sleep(0.1)
            else:
                return
        raise AssertionError((self.folder / "log").read_text())

    def stop(self) -> None:
        """Stop at once, as if the machine had gone."""
        if self._server:
            pid = (self.folder / "data" / "postmaster.pid").read_text().split()[0]
            os.kill(int(pid), 3)  # SIGQUIT: no goodbye to clients
            self._server.wait(30)
            self._server = None

    def remove(self) -> None:
        self.stop()
        shutil.rmtree(self.folder)

    def _admin(self) -> str:
        return f"host={self.folder} user=tester dbname=postgres"

    def empty_database(self) -> str:
        """The address of the one database, without what an earlier test left in it."""
        with psycopg.connect(self._admin(), autocommit=True) as connection:
            connection.execute("DROP SCHEMA public CASCADE")
            connection.execute("CREATE SCHEMA public")
        return f"postgresql://tester@/postgres?host={self.folder}"


@contextmanager
def running_cluster() -> Iterator[Cluster]:
    """A server of the tests' own, removed at the end; without PostgreSQL the test is skipped."""
    programs = find_programs()
    if programs is None:
        pytest.skip("PostgreSQL is NOT TESTED: install the package `postgresql`")
    cluster = Cluster(programs)
    try:
        cluster.make()
        cluster.start()
        yield cluster
    finally:
        cluster.remove()
