# Untested with Docker: written where there is none.
FROM python:3.13-slim

# a user of its own: files under /var/lib/graph-platform are readable for it alone
RUN useradd --create-home --uid 10001 platform \
    && install --directory --owner=platform --mode=0700 /var/lib/graph-platform

WORKDIR /src
COPY pyproject.toml README.md LICENSE ./
COPY cypher cypher
COPY graph_platform graph_platform
COPY gql gql
COPY ingestors ingestors
COPY privacy privacy
RUN pip install --no-cache-dir . && rm -rf /src/*

USER platform
WORKDIR /home/platform
ENV GRAPH_PLATFORM_HOME=/var/lib/graph-platform
ENTRYPOINT ["graph-platform"]
CMD ["--help"]
