"""นายกิตติ: what is restricted is on no page, in no tooltip, told to no screen reader, in no letter; it is counted."""

import pytest
from journey.at_desk import AtDesk
from journey.conftest import Run
from journey.seen import words_of
from journey.test_a_doctor_reads_and_refers import text_of

KITTI = "9011524493906"
SECRETS = (
    "atazanavir", "ritonavir", "tenofovir", "emtricitabine", "คลินิกนภา", "B24", "A53", "ซิฟิลิส", "HIV", "เอชไอวี",
    "CD4", "iral load", "RPR", "48,000", "อะทาซานาเวียร์",
)  # fmt: skip


@pytest.mark.parametrize("who", ["on-anong", "siriporn"])
def test_on_every_page_and_in_the_letter(who: str, run: Run, desk: AtDesk) -> None:
    async def story() -> None:
        await desk.signs_in(who)
        await desk.opens(KITTI)
        await desk.everybody_answered()
        hidden = sum(1 for fact in desk.open_now().record.facts() if fact.restricted)
        assert hidden > 5, "the story lost its point"
        await desk.reads_every_page()
        desk.sees_not(*SECRETS)
        await desk.looks_at("99006")
        desk.sees_not(*SECRETS)
        desk.record.toggle_ledger()
        await desk.turns_to("medicines")
        desk.sees("omeprazole", f"มีข้อมูลที่จำกัดการเข้าถึง {hidden} รายการ ไม่แสดง")
        if "referral" in desk.tabs():
            await desk.turns_to("referral")
            letter = text_of((await desk.saves_letter("letter.pdf")).read_bytes())
            assert "omeprazole" in letter
            assert [secret for secret in SECRETS if secret in letter] == []

    run(story())


def test_what_is_copied_holds_none_of_it(run: Run, desk: AtDesk) -> None:
    async def story() -> None:
        await desk.signs_in("on-anong")
        await desk.opens(KITTI, only=("990040001", "99006"))
        await desk.everybody_answered()
        await desk.turns_to("medicines")
        tables = desk.record.page.findChildren(_row_table())  # type: ignore[union-attr]  # a page is open
        copied = []
        for table in tables:
            table.selectAll()
            copied.append(table.copied())
        text = "\n".join(copied)
        assert "omeprazole" in text
        assert [secret for secret in SECRETS if secret in text] == []
        assert words_of(desk.window)

    run(story())


def _row_table() -> type:
    from viewer.screen.widgets.tables import RowTable

    return RowTable
