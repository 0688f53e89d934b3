"""The consents and their life: proposed, then active, rejected, or past its code; later inactive.

    proposed --approve--> active --withdraw, give up, or the period ends--> inactive
        |----refuse----> rejected
        |----give up (who asked)--> inactive
        |----code ends-> stays proposed: the period of its code is over

Every change is a new version, so the ETag changes with it.
"""

import copy
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from viewer.sandbox.clock import BANGKOK, SandboxClock
from viewer.sandbox.errors import AnswerTooLate
from viewer.sandbox.fhir.codes import CONSENT_CODE, CONSENT_CODE_UNTIL, CONSENT_LINK
from viewer.sandbox.fhir.decision import Permission, decided, facilities_asked, permissions
from viewer.sandbox.fhir.directory import Directory
from viewer.sandbox.fhir.people import People
from viewer.sandbox.fhir.proposal import Proposal, read_proposal
from viewer.sandbox.lots import Lots
from viewer.sandbox.places import Places
from viewer.sandbox.store import Store

Resource = dict[str, Any]
CODE_LIFE = timedelta(minutes=6)


@dataclass(frozen=True, slots=True)
class Kept:
    """One consent as it stands."""

    id: str
    version: int
    status: str
    patient: str
    practitioner: str
    code: str
    code_until: float
    secret: str
    until: float
    changed: float
    ended: str  # by whom: "patient", "asker", "time"; "" while it stands
    resource: Resource


_Version = tuple[
    int, float
]  # number, and when it was written: after a wipe the same ids and numbers come again


class Consents:
    """Keeps the consents, lets the patient answer them, and says what they permit."""

    def __init__(
        self,
        store: Store,
        lots: Lots,
        clock: SandboxClock,
        places: Places,
        directory: Directory,
        people: People,
    ) -> None:
        self._store = store
        self._lots = lots
        self._clock = clock
        self._places = places
        self._directory = directory
        self._people = people
        self._rules: dict[
            str, tuple[_Version, dict[str, list[Permission]]]
        ] = {}  # by consent: version, by hcode

    def propose(self, resource: Resource, proposal: Proposal) -> Kept:
        """Keep a request with its short code and its link for the patient's phone."""
        now = self._clock.now()
        until = now + CODE_LIFE
        key, secret, code = self._lots.word("consent", 20), self._lots.word("secret", 32), self._free_code()
        body = copy.deepcopy(resource) | {"id": key}
        body.setdefault("dateTime", now.isoformat(timespec="seconds"))
        body["identifier"] = [self._code(code, secret, now, until)]
        self._store.run(
            "insert into consents values (?, 0, ?, ?, 'proposed', ?, ?, ?, ?, ?, '', '')",
            key,
            proposal.human.patient_id,
            proposal.signer.practitioner_id,
            proposal.until.timestamp(),
            code,
            until.timestamp(),
            secret,
            now.timestamp(),
        )
        self._write(key, "proposed", body)
        return self._need(key)

    def get(self, key: str) -> Kept | None:
        """A consent by its id."""
        return self._find("id = ?", key)

    def by_secret(self, secret: str) -> Kept | None:
        """The consent a link on the phone leads to."""
        return self._find("secret = ?", secret)

    def by_code(self, code: str) -> Kept | None:
        """The latest consent with this short code, whatever its state."""
        return self._find("code = ? order by changed desc limit 1", code)

    def of(self, practitioner: str, patient: str, statuses: Iterable[str] = ()) -> list[Kept]:
        """Consents in which this practitioner is the recipient, the latest first."""
        rows = self._store.all(
            "select id from consents where practitioner = ? and patient = ? order by changed desc, id",
            practitioner,
            patient,
        )
        wanted = frozenset(statuses)
        found = [self._need(row["id"]) for row in rows]
        return [kept for kept in found if not wanted or kept.status in wanted]

    def proposal(self, kept: Kept) -> Proposal:
        """What was asked, read again from what was kept."""
        asked = self._store.one("select body from asked where id = ?", kept.id)
        return read_proposal(
            json.loads(asked["body"] if asked else "{}"),
            self._directory,
            self._people,
            datetime.fromtimestamp(0, BANGKOK),
        )

    def answerable(self, kept: Kept) -> bool:
        """Whether the patient can still say yes or no."""
        return kept.status == "proposed" and self._clock.epoch() < min(kept.code_until, kept.until)

    def approve(self, kept: Kept, facilities: Iterable[str] | None = None) -> Kept:
        """The patient agrees: for these facilities, or with None for all but those the person refuses.

        Raises:
            AnswerTooLate: no longer to be answered, or no facility is left.
        """
        proposal = self.proposal(kept)
        asked = facilities_asked(proposal)
        chosen = (
            set(asked) - set(proposal.human.refuses) if facilities is None else set(asked) & set(facilities)
        )
        if not self.answerable(kept) or not chosen:
            raise AnswerTooLate("this consent cannot be approved")
        body = decided(kept.resource, proposal, frozenset(chosen), self._directory, self._clock.now())
        body["identifier"] = [_without_link(each) for each in body["identifier"]]
        self._write(kept.id, "active", body)
        return self._need(kept.id)

    def refuse(self, kept: Kept) -> Kept:
        """The patient says no.

        Raises:
            AnswerTooLate: no longer to be answered.
        """
        if not self.answerable(kept):
            raise AnswerTooLate("this consent cannot be refused any more")
        return self._end(kept, "rejected", "patient")

    def withdraw(self, kept: Kept, by: str = "patient") -> Kept:
        """The patient takes an active one back; who asked gives it up, answered or not.

        Raises:
            AnswerTooLate: it is over, or not yet answered.
        """
        if kept.status not in {"active", "proposed" if by == "asker" else "active"}:
            raise AnswerTooLate("this consent cannot be withdrawn")
        return self._end(kept, "inactive", by)

    def permitted(self, practitioner: str, patient: str, hcode: str) -> list[Permission]:
        """What the facility may tell this practitioner about this patient now; empty = nothing."""
        now = self._clock.now()
        rows = self._store.all(
            "select id, version, until, changed from consents where practitioner = ? and patient = ? "
            "and status = 'active' order by changed desc, id",
            practitioner,
            patient,
        )
        found: list[Permission] = []
        for row in rows:
            if row["until"] > now.timestamp():
                ruled = self._ruled(row["id"], (row["version"], row["changed"])).get(hcode, [])
                found += [permission for permission in ruled if permission.holds(now)]
        return found

    def _ruled(self, key: str, version: _Version) -> dict[str, list[Permission]]:
        """What a version of an active consent permits, read once: a large one takes a tenth of a second to read."""
        known, ruled = self._rules.get(key, (None, {}))
        if known != version:
            ruled = permissions(self._need(key).resource, self._directory)
            self._rules[key] = (version, ruled)
        return ruled

    def any_at(self, practitioner: str, hcode: str) -> bool:
        """Whether the facility may tell this practitioner about anybody now."""
        rows = self._store.all(
            "select distinct patient from consents where practitioner = ? and status = 'active'", practitioner
        )
        return any(self.permitted(practitioner, row["patient"], hcode) for row in rows)

    def _end(self, kept: Kept, status: str, by: str) -> Kept:
        body = copy.deepcopy(kept.resource)
        body["identifier"] = [_without_link(each) for each in body["identifier"]]
        body["provision"] = {"type": "deny"}
        self._write(kept.id, status, body)
        self._store.run("update consents set ended = ? where id = ?", by, kept.id)
        return self._need(kept.id)

    def _code(self, code: str, secret: str, now: datetime, until: datetime) -> Resource:
        end = until.isoformat(timespec="seconds")
        return {
            "extension": [
                {"url": CONSENT_LINK, "valueUrl": self._places.letter(secret)},
                {"url": CONSENT_CODE_UNTIL, "valueDateTime": end},
            ],
            "system": CONSENT_CODE,
            "value": code,
            "period": {"start": now.isoformat(timespec="seconds"), "end": end},
        }

    def _free_code(self) -> str:
        """Six digits that no consent that can still be answered carries."""
        while True:
            code = self._lots.digits("code")
            taken = self._store.one(
                "select id from consents where code = ? and status = 'proposed' and code_until > ?",
                code,
                self._clock.epoch(),
            )
            if taken is None:
                return code

    def _find(self, condition: str, value: str) -> Kept | None:
        row = self._store.one(f"select id from consents where {condition}", value)  # noqa: S608 - constants above
        return self._need(row["id"]) if row else None

    def _need(self, key: str) -> Kept:
        """The consent, after its period has been looked at."""
        row = self._store.one("select * from consents where id = ?", key)
        if row is None:
            raise LookupError("no such consent")
        kept = Kept(
            row["id"],
            row["version"],
            row["status"],
            row["patient"],
            row["practitioner"],
            row["code"],
            row["code_until"],
            row["secret"],
            row["until"],
            row["changed"],
            row["ended"],
            json.loads(row["body"]),
        )
        if kept.status == "active" and kept.until <= self._clock.epoch():
            return self._end(kept, "inactive", "time")
        return kept

    def _write(self, key: str, status: str, body: Resource) -> None:
        now = self._clock.now()
        row = self._store.one("select version from consents where id = ?", key)
        version = (row["version"] if row else 0) + 1
        body["status"] = status
        body["meta"] = {"versionId": str(version), "lastUpdated": now.isoformat(timespec="milliseconds")}
        text = json.dumps(body, ensure_ascii=False)
        if version == 1:
            self._store.run("insert into asked values (?, ?)", key, text)
        self._store.run(
            "update consents set version = ?, status = ?, changed = ?, body = ? where id = ?",
            version,
            status,
            now.timestamp(),
            text,
            key,
        )


def _without_link(identifier: Resource) -> Resource:
    """Once answered, the link leads nobody in any more except the phone that has it."""
    kept = [each for each in identifier.get("extension", []) if each["url"] != CONSENT_LINK]
    return identifier | {"extension": kept}
