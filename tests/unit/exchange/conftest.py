"""The exchange that gatherings ask."""

from collections.abc import AsyncIterator

import pytest
from fake_exchange import Setting
from unit.exchange.gathering import HCODES, fill

from viewer.base.settings import Limits


@pytest.fixture
async def setting() -> AsyncIterator[Setting]:
    setting = Setting(
        Limits(pace=0)
    )  # all in one breath: a request that has begun is always known to be asked
    for hcode in HCODES:
        fill(setting, hcode)
    async with setting.http:
        yield setting
