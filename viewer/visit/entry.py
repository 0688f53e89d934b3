"""Coming in: sign in, learn who the clinician is and at which posts, set up the desk; and leaving again."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack, suppress
from dataclasses import dataclass, replace

from viewer.audit.courier import Courier, Deliver
from viewer.audit.event import Act
from viewer.audit.outbox import Outbox
from viewer.base.clock import Clock
from viewer.base.errors import PrawatError
from viewer.base.settings import Profile
from viewer.consent.answers import Rhythm
from viewer.exchange import query
from viewer.exchange.client import ExchangeClient, build_http
from viewer.exchange.origins import Origins
from viewer.exchange.query import Capability
from viewer.signin.flow import Session, sign_in
from viewer.signin.roles import ROLES
from viewer.visit.desk import Desk
from viewer.visit.errors import NoPost
from viewer.visit.states import Open

# Seconds, when somebody leaves: for the last audit events (what is not sent then stays), and to end the session.
_LAST_EVENTS, _LAST_WORD = 1.5, 1.0


@dataclass(frozen=True, slots=True)
class Door:
    """What coming in needs: the site's profile, time, the audit outbox, and the system's browser."""

    profile: Profile
    clock: Clock
    outbox: Outbox
    open_browser: Callable[[str], object]
    tables: Callable[[], None] = lambda: None  # read on a worker thread while the clinician signs in
    prepare: Callable[[Open], None] = lambda _: None  # made ready on a worker thread before a state is shown
    held_back: Callable[[str], None] = lambda _: None  # told the code of why accesses are not sent on
    rhythm: Rhythm = Rhythm()  # noqa: RUF009 - frozen: how often the exchange is asked how a consent stands


async def enter(door: Door) -> Desk:
    """Sign in and set up the desk. Cancel it to cancel the sign-in; nothing is left open.

    Raises:
        SignInError, ExchangeError: from below.
        NoPost: no post in a role this program knows.
        OutboxUnwritable: the sign-in could not be written down.
    """
    tables = asyncio.get_running_loop().run_in_executor(None, door.tables)
    http = await asyncio.to_thread(build_http, door.profile.limits)
    async with AsyncExitStack() as undone:
        undone.push_async_callback(http.aclose)
        session = await sign_in(door.profile, http, door.clock, door.open_browser, anew=True)
        undone.push_async_callback(session.tokens.forget)
        await tables  # long read by now
        client = ExchangeClient(
            http, session.tokens, Origins(door.profile), door.profile.base, door.profile.limits, door.clock
        )
        desk = await _settle(door, session, client, http.aclose)
        undone.pop_all()
        return desk


async def leave(desk: Desk) -> None:
    """Write down that the clinician leaves, send what waits if it goes quickly, forget the tokens, hang up."""
    desk.copies.forget()
    try:
        with suppress(PrawatError, TimeoutError):
            await desk.write(Act.SIGN_OUT)
            async with asyncio.timeout(_LAST_EVENTS):
                await desk.courier.drain()
    finally:
        try:
            with suppress(TimeoutError):
                async with asyncio.timeout(_LAST_WORD):
                    await desk.session.tokens.forget()  # wiped at once; the provider is told if it listens
        finally:
            await desk.hang_up()


async def _settle(
    door: Door, session: Session, client: ExchangeClient, close: Callable[[], Awaitable[None]]
) -> Desk:
    try:
        async with asyncio.TaskGroup() as group:
            who = group.create_task(query.posts(client, session.clinician.fhir_user))
            where = group.create_task(query.facilities(client))
            can = group.create_task(query.capability(client))
    except* PrawatError as several:
        raise _first(several) from None
    licence, posts = who.result()
    known = tuple(post for post in posts if post.role in ROLES)
    if not known:
        raise NoPost("no post in a known role")
    courier = Courier(door.outbox, _deliver(client, can.result(), session), tell=door.held_back)
    desk = Desk(
        session, replace(session.clinician, licence=licence), known, client, where.result(), can.result(),
        door.outbox, courier, door.clock, close,
    )  # fmt: skip
    await desk.write(Act.SIGN_IN)
    return desk


def _first(several: BaseExceptionGroup[PrawatError]) -> PrawatError:
    """One of the errors of a group: whichever it is, nobody comes in."""
    error: BaseException = several
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    assert isinstance(error, PrawatError)  # noqa: S101 - the group holds no others
    return error


def _deliver(client: ExchangeClient, capability: Capability, session: Session) -> Deliver:
    """How an AuditEvent is sent: by PUT under its own id where the server and our scope allow it, so twice is once."""
    may_put = capability.update_create and any(
        scope.startswith("user/AuditEvent.") and "u" in scope.partition(".")[2]
        for scope in session.granted_scopes
    )

    async def deliver(identity: str, body: bytes) -> None:
        if may_put:
            await client.write("PUT", client.at("AuditEvent", identity), body)
        else:
            await client.write("POST", client.at("AuditEvent"), body)

    return deliver
