"""The reader parts a merged row of the open record and puts it together again; a closed record refuses."""

import pytest
from unit.sandbox.small_world import SOMCHAI
from unit.visit.on_visit import OnVisit

from viewer.record.story import Record
from viewer.visit.errors import WrongMoment
from viewer.visit.states import Open

pytestmark = pytest.mark.anyio


DISPENSE = {
    "resourceType": "MedicationDispense", "id": "d1", "status": "completed", "whenHandedOver": "2026-11-02",
    "medicationReference": {"reference": "Medication/m1"}, "subject": {"reference": f"Patient/{SOMCHAI}"},
    "authorizingPrescription": [{"reference": "MedicationRequest/r1"}],
}  # fmt: skip


async def _opened(here: OnVisit) -> None:
    """A record in which an order and its dispense are one."""
    held = here.sandbox.world.resources["99001"][SOMCHAI]
    assert isinstance(held, list)
    held.append(DISPENSE)
    await here.opened()
    await here.until(lambda: len(_record(here).joined) == 1)


def _record(here: OnVisit) -> Record:
    assert isinstance(here.visit.state, Open)
    return here.visit.state.record


async def test_a_row_is_split_and_rejoined_where_everybody_sees_it(on_visit: OnVisit) -> None:
    await _opened(on_visit)
    (amlodipine,) = _record(on_visit).supplies
    chart = on_visit.visit.chart
    assert chart is not None
    assert chart.merges.split(amlodipine.number)
    await on_visit.until(lambda: len(_record(on_visit).supplies) == 2)
    assert len(_record(on_visit).parted) == 2
    assert not chart.merges.split(amlodipine.number)
    assert chart.merges.rejoin(amlodipine.number)
    await on_visit.until(lambda: len(_record(on_visit).supplies) == 1)
    assert not chart.merges.rejoin(amlodipine.number)


async def test_each_source_of_a_merged_row_opens_as_it_was_sent(on_visit: OnVisit) -> None:
    await _opened(on_visit)
    (joined,) = _record(on_visit).joined.values()
    chart = on_visit.visit.chart
    assert chart is not None
    sent = {await chart.as_sent(member.number) for member in joined.members}
    assert sent == {member.origin.raw for member in joined.members}
    assert len(sent) == 2


async def test_a_closed_record_is_not_split(on_visit: OnVisit) -> None:
    await _opened(on_visit)
    number = _record(on_visit).supplies[0].number
    chart = on_visit.visit.chart
    assert chart is not None
    await on_visit.visit.close()
    for act in (chart.merges.split, chart.merges.rejoin):
        with pytest.raises(WrongMoment):
            act(number)


async def test_what_was_sent_is_not_opened_where_more_of_it_is_restricted(on_visit: OnVisit) -> None:
    why = {"extension": [{"url": "https://his.example/why", "valueString": "ติดเชื้อ HIV"}]}
    held = on_visit.sandbox.world.resources["99001"][SOMCHAI]
    assert isinstance(held, list)
    held.append(DISPENSE | why)
    await on_visit.opened()
    await on_visit.until(lambda: len(_record(on_visit).joined) == 1)
    (joined,) = _record(on_visit).joined.values()
    chart = on_visit.visit.chart
    assert chart is not None
    sent = {member.origin.type: await chart.as_sent(member.number) for member in joined.members}
    assert sent["MedicationDispense"] is None
    assert sent["MedicationRequest"] is not None
