"""Clients as they are published work against the server: urql for JavaScript, gql for Python.

They are fetched into a folder of the test's own, since the Python one has the name of a package of ours; where there is
no Node, or nothing to fetch them from, the tests are skipped.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from client import Client

Ids = dict[str, str]
GROUP = "天东产业集团有限公司"
QUERY = """query Page($id: ID!, $after: String) { organization(id: $id) { ...Named holdings(first: 10, after: $after) {
  totalCount pageInfo { hasNextPage endCursor } nodes { __typename id ...Named } } } }
fragment Named on Entity { id name labels }"""
JAVASCRIPT = """
import { createClient, fetchExchange, gql } from "@urql/core";
const client = createClient({
  url: process.env.URL, exchanges: [fetchExchange], preferGetMethod: process.env.GET === "1",
  fetchOptions: { headers: { authorization: `Bearer ${process.env.TOKEN}` } },
});
const names = []; let after = null;
for (;;) {
  const { data, error } = await client.query(gql(process.env.QUERY), { id: process.env.ID, after }).toPromise();
  if (error) throw error;
  const page = data.organization.holdings;
  names.push(...page.nodes.map((node) => node.name));
  if (!page.pageInfo.hasNextPage) { console.log(JSON.stringify({ names, total: page.totalCount })); break; }
  after = page.pageInfo.endCursor;
}
const refused = await client.query("{ nonsense }", {}).toPromise();
if (!refused.error) throw new Error("nothing was refused");
"""
PYTHON = """
import asyncio, json, os
from gql import Client, gql
from gql.transport.httpx import HTTPXAsyncTransport
from gql.transport.exceptions import TransportQueryError

async def main():
    transport = HTTPXAsyncTransport(os.environ["URL"], headers={"Authorization": f"Bearer {os.environ['TOKEN']}"})
    names, after = [], None
    async with Client(transport=transport, fetch_schema_from_transport=True) as session:
        while True:
            query = gql(os.environ["QUERY"])
            query.variable_values = {"id": os.environ["ID"], "after": after}
            page = (await session.execute(query))["organization"]["holdings"]
            names += [node["name"] for node in page["nodes"]]
            if not page["pageInfo"]["hasNextPage"]:
                break
            after = page["pageInfo"]["endCursor"]
        try:
            await session.execute(gql("{ organizations(first: 1000) { totalCount } }"))
        except TransportQueryError as error:
            assert error.errors[0]["extensions"]["code"] == "BAD_ARGUMENT"
        else:
            raise SystemExit("nothing was refused")
    print(json.dumps({"names": names, "total": page["totalCount"]}))

asyncio.run(main())
"""


def expected(client: Client, ids: Ids) -> dict[str, Any]:
    page = client.ask(QUERY.replace("first: 10", "first: 100"), id=ids[GROUP], after=None)["organization"][
        "holdings"
    ]
    return {"names": [node["name"] for node in page["nodes"]], "total": page["totalCount"]}


def environment(client: Client, ids: Ids, **more: str) -> dict[str, str]:
    asked = {"URL": f"{client.address}/graphql", "TOKEN": client.token, "QUERY": QUERY, "ID": ids[GROUP]}
    return os.environ | asked | more


def fetched(command: list[str], folder: Path) -> None:
    try:
        done = subprocess.run(command, cwd=folder, capture_output=True, timeout=120)
    except (OSError, subprocess.TimeoutExpired):
        pytest.skip("the client cannot be fetched here")
    if done.returncode:
        pytest.skip("the client cannot be fetched here")


@pytest.mark.parametrize("get", ["0", "1"])
def test_urql_pages_through_a_connection_with_a_fragment(
    everything: Client, planted: Ids, tmp_path_factory: pytest.TempPathFactory, get: str
) -> None:
    if not shutil.which("node") or not shutil.which("npm"):
        pytest.skip("there is no Node on this machine")
    folder = tmp_path_factory.getbasetemp() / "urql"
    if not folder.exists():
        folder.mkdir()
        (folder / "package.json").write_text('{"private": true, "type": "module"}', "utf-8")
        (folder / "client.mjs").write_text(JAVASCRIPT, "utf-8")
        npm = ["npm", "install", "--silent", "--no-audit", "--no-fund", "@urql/core@5.1.1", "graphql@16.11.0"]
        fetched(npm, folder)
    done = subprocess.run(
        ["node", "client.mjs"],
        cwd=folder,
        env=environment(everything, planted, GET=get),
        capture_output=True,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr.decode()
    assert json.loads(done.stdout) == expected(everything, planted)


def test_pythons_gql_fetches_the_schema_and_pages_through_a_connection(
    everything: Client, planted: Ids, tmp_path: Path
) -> None:
    pip = [
        sys.executable,
        "-m",
        "pip",
        "install",
        "--quiet",
        "--no-compile",
        "--target",
        str(tmp_path / "with"),
    ]
    fetched([*pip, "gql[httpx]==4.0.0"], tmp_path)
    (tmp_path / "client.py").write_text(PYTHON, "utf-8")
    done = subprocess.run(
        [sys.executable, "client.py"],
        cwd=tmp_path,
        env=environment(everything, planted, PYTHONPATH=str(tmp_path / "with")),
        capture_output=True,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr.decode()
    assert json.loads(done.stdout) == expected(everything, planted)
