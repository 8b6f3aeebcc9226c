"""How much memory the managed Neo4j is given on this machine."""

from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import psutil

from graph_platform.settings import Settings

MEBIBYTE = 1024 * 1024
# the graph algorithms project into the heap, so it gets twice what the page cache does
HEAP_SHARE, LEAST_HEAP, MOST_HEAP = 4, 768, 16_384
PAGECACHE_SHARE, LEAST_PAGECACHE, MOST_PAGECACHE = 8, 256, 8_192


@dataclass(frozen=True)
class Memory:
    """Sizes in MiB."""

    heap: int
    pagecache: int


def machine_memory() -> int:
    """Give this machine's memory in MiB, or what its container may use of it."""
    total = psutil.virtual_memory().total
    with suppress(OSError, ValueError):
        total = min(total, int(Path("/sys/fs/cgroup/memory.max").read_text(encoding="ascii")))
    return total // MEBIBYTE


def choose_memory(settings: Settings, total: int | None = None) -> Memory:
    """Choose heap and page cache: what the settings say, else a share of `total` MiB (this machine's).

    A laptop of 4 GiB gives 1 GiB of heap and 0.5 of page cache, a server of 24 GiB 6 and 3.
    """
    machine = machine_memory() if total is None else total
    heap = min(max(machine // HEAP_SHARE, LEAST_HEAP), MOST_HEAP)
    pagecache = min(max(machine // PAGECACHE_SHARE, LEAST_PAGECACHE), MOST_PAGECACHE)
    return Memory(settings.heap_mb or heap, settings.pagecache_mb or pagecache)
