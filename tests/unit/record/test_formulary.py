"""The formulary: exact names only, each row sourced, nothing guessed, a site's own rows over ours."""

import csv
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from viewer.base.resources import resource
from viewer.record.drug_names import key_of
from viewer.record.errors import FormularyUnreadable
from viewer.record.facts import Drug
from viewer.record.formulary import Formulary, load_formulary
from viewer.record.formulary_tables import read_tables
from viewer.record.reading.drugs import read_drug
from viewer.record.restricted import standard_rules
from viewer.record.values import Coding, Concept

TABLES = resource("tables", "formulary")
TMT = "https://www.this.or.th/tmt/gp"


@pytest.fixture(scope="module")
def formulary() -> Formulary:
    return load_formulary()


def drug(name: str, *displays: str) -> Drug:
    return read_drug(Concept(name, tuple(Coding(TMT, "1", display) for display in displays)))


def rows(name: str) -> list[dict[str, str]]:
    with (TABLES / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize(
    ("sent", "ingredients", "how"),
    [
        ("metformin 500 mg tab", ["metformin"], "name"),
        ("METFORMIN HYDROCHLORIDE 500 mg tablet", ["metformin"], "name"),
        ("metformin HCl 1 g XR tab", ["metformin"], "name"),
        ("เมทฟอร์มิน ไฮโดรคลอไรด์ 500 มก.", ["metformin"], "thai"),
        ("ยาเม็ดพาราเซตามอล ๕๐๐ มก.", ["paracetamol"], "thai"),
        ("Acetaminophen 500 mg", ["paracetamol"], "name"),
        ("rifampin 450 mg cap", ["rifampicin"], "name"),
        ("Amoxycillin trihydrate 500 mg. cap", ["amoxicillin"], "name"),
        ("*Frusemide 40mg.(เม็ด)", ["furosemide"], "name"),
        ("Bactrim forte tab", ["sulfamethoxazole", "trimethoprim"], "trade"),
        ("แบคทริม", ["sulfamethoxazole", "trimethoprim"], "trade"),
        ("Co-trimoxazole (400+80) tab", ["sulfamethoxazole", "trimethoprim"], "trade"),
        ("cotrimoxazole", ["sulfamethoxazole", "trimethoprim"], "trade"),
        ("trimethoprim 80 mg + sulfamethoxazole 400 mg tab", ["trimethoprim", "sulfamethoxazole"], "name"),
        ("แคปซูลฟ้าทะลายโจร 400 mg", ["andrographis"], "thai"),
        ("ฟ้าทะลายโจร แคปซูล (andrographolide 180 mg/วัน)", ["andrographis"], "thai"),
        ("Losartan 50 mg + HCTZ 12.5 mg", ["losartan", "hydrochlorothiazide"], "name"),
        ("amlodipine 5 mg (GPO)", ["amlodipine"], "name"),
        ("ซาร่า (Paracetamol) 500 mg", ["paracetamol"], "trade"),
        ("Xyzol (omeprazole) 20 mg cap", ["omeprazole"], "parsed"),
        ("อีโทริ-เอ็กซ์ 90 (สมมติ) (etoricoxib 90 mg) film-coated tablet, 1 tablet", ["etoricoxib"], "parsed"),
        ("AAMOX 500 (ห้างขายยาตราเจ็ดดาว) (amoxicillin 500 mg) capsule, 1 capsule", ["amoxicillin"], "parsed"),
        ("TYLENOL COLD (X) (paracetamol 500 mg + phenylephrine 10 mg) tablet",
         ["paracetamol", "phenylephrine"], "parsed"),
        ("calcium carbonate 1000 mg (elemental calcium 400 mg)", ["calcium carbonate"], "name"),
        ("insulin 70/30 inj", ["insulin premixed human"], "name"),
        ("HRZE", ["isoniazid", "rifampicin", "pyrazinamide", "ethambutol"], "trade"),
        ("TDF/FTC", ["tenofovir disoproxil", "emtricitabine"], "trade"),
        ("saint john’s wort 300 mg cap", ["st john's wort"], "name"),
        ("ferrous+folic+iodine tab (ยาเสริมธาตุเหล็ก ไอโอดีน โฟลิก)", ["iron", "folic acid", "iodine"], "name"),
        ("Vitamin B1/B6/B12 tab", ["thiamine", "pyridoxine", "cyanocobalamin"], "trade"),
    ],
)  # fmt: skip
def test_a_name_is_read(formulary: Formulary, sent: str, ingredients: list[str], how: str) -> None:
    reading = formulary.read(drug(sent))
    assert (reading.ingredients, reading.certain, reading.how) == (tuple(ingredients), True, how)


@pytest.mark.parametrize(
    "sent",
    [
        "", "-", "500 mg", "tablet", "ยาเม็ด", "ยาลดความดัน", "ไม่ทราบชื่อยา", "penicillin", "ยาแก้อักเสบ",
        "metfomin 500 mg tab", "Amoxicilin 500 mg cap", "simvastain 20 mg", "พาราเซตามล", "ฟ้าทะลายโจน",
        "amlodipine + unknownol", "amlodipine 5 mg + unknownol 10 mg tab", "amlodipine +", "metformin and",
        "amoxicillin and beta-lactamase inhibitor", "paracetamol plus", "hydrALAZINE ไม่ใช่ hydroxyzine",
        "แพ้ aspirin", "aspirin-free", "หยุด warfarin", "Robitussin DM", "Losec (lansoprazol) 20 mg",
        "Xyzol (Losec) 20 mg", "Bactrim (unknownol 5 mg) tab", "amlodipine (หรือ felodipine) 5 mg",
        "atenolol หรือ metoprolol", "warfarin แทน apixaban", "x" * 5000, "metformin " * 600,
    ],
)  # fmt: skip
def test_what_is_not_known_in_full_is_unresolved(formulary: Formulary, sent: str) -> None:
    reading = formulary.read(drug(sent))
    assert (reading.ingredients, reading.certain) == ((), False)
    assert reading.how == "unresolved"


@pytest.mark.parametrize(
    ("sent", "displays"),
    [
        ("Losec (furosemide 40 mg) tab", ()),
        ("Losec (lansoprazole) 20 mg cap", ()),
        ("Losec Lasix", ()),
        ("Brufen (ibuprofen 400 mg + paracetamol 325 mg) tablet", ()),
        ("Augmentin (amoxicillin 500 mg) capsule", ()),
        ("prednisolone 5 mg tab", ("prednisone 5 mg tablet",)),
        ("Zyrtec", ("olanzapine 5 mg tablet",)),
        ("amlodipine of somebody", ("atenolol 50 mg tablet",)),
    ],
)
def test_two_parts_that_disagree_are_not_settled(
    formulary: Formulary, sent: str, displays: tuple[str, ...]
) -> None:
    reading = formulary.read(drug(sent, *displays))
    assert (reading.ingredients, reading.certain, reading.how) == ((), False, "disagree")


def test_the_display_of_a_code_may_tell_what_the_name_does_not(formulary: Formulary) -> None:
    assert formulary.read(drug("ยาความดันตัวใหม่", "amlodipine 5 mg tablet")).ingredients == ("amlodipine",)


@pytest.mark.parametrize(
    ("name", "content", "ingredients", "how"),
    [
        ("Bactrim", ("sulfamethoxazole", "trimethoprim"), ("sulfamethoxazole", "trimethoprim"), "trade"),
        ("Xyzol", ("amlodipine besylate", "valsartan"), ("amlodipine", "valsartan"), "parsed"),
        ("Insulin NPH", ("insulin",), ("insulin isophane",), "name"),
        ("tenofovir", ("tenofovir disoproxil fumarate",), ("tenofovir disoproxil",), "parsed"),
        ("amlodipine", ("amlodipine", "unknownol"), (), "unresolved"),
        ("Bactrim", ("sulfamethoxazole", "unknownol"), ("sulfamethoxazole", "trimethoprim"), "trade"),
        ("Bactrim", ("sulfadiazine", "unknownol"), (), "disagree"),
        ("Bactrim", ("trimethoprim",), (), "disagree"),
        ("ferrous sulfate", ("ferrous fumarate",), (), "disagree"),
    ],
)
def test_a_content_sent_as_structure_must_agree(
    formulary: Formulary,
    name: str,
    content: tuple[str, ...],
    ingredients: tuple[str, ...],
    how: str,
) -> None:
    reading = formulary.read(Drug(name, Concept(name), content))
    assert (reading.ingredients, reading.how) == (ingredients, how)


def test_one_ingredient_by_any_of_its_names(formulary: Formulary) -> None:
    for name in ("salbutamol", "Albuterol", "salbutamol sulphate", "SALBUTAMOL  SULFATE", "ซาลบูทามอล"):
        found = formulary.ingredient(name)
        assert found is not None, name
        assert found.name == "salbutamol"
    for name in ("Ventolin", "salbutamol 2 mg", "salbutamol hydrochloride", "", "salb"):
        assert formulary.ingredient(name) is None, name


def test_a_class_is_no_ingredient(formulary: Formulary) -> None:
    assert formulary.group_named("เพนิซิลลิน") == formulary.group_named("Penicillins") == "penicillin"
    assert formulary.group_named("amoxicillin") == formulary.group_named("ซัลฟา") == ""
    assert formulary.named("penicillin").certain is False
    assert formulary.named("แพ้ยาแก้อักเสบ").ingredients == ()


def test_groups_hold_what_is_within_them(formulary: Formulary) -> None:
    assert {"enalapril", "losartan", "aliskiren"} <= formulary.members("ras-blocker")
    assert formulary.members("coxib") < formulary.members("nsaid")
    assert "aspirin" not in formulary.members("nsaid")  # 81 mg is no NSAID of the indicators
    assert formulary.members("statin").isdisjoint(formulary.members("fibrate"))
    assert {"amoxicillin", "ampicillin", "cefalexin"} <= formulary.members("r1-aminopenicillin")
    assert {"ceftriaxone", "cefazolin"}.isdisjoint(formulary.members("r1-aminopenicillin"))
    assert {"furosemide", "celecoxib"}.isdisjoint(formulary.members("sulfonamide-antibiotic"))
    assert formulary.members("no-such-group") == frozenset()


def test_iron_salts_are_their_own_and_one_group(formulary: Formulary) -> None:
    read = {
        formulary.read(drug(f"ferrous {salt} 200 mg tab")).ingredients for salt in ("fumarate", "sulfate")
    }
    assert read == {("ferrous fumarate",), ("ferrous sulfate",)}
    assert {"ferrous fumarate", "ferrous sulfate", "iron"} <= formulary.members("iron")


def test_trades_of_an_ingredient(formulary: Formulary) -> None:
    assert {"Bactrim", "Septrin"} <= set(formulary.trades_of("trimethoprim"))
    assert formulary.trades_of("nothing") == ()


def test_a_pick_list_begins_with_what_begins_so(formulary: Formulary) -> None:
    found = formulary.search("met", 50)
    begins = [choice.words.casefold().startswith("met") for choice in found]
    assert begins == sorted(begins, reverse=True)
    assert any(choice.ingredients == ("metformin",) for choice in found)
    assert formulary.search("แบคทริม")[0].ingredients == ("sulfamethoxazole", "trimethoprim")
    assert formulary.search("zzzz") == formulary.search("") == formulary.search("met", 0) == ()
    assert len(formulary.search("a", 7)) == 7


# the tables


@pytest.mark.parametrize("name", ["ingredients.csv", "trades.csv", "groups.csv"])
def test_every_row_has_a_source_and_says_whether_it_was_read(name: str) -> None:
    table = rows(name)
    assert table
    assert [row for row in table if not row["source"] or row["unverified"] not in ("yes", "no")] == []


def test_no_name_means_two_things() -> None:
    tables = read_tables()
    told: dict[str, tuple[str, ...]] = {}
    for ingredient in tables.ingredients.values():
        for name, _ in ingredient.names():
            for salt in ("", *ingredient.salts):
                assert told.setdefault(key_of(name + salt), (ingredient.name,)) == (ingredient.name,), name
    for trade in tables.trades:
        for name in (trade.trade, *trade.thai):
            assert set(told.setdefault(key_of(name), trade.ingredients)) == set(trade.ingredients), name
    assert told.keys().isdisjoint(tables.words)


def test_no_row_stands_twice() -> None:
    for name, column in (("ingredients.csv", "id"), ("groups.csv", "id"), ("trades.csv", "trade")):
        ids = [key_of(row[column]) for row in rows(name)]
        assert len(ids) == len(set(ids)), name


def test_groups_and_ingredients_that_are_named_exist() -> None:
    ingredients, groups = rows("ingredients.csv"), {row["id"] for row in rows("groups.csv")}
    ids = {row["id"] for row in ingredients}
    assert {group for row in ingredients for group in row["groups"].split("|") if group} <= groups
    assert {one for row in rows("trades.csv") for one in row["ingredients"].split("|")} <= ids
    assert len(ids) >= 300
    used = {group for one in read_tables().ingredients.values() for group in one.groups}
    assert used == groups  # none without members


def test_no_code_that_may_not_be_shipped_is(formulary: Formulary) -> None:
    assert not (TABLES / "codes.csv").exists()
    assert "atc" not in rows("ingredients.csv")[0]


def test_every_medicine_of_the_people_is_known(formulary: Formulary) -> None:
    names = {
        name for path in resource("people").glob("*.json") for name in _drugs(json.loads(path.read_bytes()))
    }
    assert len(names) > 50
    assert {name for name in names if not formulary.read(drug(name)).certain} == set()


def _drugs(told: Any) -> Iterator[str]:
    if isinstance(told, dict):
        if told.get("resourceType") == "Medication":
            yield told["code"]["text"]
        for field, value in told.items():
            if field == "drug" and isinstance(value, str):
                yield value
            else:
                yield from _drugs(value)
    elif isinstance(told, list):
        for one in told:
            yield from _drugs(one)


def test_every_ingredient_of_the_published_list_is_known(formulary: Formulary, shared: Path) -> None:
    rules = json.loads((shared / "data" / "onc_high_priority_rules.json").read_bytes())["rules"]
    names = {name for rule in rules for side in ("object", "precipitant") for name in rule.get(side, ())}
    assert {name for name in names if formulary.ingredient(name) is None} == set()


def test_an_antiretroviral_is_restricted_by_whatever_name_is_known(formulary: Formulary) -> None:
    """What the formulary would call by its name must not have been open under another one."""

    def told(name: str) -> str:
        return rules.of_text(name) or rules.of_ingredients(formulary.read(drug(name)).ingredients)

    rules = standard_rules()
    also_for_others = formulary.members("tenofovir") | {"lamivudine"}  # hepatitis B
    hidden = formulary.members("antiretroviral") - also_for_others
    names = [name for id_ in hidden for name, _ in formulary.ingredients[id_].names()]
    trades = {trade for id_ in hidden for trade in formulary.trades_of(id_)} - {"Paxlovid"}
    assert [name for name in (*names, *sorted(trades)) if told(name) != "hiv"] == []


# a site's own


def test_a_sites_rows_add_and_override(tmp_path: Path) -> None:
    table = tmp_path / "ours.csv"
    table.write_text(
        "trade,thai,ingredients,source,unverified\nAmlo-X,แอมโลเอ็กซ์,amlodipine,ward list,no\n"
        "Losec,,esomeprazole,ward list,no\n",
        encoding="utf-8",
    )
    formulary = load_formulary(table)
    assert formulary.read(drug("AMLO-X 5 mg tab")).ingredients == ("amlodipine",)
    assert formulary.read(drug("แอมโลเอ็กซ์")).ingredients == ("amlodipine",)
    assert formulary.read(drug("Losec")).ingredients == ("esomeprazole",)
    assert load_formulary().read(drug("Losec")).ingredients == ("omeprazole",)
    assert "Losec" in formulary.trades_of("esomeprazole")
    assert "Losec" not in formulary.trades_of("omeprazole")


def test_a_site_may_have_a_folder_with_codes_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "codes.csv").write_text(f"system,code,ingredients\n{TMT},1,newdrugol\n", encoding="utf-8")
    (tmp_path / "ingredients.csv").write_text(
        "id,thai,synonyms,salts,groups\nnewdrugol,ยาใหม่,ndg,sodium,statin|herb\n", encoding="utf-8-sig"
    )
    formulary = load_formulary(tmp_path)
    reading = formulary.read(drug("ยาที่ไม่มีใครรู้จัก", ""))
    assert (reading.ingredients, reading.how) == (("newdrugol",), "code")
    assert "newdrugol" in formulary.members("statin")
    assert formulary.read(drug("amlodipine", "")).how == "disagree"  # its code says another medicine


@pytest.mark.parametrize(
    "content",
    [
        "",
        "a,b\n1,2\n",
        "trade,thai,ingredients\nX,,no such thing\n",
        "trade,thai,ingredients\n,,amlodipine\n",
        "id,thai,synonyms,salts,groups\nx,,,,no-such-group\n",
        "id,english,thai,within,names\nx,,,no-such-group,\n",
        "system,code,ingredients\ntmt,1,\n",
    ],
)
def test_a_sites_table_that_does_not_fit_is_told_without_its_content(tmp_path: Path, content: str) -> None:
    table = tmp_path / "ours.csv"
    table.write_text(content, encoding="utf-8")
    with pytest.raises(FormularyUnreadable) as told:
        load_formulary(table)
    assert "no such thing" not in str(told.value)


def test_a_table_that_is_not_there_or_no_text(tmp_path: Path) -> None:
    (tmp_path / "bad.csv").write_bytes(b"\xff\xfe\x00trade")
    for path in (tmp_path / "none.csv", tmp_path / "bad.csv"):
        with pytest.raises(FormularyUnreadable):
            load_formulary(path)


@pytest.mark.parametrize(
    ("sent", "ingredients"),
    [
        ("Warfarin (substance)", ("warfarin",)),
        ("Warfarin (product)", ("warfarin",)),
        ("Product containing only simvastatin (medicinal product)", ("simvastatin",)),
        ("Aspirin 75 mg tablet (clinical drug)", ("aspirin",)),
        ("Product containing warfarin (medicinal product)", ()),  # and what else?
        ("Warfarin (Orion)", ()),
    ],
)
def test_the_words_of_snomed_around_a_name_hide_no_medicine(
    sent: str, ingredients: tuple[str, ...], formulary: Formulary
) -> None:
    found = formulary.read(read_drug(Concept(sent)))
    assert (found.ingredients, found.certain) == (ingredients, bool(ingredients))
    assert formulary.group_named("Penicillin (substance)") == "penicillin"
