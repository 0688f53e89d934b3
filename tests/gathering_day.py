"""A clinician signed in at the sandbox's process, gathering without a window: what the faults are held against."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from sandbox_process import Sandbox, ScriptedBrowser

from viewer.base.clock import Clock
from viewer.base.settings import Limits
from viewer.consent.answers import Rhythm
from viewer.consent.desk import ConsentDesk
from viewer.exchange.client import ExchangeClient, build_http
from viewer.exchange.directory import Facility
from viewer.exchange.gather import Arrived, Gathering
from viewer.exchange.ledger import Line
from viewer.exchange.origins import Origins
from viewer.exchange.permit import Permit, Receipt
from viewer.exchange.query import Capability, facilities, find, posts
from viewer.identity.citizen import CitizenId
from viewer.signin.flow import sign_in
from viewer.signin.people import Clinician, Post

TYPES = frozenset(
    {
        "Patient",
        "AllergyIntolerance",
        "MedicationRequest",
        "MedicationDispense",
        "Medication",
        "Condition",
        "Observation",
    }
)


@dataclass
class Day:
    """A clinician signed in; ``permit`` lets them read person 1."""

    sandbox: Sandbox
    limits: Limits
    client: ExchangeClient
    clock: Clock
    places: dict[str, Facility]
    desk: ConsentDesk
    clinician: Clinician
    post: Post
    arrived: list[Arrived] = field(default_factory=list)

    async def permit(self, person: int = 1) -> tuple[Permit, str]:
        """What this person allowed before or, asked now, would allow; and the code of the request."""
        people = self.sandbox.control_state()["people"]
        assert isinstance(people, list)
        (found,) = await find(self.client, CitizenId.parse(people[person - 1]["cid"]))
        until = self.clock.now().replace(hour=23)
        request = await self.desk.request(found.patient, self.post, self.clinician, TYPES, until)
        self.sandbox.tell(f"consents/{request.code}", answer="approve")
        outcome = await self.desk.wait(request)
        assert outcome.consented is not None
        return self.desk.permit(outcome.consented, Receipt("event", self.clock.now())), request.code

    def gathering(self, permit: Permit) -> Gathering:
        return Gathering(self.client, permit, self.places, TYPES, Capability(), self.limits, self.clock)

    async def gathered(self, permit: Permit) -> dict[str, Line]:
        self.arrived.clear()
        async with self.gathering(permit) as gathering:
            async for event in gathering.events(stay=False):
                if isinstance(event, Arrived):
                    self.arrived.append(event)
        return {line.facility.hcode: line for line in gathering.ledger.lines}


@asynccontextmanager
async def a_day(sandbox: Sandbox, limits: Limits) -> AsyncIterator[Day]:
    clock, profile = sandbox.clock(), sandbox.profile()
    async with await asyncio.to_thread(build_http, limits) as http:
        browser = ScriptedBrowser("on-anong")
        session = await sign_in(profile, http, clock, browser.open)
        await browser.done()
        client = ExchangeClient(http, session.tokens, Origins(profile), profile.base, limits, clock)
        _, (post, *_) = await posts(client, session.clinician.fhir_user)
        places = await facilities(client)
        desk = ConsentDesk(client, profile, places, clock, rhythm=Rhythm(soon=0.05))
        yield Day(sandbox, limits, client, clock, places, desk, session.clinician, post)
