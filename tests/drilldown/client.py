"""A plain client of the endpoint: what it sends is what anybody can send."""

from __future__ import annotations

from types import TracebackType
from typing import Any, Self

import httpx


class Client:
    """Sends operations with one token."""

    def __init__(self, address: str, token: str = "") -> None:
        headers = {"authorization": f"Bearer {token}"} if token else {}
        self.http = httpx.Client(base_url=address, headers=headers, timeout=30)
        self.address, self.token = address, token

    def send(self, query: str, headers: dict[str, str] | None = None, **variables: Any) -> httpx.Response:
        """The raw response."""
        body = {"query": query, "variables": variables}
        return self.http.post("/graphql", json=body, headers=headers or {})

    def ask(self, query: str, **variables: Any) -> Any:
        """The data of an operation that has no errors."""
        answer = self.send(query, **variables).json()
        assert "errors" not in answer, answer["errors"]
        return answer["data"]

    def refused(self, query: str, **variables: Any) -> str:
        """The code of the first error."""
        answer = self.send(query, **variables).json()
        assert "errors" in answer, answer
        return str(answer["errors"][0]["extensions"]["code"])

    def pages(self, query: str, first: int, **variables: Any) -> list[dict[str, Any]]:
        """The pages of the connection `page` of an operation with `$first` and `$after`, to the end."""
        pages, after = [], None
        while True:
            page = self.ask(query, first=first, after=after, **variables)["page"]
            pages.append(page)
            after = page["pageInfo"]["endCursor"]
            if not page["pageInfo"]["hasNextPage"]:
                return pages
            assert len(pages) < 1_000, "the pages do not come to an end"

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.http.close()
