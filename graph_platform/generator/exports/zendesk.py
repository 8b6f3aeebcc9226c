"""The service desk: Zendesk's incremental exports of organizations, users, tickets and ticket events (comments)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from graph_platform.generator import dirt, texts
from graph_platform.generator.cast import Cast
from graph_platform.generator.exports.outlet import Items, Sightings, close_all
from graph_platform.generator.world import Organization, Person, Ticket

SERIAL_FIELD = 360_001_100_101
"""The numeric id of the custom ticket field that holds a device's serial number."""
VIN_FIELD = 360_001_100_102
AGENTS = 12
_HOST = "https://desk.example.com/api/v2"


class Zendesk:
    """Writes what service knows: who calls, about which device by its serial number, for which organization."""

    def __init__(self, folder: Path, as_of: date) -> None:
        self._end = datetime(as_of.year, as_of.month, as_of.day, tzinfo=UTC) - timedelta(minutes=5)
        self.organizations = Items(folder, "zendesk/organizations.json", as_of, envelope="organizations")
        self.users = Items(folder, "zendesk/users.json", as_of, envelope="users")
        self.tickets = Items(folder, "zendesk/tickets.json", as_of, envelope="tickets")
        self.events = Items(folder, "zendesk/ticket_events.json", as_of, envelope="ticket_events")
        for place in range(AGENTS):
            self._user(
                f"Service Agent {place + 1}", f"agent{place + 1}@service.example.com", "", None, "agent", "en"
            )

    def write(self, cast: Cast, sightings: Sightings) -> None:
        """Adds a cast's organizations that service knows, their users, and their tickets."""
        ids = {o.id: self._organization(cast, o, sightings) for o in cast.organizations if o.serviced}
        users: dict[str, int] = {}
        for ticket in cast.tickets:
            organization, person = ticket.organization, ticket.requester
            if organization.id not in ids:
                continue
            if person and person.id not in users:
                users[person.id] = self._requester(
                    cast, person, organization, ids[organization.id], sightings
                )
            self._ticket(cast, ticket, ids[organization.id], users[person.id] if person else None, sightings)

    def _organization(self, cast: Cast, organization: Organization, sightings: Sightings) -> int:
        rng = cast.rng
        sure = any(organization.id in story.roles.values() for story in cast.stories)
        key = 360_000_000_000 + self.organizations.rows * 11
        made = self._end - timedelta(days=rng.randrange(100, 1600))
        number = dirt.typed_uscc(organization, rng, sure=sure)
        lei = organization.lei if organization.country == "GB" and rng.random() < 0.5 else None
        row = self.organizations.add(
            {
                "url": f"{_HOST}/organizations/{key}.json", "id": key, "name": dirt.typed_name(organization, rng),
                "shared_tickets": False, "shared_comments": False, "external_id": None,
                "created_at": _zulu(made), "updated_at": _zulu(self._later(made, rng.randrange(400))),
                "domain_names": [organization.domain] if rng.random() < 0.6 else [], "details": "", "notes": "",
                "group_id": None, "tags": [organization.kind, organization.language],
                "organization_fields": {
                    "uscc": number or None, "lei": lei, "region": organization.territory or None
                },
            }
        )  # fmt: skip
        sightings.add(organization.id, self.organizations.name, row, str(key))
        return key

    def _requester(
        self, cast: Cast, person: Person, organization: Organization, key: int, sightings: Sightings
    ) -> int:
        rng = cast.rng
        first, last = dirt.typed_person(person, rng, organization.language)
        name = f"{last}{first}" if first > "\u2e80" else f"{first} {last}".strip()
        phone = dirt.typed_phone(person.mobile, rng)
        locale = "zh-cn" if organization.language == "zh" else "en-gb"
        id_ = self._user(name, person.email, phone, key, "end-user", locale)
        sightings.add(person.id, self.users.name, self.users.rows, str(id_))
        return id_

    def _user(
        self, name: str, email: str, phone: str, organization: int | None, role: str, locale: str
    ) -> int:
        key = 390_000_000_000 + self.users.rows * 13
        made = self._end - timedelta(days=700 - self.users.rows % 600)
        self.users.add(
            {
                "id": key, "url": f"{_HOST}/users/{key}.json", "name": name, "email": email, "phone": phone or None,
                "created_at": _zulu(made), "updated_at": _zulu(made), "locale": locale,
                "time_zone": "Beijing" if locale == "zh-cn" else "London", "role": role, "verified": True,
                "organization_id": organization, "active": True, "suspended": False, "tags": [], "user_fields": {},
            }
        )  # fmt: skip
        return key

    def _ticket(
        self, cast: Cast, ticket: Ticket, organization: int, requester: int | None, sightings: Sightings
    ) -> None:
        rng, key = cast.rng, 10_001 + self.tickets.rows
        language, device = ticket.organization.language, ticket.device
        subject, description = texts.ticket(ticket.topic, language)
        made = ticket.at.replace(tzinfo=UTC)
        touched = ticket.solved.replace(tzinfo=UTC) if ticket.solved else self._later(made, 2)
        serial = dirt.typed_serial(device.serial, rng) if device else None
        fields = [
            {"id": SERIAL_FIELD, "value": serial},
            {"id": VIN_FIELD, "value": device.vin if device and rng.random() < 0.4 else None},
        ]
        agent = 390_000_000_000 + rng.randrange(AGENTS) * 13
        row = self.tickets.add(
            {
                "url": f"{_HOST}/tickets/{key}.json", "id": key, "external_id": None, "via": {"channel": "email"},
                "created_at": _zulu(made), "updated_at": _zulu(touched),
                "generated_timestamp": int(touched.timestamp()), "type": "incident", "subject": subject,
                "raw_subject": subject, "description": description, "priority": rng.choice(("normal", "high", None)),
                "status": "solved" if ticket.solved else "open", "recipient": None, "requester_id": requester,
                "submitter_id": requester, "assignee_id": agent, "organization_id": organization, "group_id": 1,
                "collaborator_ids": [], "tags": [ticket.topic, device.kind if device else "general"],
                "custom_fields": fields,
            }
        )  # fmt: skip
        if device:
            sightings.add(device.id, self.tickets.name, row, str(key), "custom_fields")
        self._comment(key, requester, description, made)
        if rng.random() < 0.5:
            self._comment(key, agent, texts.reply(language), self._later(made, 0, hours=rng.randrange(1, 30)))

    def _comment(self, ticket: int, author: int | None, body: str, at: datetime) -> None:
        """An event of the ticket that holds one comment."""
        key = 500_000_000_000 + self.events.rows * 17
        self.events.add(
            {
                "id": key, "ticket_id": ticket, "timestamp": int(at.timestamp()), "created_at": _zulu(at),
                "updater_id": author, "via": "Mail", "event_type": "Audit",
                "child_events": [
                    {
                        "id": key + 1, "event_type": "Comment", "type": "Comment", "author_id": author, "body": body,
                        "public": True, "created_at": _zulu(at),
                    }
                ],
            }
        )  # fmt: skip

    def _later(self, at: datetime, days: int, hours: int = 0) -> datetime:
        """Some time after, but never after the export itself."""
        return min(at + timedelta(days=days, hours=hours), self._end)

    def close(self, *, whole: bool) -> dict[str, int]:
        """Ends the four files."""
        return close_all((self.organizations, self.users, self.tickets, self.events), whole=whole)


def _zulu(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")
