"""``prawat read --site``: a site's own medicines and rules, as the window takes them from its profile."""

import json
from pathlib import Path
from typing import Any

import pytest

from viewer.commands import rules

from .conftest import DAY, Told

PROFILE: dict[str, Any] = {
    "name": "site", "title": "รพ.ตัวอย่าง", "base": "https://exchange.example/fhir",
    "issuer": "https://exchange.example/oidc", "client_id": "prawat", "origins": ["https://exchange.example"],
}  # fmt: skip
RULES: dict[str, Any] = {
    "table": "ours", "version": "1", "title": {"th": "ของเรา", "en": "ours"}, "owner": "ภญ.ทดสอบ",
    "review": "2027-01-31",
    "sources": {"own": {"cite": "PTC minutes 3/2569", "read": True}},
    "rules": [{
        "id": "ours-1", "kind": "pair", "level": "watch", "rank": 1, "source": "own", "verified": True,
        "left": {"of": ["paracetamol"]}, "right": {"of": ["amlodipine"]},
        "effect": {"th": "ผลของคู่นี้", "en": "what this pair does"}, "act": {"th": "ติดตาม", "en": "follow"},
    }],
}  # fmt: skip
TRADES = "trade,thai,ingredients,source,unverified\nHouseamol,,paracetamol,ward list,no\nHousevir,,nevirapine,ward,no\n"


def dispensed(name: str, id_: str) -> dict[str, Any]:
    return {
        "resourceType": "MedicationDispense", "id": id_, "status": "completed", "whenHandedOver": "2026-11-20",
        "medicationCodeableConcept": {"text": name}, "quantity": {"value": 30, "unit": "เม็ด"},
        "dosageInstruction": [{"text": "รับประทานครั้งละ 1 เม็ด วันละ 1 ครั้ง"}],
    }  # fmt: skip


@pytest.fixture
def record(tmp_path: Path) -> str:
    rows = [dispensed("Houseamol", "a"), dispensed("amlodipine 5 mg tab", "b"), dispensed("Housevir", "c")]
    bundle = {"resourceType": "Bundle", "type": "collection", "entry": [{"resource": row} for row in rows]}
    path = tmp_path / "record.json"
    path.write_text(json.dumps(bundle, ensure_ascii=False), encoding="utf-8")
    return str(path)


def site(folder: Path, **more: Any) -> str:
    (folder / "trades.csv").write_text(TRADES, encoding="utf-8")
    (folder / "rules.json").write_text(json.dumps(RULES, ensure_ascii=False), encoding="utf-8")
    path = folder / "site.json"
    own = {"formulary": "trades.csv", "rule_tables": ["rules.json"]}
    path.write_text(json.dumps({**PROFILE, **own, **more}), encoding="utf-8")
    return str(path)


def test_its_names_and_rules_are_taken(told: Told, record: str, tmp_path: Path) -> None:
    code, ours, _ = told(record, "--sheet", "medicines", *DAY)
    assert code == 0
    assert "ผลของคู่นี้" not in ours
    assert "Housevir" in ours
    code, out, err = told(record, "--sheet", "medicines", "--site", site(tmp_path), *DAY)
    assert (code, err) == (0, "")
    assert "ผลของคู่นี้" in out
    assert "Housevir" not in out, "what a site calls it hides it, too"
    assert "มีข้อมูลที่จำกัดการเข้าถึง 1 รายการ" in out


def test_a_rule_that_the_site_does_not_want_is_silent(told: Told, record: str, tmp_path: Path) -> None:
    _, out, _ = told(record, "--sheet", "medicines", "--site", site(tmp_path, rules_off=["ours-1"]), *DAY)
    assert "ผลของคู่นี้" not in out


@pytest.mark.parametrize(
    ("broken", "code"),
    [
        ({"name": 3}, "bad-site"),
        ({"formulary": "nowhere.csv"}, "formulary-unreadable"),
        ({"formulary": "rules.json"}, "formulary-unreadable"),
    ],
)
def test_what_cannot_be_read_is_told_in_one_line(
    told: Told, record: str, tmp_path: Path, broken: dict[str, Any], code: str
) -> None:
    ended, out, err = told(record, "--site", site(tmp_path, **broken), *DAY)
    assert (ended, out) == (2, "")
    assert f"[{code}]" in err
    assert "อ่าน" in err
    assert err.count("\n") == 1


def test_a_rule_table_that_does_not_fit_is_told_and_the_rest_runs(
    told: Told, record: str, tmp_path: Path
) -> None:
    profile = site(tmp_path, rule_tables=["rules.json", "broken.json"])
    (tmp_path / "broken.json").write_text("{}", encoding="utf-8")
    code, out, _ = told(record, "--sheet", "medicines", "--site", profile, *DAY)
    assert code == 0
    assert "ผลของคู่นี้" in out
    assert "อ่านตารางกฎไม่ได้ 1 ตาราง" in out


def test_the_list_of_rules_takes_it_too(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert rules.run(["--site", site(tmp_path)]) == 0
    assert "ours-1" in capsys.readouterr().out
    assert rules.run(["--site", str(tmp_path / "nowhere.json")]) == 2
    assert "[bad-site]" in capsys.readouterr().err
