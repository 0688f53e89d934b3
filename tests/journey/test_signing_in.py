"""Signing in that does not come to an end, and a session that outlives its first token."""

from journey.at_desk import AtDesk
from journey.conftest import Run

from viewer.exchange.ledger import LineState
from viewer.visit.states import Identifying, Open, SignedOut, SigningIn

BUNRUEAN = "9983690060261"


def test_cancelled_in_the_window(run: Run, desk: AtDesk) -> None:
    async def story() -> None:
        desk.presses("Sign in with {provider}", provider=desk.app.visit.profile.provider)
        await desk.until(lambda: isinstance(desk.state, SigningIn))
        desk.reads("Finish in the browser that has opened")
        desk.presses("Cancel")
        await desk.until(lambda: not desk.busy("sign-in"))
        desk.stands_at(SignedOut)
        assert desk.journal.count("POST /oidc/token") == 0
        await desk.signs_in("on-anong")
        assert isinstance(desk.state, Identifying)

    run(story())


def test_refused_in_the_browser(run: Run, desk: AtDesk) -> None:
    async def story() -> None:
        await desk.signs_in("cancel")  # the page's own button: back to the program
        desk.stands_at(SignedOut)
        desk.reads("The sign-in service refused this sign-in")
        desk.reads("Nobody is signed in and no record was opened")
        await desk.signs_in("siriporn")
        assert isinstance(desk.state, Identifying)
        desk.sees("ภญ.ศิริพร จำลองเภสัช")

    run(story())


def test_the_token_is_renewed_once_for_many_requests(run: Run, desk: AtDesk) -> None:
    async def story() -> None:
        for hcode in ("99001", "99002", "990110004"):
            desk.weather(hcode, "500")
        await desk.signs_in("on-anong")
        await desk.opens(BUNRUEAN, only=("99001", "99002", "990110004"))
        await desk.everybody_answered()
        assert desk.journal.count("POST /oidc/token") == 1
        first = desk.journal.secrets.copy()
        desk.time_passes(280)  # of 300: less than a minute is left
        for hcode in ("99001", "99002", "990110004"):
            desk.weather(hcode, "off")
        await desk.looks_at("99001")
        desk.presses("Ask all again")
        await desk.until(lambda: desk.open_now().ledger.count(LineState.ANSWERED) == 3)
        assert desk.journal.count("POST /oidc/token") == 2
        assert desk.journal.secrets - first, "the same token was sent on"
        desk.time_passes(280)
        await desk.until(lambda: desk.journal.count("POST /oidc/token") == 3)
        assert isinstance(desk.state, Open)

    run(story())
