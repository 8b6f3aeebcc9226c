"""Communities from run to run: which one is which, what has changed in it, and what to call it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b

LEAST = 3
"""Members that make a community."""
SAME = 0.5
"""From which overlap (Jaccard) on a community is the one of before."""
LEADERS = 5


@dataclass(frozen=True, slots=True)
class Community:
    """A community. `before` is its size in the last run, nothing for a new one; `leaders` are its most influential."""

    id: str
    members: tuple[str, ...]
    before: int | None
    joined: int
    left: int
    leaders: tuple[str, ...]


def identified(
    groups: Iterable[Sequence[str]], before: Mapping[str, str], influence: Mapping[str, float]
) -> list[Community]:
    """Communities with an id each: that of the community of the last run that they overlap with most.

    `groups` are the ids of members, `before` the community that each party was in. Each former id goes to one
    community, the one with the largest overlap; what overlaps with none by at least half gets a new id, a hash of its
    members. This is the matching of D. Greene, D. Doyle, P. Cunningham, "Tracking the Evolution of Communities in
    Dynamic Social Networks" (ASONAM 2010), with each community continued by one.
    """
    large = (tuple(sorted(group)) for group in groups if len(group) >= LEAST)
    found = sorted(large, key=lambda each: (-len(each), each))
    sizes = Counter(before.values())
    overlaps = []
    for place, members in enumerate(found):
        shared = Counter(before[member] for member in members if member in before)
        for former, count in shared.items():
            likeness = count / (len(members) + sizes[former] - count)
            if likeness >= SAME:
                overlaps.append((likeness, former, place, count))
    overlaps.sort(key=lambda each: (-each[0], each[1], each[2]))
    continued: dict[int, tuple[str, int]] = {}
    taken: set[str] = set()
    for _, former, place, count in overlaps:
        if former not in taken and place not in continued:
            taken.add(former)
            continued[place] = (former, count)
    made = []
    for place, members in enumerate(found):
        former, stayed = continued.get(place, ("", 0))
        leaders = sorted(members, key=lambda id_: (-influence.get(id_, 0.0), id_))[:LEADERS]
        made.append(
            Community(
                former or _new(members),
                members,
                sizes[former] if former else None,
                len(members) - stayed if former else 0,
                sizes[former] - stayed if former else 0,
                tuple(leaders),
            )
        )
    return made


def _new(members: Sequence[str]) -> str:
    return blake2b("\n".join(members).encode(), digest_size=8, person=b"community").hexdigest()


@dataclass(frozen=True, slots=True)
class Described:
    """What is known of a party that may set its community apart."""

    name: str | None
    industry: str | None
    city: str | None
    is_organization: bool


def named(community: Community, described: Mapping[str, Described], everywhere: Counter[str]) -> str:
    """What a community is called: the organization that leads it, and the industry and city that set it apart.

    A word sets it apart where it is at least twice as frequent in it as everywhere, and half of those that say anything
    say it. People are not named.
    """
    words: defaultdict[str, int] = defaultdict(int)
    said = 0
    for member in community.members:
        if (each := described.get(member)) is not None:
            said += bool(each.industry or each.city)
            for word in (each.industry, each.city):
                if word:
                    words[word] += 1
    total = max(everywhere.total(), 1)
    apart = [
        word
        for word, count in sorted(words.items(), key=lambda item: (-item[1], item[0]))
        if count * 2 >= said and count / max(said, 1) >= 2 * everywhere[word] / total
    ]
    leader = next(
        (
            described[id_].name
            for id_ in community.leaders
            if id_ in described and described[id_].is_organization and described[id_].name
        ),
        None,
    )
    return " · ".join([*([leader] if leader else []), *apart[:2]]) or f"{len(community.members)}"
