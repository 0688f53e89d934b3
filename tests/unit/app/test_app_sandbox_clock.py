"""A sandbox has a day of its own, also one that was started apart from the window."""

from datetime import timedelta

import pytest
from sandbox_process import start

from viewer.app import sandbox_now
from viewer.signin.errors import ProviderUnreachable

pytestmark = pytest.mark.anyio


async def test_the_day_of_a_sandbox_is_asked_for() -> None:
    with start() as sandbox:
        profile = sandbox.profile()
        now = await sandbox_now(profile)
    assert now is not None
    assert abs(now - sandbox.now) < timedelta(minutes=5)
    with pytest.raises(ProviderUnreachable):  # it has ended
        await sandbox_now(profile)


async def test_no_other_exchange_moves_our_clock() -> None:
    with start() as sandbox:
        said_by_a_real_one = sandbox.profile(sandbox=False)
        assert await sandbox_now(said_by_a_real_one) is None
