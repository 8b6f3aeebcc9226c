"""What the tests of sources share: samples, and files made on the spot."""

from collections.abc import Callable
from pathlib import Path

import pytest

SAMPLES = Path(__file__).parent / "samples"
SHARED = Path(__file__).parents[3] / "shared" / "data"


@pytest.fixture
def samples() -> Path:
    """The folder of handmade exports: synthetic people and companies, true column names."""
    return SAMPLES


@pytest.fixture
def mapping_samples() -> Path:
    """The folder of handmade tables that shipped mappings read; they are of no source that is known by itself."""
    return Path(__file__).parent / "mapping_samples"


@pytest.fixture
def make(tmp_path: Path) -> Callable[..., Path]:
    """Write a file with this content."""

    def make(name: str, content: str | bytes, encoding: str = "utf-8") -> Path:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
        return path

    return make


@pytest.fixture
def shared() -> Path:
    """The real public data beside the checkout."""
    if not SHARED.is_dir():
        pytest.skip("the shared data is not beside the checkout")
    return SHARED
