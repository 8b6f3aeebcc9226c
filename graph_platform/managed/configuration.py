"""What the managed Neo4j is configured with, written anew at each start."""

from collections.abc import Sequence
from pathlib import Path

from graph_platform.managed.home import Home, write_private
from graph_platform.managed.lock import GDS_GROUP, Jar
from graph_platform.managed.memory import Memory

PRIVACY = {
    # values of the graph must not be left in logs, whichever edition reads this
    "db.logs.query.enabled": "OFF",
    "db.logs.query.parameter_logging_enabled": "false",
    "db.logs.query.obfuscate_literals": "true",
    "dbms.usage_report.enabled": "false",
}

SHUT_IN = {
    # no statement of ours reads a file or asks another server, so none may: LOAD CSV would do both, for whoever
    # comes to send one
    "dbms.security.allow_csv_import_from_file_urls": "false",
    "internal.dbms.cypher_ip_blocklist": "0.0.0.0/0,::/0",
}


def configuration(port: int, memory: Memory) -> dict[str, str]:
    """Give Neo4j's settings for a port and a size."""
    address = f"127.0.0.1:{port}"
    return {
        "server.bolt.listen_address": address,
        "server.bolt.advertised_address": address,
        "server.http.enabled": "false",
        "server.https.enabled": "false",
        "server.memory.pagecache.size": f"{memory.pagecache}m",
        # two connectors would each wait 5 s for nothing when Neo4j is stopped
        "internal.dbms.bolt.netty_server_shutdown_quiet_period": "0",
        "dbms.security.procedures.unrestricted": "gds.*",
        **SHUT_IN,
        **PRIVACY,
    }


def write_configuration(home: Home, port: int, memory: Memory) -> None:
    """Write `neo4j.conf`."""
    lines = [f"{name}={value}\n" for name, value in configuration(port, memory).items()]
    write_private(home.conf / "neo4j.conf", "".join(lines))


def link_plugins(home: Home, jars: Sequence[tuple[Jar, Path]]) -> None:
    """Make the plugins folder hold exactly the jars of Graph Data Science.

    Neo4j finds procedures in that folder only; being on the class path is not enough.
    """
    wanted = {path.name: path for jar, path in jars if jar.group == GDS_GROUP}
    for present in home.plugins.iterdir():
        if present.name not in wanted or not _leads_to(present, wanted[present.name]):
            present.unlink()
    for name, path in wanted.items():
        link = home.plugins / name
        if not link.is_symlink():
            link.symlink_to(path)


def _leads_to(link: Path, target: Path) -> bool:
    return link.is_symlink() and link.readlink() == target
