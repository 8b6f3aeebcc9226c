"""A database that is killed in the middle, stays away and comes back: typed errors meanwhile, and answers again."""

from __future__ import annotations

import os
import shutil
import signal
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import psutil
import pytest
from client import Client
from serving import served

from gql.limits import Limits
from gql.server import application, service_of
from gql.tokens import own_token, tokens_of
from graph_platform import managed
from graph_platform.database import connect
from graph_platform.managed.home import Home
from graph_platform.settings import Settings, read_settings

QUERY = "{ organizations(first: 5) { totalCount nodes { name owners { totalCount } } } }"


@pytest.fixture
def own(_settings_of_nobody: None) -> Iterator[Settings]:
    """A home for the database that is killed."""
    home = Path(tempfile.mkdtemp(prefix="graph-platform-away-"))
    settings = read_settings(home=home, heap_mb=512, pagecache_mb=64)
    try:
        yield settings
    finally:
        managed.stop(settings)
        shutil.rmtree(home)


def kill(settings: Settings) -> None:
    mark = f"--home-dir={Home(settings.home).neo4j}"
    for process in psutil.process_iter(["pid", "cmdline"]):
        if mark in (process.info["cmdline"] or []):
            os.kill(process.info["pid"], signal.SIGKILL)


def code(client: Client) -> str:
    errors = client.send(QUERY).json().get("errors")
    return str(errors[0]["extensions"]["code"]) if errors else "answered"


def wait_for(client: Client, wanted: str) -> None:
    deadline = time.monotonic() + 60
    while (found := code(client)) != wanted:
        assert time.monotonic() < deadline, found
        time.sleep(0.2)


def test_a_database_that_goes_away_in_the_middle_and_comes_back(own: Settings) -> None:
    with connect(own) as database:
        database.write(
            "UNWIND range(1, 50) AS n CREATE (:Entity:Organization {id: 'o' + n, name: 'One', scopes: ['public']})"
        )
        service = service_of(database, own.home, Limits(seconds=5))
        token = own_token(own, "somebody", ["sales"], ["*"], timedelta(hours=1))
        with (
            served(application(database, service, tokens_of(own, development=True).viewer)) as address,
            Client(address, token) as client,
        ):
            assert client.ask(QUERY)["organizations"]["totalCount"] == 50
            codes: Counter[str] = Counter()
            over = threading.Event()

            def ask() -> None:
                with Client(address, token) as one:
                    while not over.is_set():
                        codes[code(one)] += 1
                        time.sleep(0.05)

            asking = [threading.Thread(target=ask) for _ in range(4)]
            for each in asking:
                each.start()
            try:
                time.sleep(0.5)
                # killed the first time, and asked to end the second
                for end in (kill, managed.stop):
                    end(own)
                    wait_for(client, "UNAVAILABLE")
                    assert client.send(QUERY).headers["retry-after"]
                    assert client.http.get("/readyz").status_code == 503
                    assert client.http.get("/healthz").status_code == 200
                    managed.ensure_running(own)
                    wait_for(client, "answered")
                    assert client.ask(QUERY)["organizations"]["totalCount"] == 50
                    assert client.http.get("/readyz").status_code == 200
            finally:
                over.set()
                for each in asking:
                    each.join()
    assert set(codes) <= {"answered", "UNAVAILABLE", "TIMED_OUT", "BUSY"}
    assert codes["answered"] > 0
    assert codes["UNAVAILABLE"] > 0
