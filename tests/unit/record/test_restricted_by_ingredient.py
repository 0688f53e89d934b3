"""A medicine is as restricted as what is in it, whatever short name or trade name it was sent under."""

import json
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from viewer.base.resources import resource
from viewer.exchange.directory import Facility
from viewer.record.binder import Binder
from viewer.record.formulary import load_formulary
from viewer.record.reading.drugs import read_drug
from viewer.record.restricted import standard_rules
from viewer.record.story import Record
from viewer.record.values import Concept

D = date(2026, 11, 23)
HERE = Facility("99001", "รพ.ตัวอย่าง")
TABLE: dict[str, Any] = json.loads(resource("tables", "restricted.json").read_bytes())


def record_of(*resources: dict[str, Any], formulary: Path | None = None) -> Record:
    binder = Binder(D, None, formulary=partial(load_formulary, formulary))
    for number, sent in enumerate(resources):
        binder.add(json.dumps({"id": f"r{number}", **sent}).encode(), HERE)
    return binder.record()


def dispensed(name: str) -> dict[str, Any]:
    return {
        "resourceType": "MedicationDispense", "status": "completed", "whenHandedOver": "2026-11-01",
        "medicationCodeableConcept": {"text": name},
    }  # fmt: skip


def category(record: Record) -> str:
    (supply,) = record.supplies
    return supply.restricted


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("NVP 200 mg", "hiv"), ("NVP", "hiv"), ("nvp tab 200 mg", "hiv"), ("AZT 300 mg tab", "hiv"), ("FTC", "hiv"),
        ("RTV 100 mg tab", "hiv"), ("LPV", "hiv"), ("RPV 25 mg", "hiv"), ("RAL 400 mg tab", "hiv"),
        ("DRV 600 mg tab", "hiv"), ("TLD", "hiv"), ("Teevir", "hiv"), ("Teno-Em", "hiv"), ("ทรูวาดา", "hiv"),
        ("AZT/3TC", "hiv"), ("AZT + NVP", "hiv"), ("TDF 300 mg + NVP 200 mg tab", "hiv"), ("คาเลตรา", "hiv"),
        ("NVP 200 mg เม็ดสีขาว", "hiv"),  # not known whole, and it names one all the same
        # in sight: hepatitis B, COVID-19, pain, and names that only look alike
        ("TDF 300 mg tab", ""), ("TAF 25 mg tab", ""), ("lamivudine 100 mg tab", ""), ("Paxlovid", ""),
        ("nirmatrelvir 150 mg + ritonavir 100 mg tab", ""), ("buprenorphine 5 mcg/h patch", ""), ("NPH 10 unit", ""),
        ("ATV 40 mg tab", ""), ("atorvastatin 40 mg tab", ""), ("AZM 250 mg", ""), ("naloxone inj", ""),
    ],
)  # fmt: skip
def test_of_a_name(name: str, expected: str) -> None:
    assert category(record_of(dispensed(name))) == expected


@pytest.mark.parametrize("wrapped", ["contained", "pointed to", "display", "ingredient"])
def test_wherever_its_name_stands(wrapped: str) -> None:
    row = dispensed("x")
    del row["medicationCodeableConcept"]
    medicine: dict[str, Any] = {"resourceType": "Medication", "id": "m", "code": {"text": "NVP 200 mg"}}
    rest: list[dict[str, Any]] = []
    if wrapped == "ingredient":
        medicine["code"] = {"text": "ยาเม็ดสูตร 7"}
        medicine["ingredient"] = [{"itemCodeableConcept": {"text": "NVP"}}]
    if wrapped == "display":
        row["medicationReference"] = {"display": "NVP 200 mg"}
    elif wrapped == "pointed to":
        row["medicationReference"] = {"reference": "Medication/m"}
        rest.append(medicine)
    else:
        row["medicationReference"] = {"reference": "#m"}
        row["contained"] = [medicine]
    assert category(record_of(row, *rest)) == "hiv"


def test_a_sites_own_name_for_it_restricts_too(tmp_path: Path) -> None:
    own = tmp_path / "own.csv"
    own.write_text(
        "trade,thai,ingredients,source,unverified\nสูตร 7,,nevirapine,ward list,no\n", encoding="utf-8"
    )
    assert category(record_of(dispensed("สูตร 7"))) == ""
    assert category(record_of(dispensed("สูตร 7"), formulary=own)) == "hiv"


def test_two_in_one_are_restricted_and_each_alone_is_seen() -> None:
    rules = standard_rules()
    for pair in TABLE["ingredient_pairs"]["hiv"]:
        assert rules.of_ingredients(pair) == "hiv"
        assert [rules.of_ingredients([one]) for one in pair] == ["", ""]
    assert rules.of_ingredients(["buprenorphine", "naloxone"]) == "substance"
    assert rules.of_ingredients(["ritonavir", "nirmatrelvir"]) == ""
    assert rules.of_ingredients([]) == ""


def test_every_antiretroviral_of_the_formulary_is_named_but_those_for_hepatitis_b() -> None:
    known = load_formulary()
    named = set(TABLE["ingredients"]["hiv"])
    assert named <= set(known.ingredients)
    assert known.members("antiretroviral") - named <= {
        "lamivudine", "tenofovir", "tenofovir alafenamide", "tenofovir disoproxil",
    }  # fmt: skip
    pairs = [pair for pairs in TABLE["ingredient_pairs"].values() for pair in pairs]
    others = [one for part in ("substance", "abortion") for one in TABLE["ingredients"][part]]
    assert {one for pair in pairs for one in pair} | set(others) <= set(known.ingredients)


def test_every_name_that_means_one_of_them_restricts() -> None:
    """Short names, Thai names, trades: by the formulary, not by a second list that would have to keep up."""
    known = load_formulary()
    hidden = set(TABLE["ingredients"]["hiv"])
    names = [name for id_ in hidden for name, _ in known.ingredients[id_].names()]
    names += [trade for id_ in hidden for trade in known.trades_of(id_) if trade != "Paxlovid"]
    rules = standard_rules()

    def told(name: str) -> str:
        found = known.read(read_drug(Concept(name)))
        return rules.of_ingredients(found.ingredients if found.certain else found.seen)

    assert [name for name in names if told(name) != "hiv"] == []


def test_it_counts_as_hidden_and_is_opened_like_any_other() -> None:
    binder = Binder(D, None)
    binder.add(json.dumps({"id": "r", **dispensed("NVP 200 mg")}).encode(), HERE)
    (hidden,) = binder.record().hidden
    binder.reveal(hidden.number)
    (supply,) = binder.record().supplies
    assert (supply.restricted, supply.revealed) == ("", "hiv")
