"""Allergy against ingredient, class by name and ring; what says nothing certain is counted, never guessed."""

import pytest
from unit.safety.people_of_rules import allergy, checked, fired, only, supply

from viewer.record.facts import Stance, Supply


def taking(name: str) -> Supply:
    return supply(f"{name} 250 mg tab", 3)


@pytest.mark.parametrize(
    ("recorded", "name", "rules"),
    [
        ("amoxicillin", "amoxicillin", ["allergy-same"]),
        ("อะม็อกซิซิลลิน", "amoxicillin", ["allergy-same"]),
        ("Augmentin", "amoxicillin", ["allergy-same"]),
        ("แพ้ยา amoxicillin", "amoxicillin", ["allergy-same"]),
        ("sulfamethoxazole + trimethoprim", "Bactrim", ["allergy-same"]),
        ("Penicillin", "amoxicillin", ["allergy-class"]),
        ("เพนิซิลลิน", "cloxacillin", ["allergy-class"]),
        ("แพ้ยากลุ่ม penicillin", "dicloxacillin", ["allergy-class"]),
        ("amoxicillin", "cefalexin", ["allergy-r1"]),
        ("amoxicillin", "ampicillin", ["allergy-penicillin"]),
        ("amoxicillin", "dicloxacillin", ["allergy-penicillin"]),
        ("amoxicillin", "ceftriaxone", []),
        ("amoxicillin", "azithromycin", []),
        ("Penicillin", "ceftriaxone", []),
        ("sulfamethoxazole", "furosemide", []),
        ("sulfamethoxazole", "celecoxib", []),
        ("sulfamethoxazole", "hydrochlorothiazide", []),
        ("ceftriaxone", "amoxicillin", []),
    ],
)  # fmt: skip
def test_what_matches_what(recorded: str, name: str, rules: list[str]) -> None:
    assert fired(checked(allergy(recorded), taking(name))) == rules


@pytest.mark.parametrize(
    "words",
    ["แพ้ยาแก้อักเสบ", "แพ้ซัลฟา ผื่น", "ซัลฟา", "แพ้ยาลดไข้สูง ไม่ทราบชื่อ หอบ", "ยาแก้ปวด", "ไม่ทราบชื่อยา", "amoxycilin"],
)
def test_what_names_nothing_certain_is_unresolved_and_counted(words: str) -> None:
    rows = [taking(name) for name in ("ibuprofen", "amoxicillin", "sulfamethoxazole", "paracetamol")]
    found = checked(allergy(words), *rows)
    assert not [rule for rule in fired(found) if rule.startswith("allergy")]
    assert [row.substance.words for row in found.coverage.allergies_unresolved] == [words]


@pytest.mark.parametrize("stance", [Stance.DENIED, Stance.UNKNOWN, Stance.SIDE_EFFECT, Stance.REFUTED])
def test_only_a_standing_allergy_counts(stance: Stance) -> None:
    found = checked(allergy("amoxicillin", stance), taking("amoxicillin"))
    assert fired(found) == []
    assert found.coverage.allergies_unresolved == ()


@pytest.mark.parametrize("category", ["food", "environment"])
def test_food_and_environment_are_no_medicines(category: str) -> None:
    found = checked(allergy("กุ้ง", categories=(category,)), taking("amoxicillin"))
    assert (fired(found), found.coverage.allergies_unresolved) == ([], ())


def test_one_that_was_refuted_elsewhere_is_a_conflict_and_not_safe() -> None:
    found = only(
        checked(
            allergy("amoxicillin"), allergy("penicillin", Stance.REFUTED, place="F06"), taking("amoxicillin")
        ),
        "allergy-same",
    )
    assert [note.code for note in found.notes] == ["conflict"]
    assert {row.origin.hcode for row in found.allergies} == {"F02", "F06"}


def test_a_course_that_is_over_is_past() -> None:
    assert fired(checked(allergy("amoxicillin"), supply("amoxicillin 250 mg cap", 30, "", 0))) == []


def test_a_restricted_allergy_or_medicine_speaks_blindly() -> None:
    for row, drug in (
        (allergy("abacavir", restricted="hiv"), supply("abacavir 300 mg tab", 3, restricted="hiv")),
        (allergy("amoxicillin", restricted="label"), taking("amoxicillin")),
    ):
        found = checked(row, drug).findings
        assert [finding.restricted for finding in found] == [True]
        assert not found[0].allergies
        assert not found[0].rule


@pytest.mark.parametrize(
    "recorded",
    [
        "แพ้ Penicillin ผื่นขึ้น", "Penicillin (rash)", "penicillin - MP rash", "penicillin: anaphylaxis",
        "Penicillin group", "ยาปฏิชีวนะกลุ่ม penicillin", "แพ้ยาเพนิซิลลิน หน้าบวม หายใจไม่ออก", "Penicillins (ผื่นคันทั้งตัว)",
    ],
)  # fmt: skip
def test_what_it_did_may_stand_behind_the_name(recorded: str) -> None:
    found = checked(supply("amoxicillin 500 mg cap", 3), allergy(recorded))
    assert fired(found) == ["allergy-class"]
    assert found.coverage.allergies_unresolved == ()


@pytest.mark.parametrize(
    ("recorded", "rules", "all_known"),
    [
        ("penicillin และ aspirin", ["allergy-same", "allergy-class"], True),
        ("Penicillin, Ibuprofen", ["allergy-class"], True),
        ("Penicillin, Sulfa", ["allergy-class"], False),
        ("แพ้ aspirin และ ซัลฟา ผื่น", ["allergy-same"], False),
        ("ไม่แพ้ penicillin, แพ้ aspirin", ["allergy-same"], False),
    ],
)
def test_several_names_in_one_field_are_read_one_by_one(
    recorded: str, rules: list[str], all_known: bool
) -> None:
    taken = (supply("amoxicillin 500 mg cap", 3), supply("aspirin 81 mg tab", 3))
    found = checked(*taken, allergy(recorded))
    assert sorted(fired(found)) == sorted(rules)
    assert (found.coverage.allergies_unresolved == ()) is all_known


@pytest.mark.parametrize(
    "recorded",
    [
        "ไม่แพ้ penicillin", "no penicillin allergy", "not penicillin rash", "แม่แพ้ penicillin", "penicillin ไม่มีผื่น",
        "penicillinol rash", "แพ้ยาลดไข้สูง ไม่ทราบชื่อ หอบ", "ผื่น", "rash, urticaria",
    ],
)  # fmt: skip
def test_no_name_is_guessed_from_what_stands_around_it(recorded: str) -> None:
    taken = (supply("amoxicillin 500 mg cap", 3), supply("ibuprofen 400 mg tab", 3))
    found = checked(*taken, allergy(recorded))
    assert fired(found) == []
    assert len(found.coverage.allergies_unresolved) == 1


@pytest.mark.parametrize(
    ("recorded", "name"),
    [
        ("ibuprofen กินแล้วหน้าบวมมาก", "ibuprofen"), ("ผื่นจาก ibuprofen", "ibuprofen"),
        ("หอบหลังกินibuprofen", "ibuprofen"),
        ("Ibuprofen: ผื่น Penicillin: หอบ", "ibuprofen"), ("Ibuprofen: ผื่น Penicillin: หอบ", "amoxicillin"),
        ("penicillin หรือ sulfa", "amoxicillin"), ("ฉีด เพนิซิลลิน แล้วช็อก", "amoxicillin"),
        ("หลังกิน mefenamic acid บวมมาก", "mefenamic acid"),
        ("แพ้ Brufen มาก", "ibuprofen"),
    ],
)  # fmt: skip
def test_a_name_in_a_text_that_cannot_be_read_whole_is_asked_about(recorded: str, name: str) -> None:
    found = checked(supply(f"{name} 250 mg tab", 3), allergy(recorded))
    (finding,) = found.findings
    assert (finding.rule, finding.level.value) == ("allergy-mention", "consult")
    assert [row.substance.words for row in finding.allergies] == [recorded]
    assert len(found.coverage.allergies_unresolved) == 1, "it still counts as one that could not be compared"


def test_one_part_that_is_not_known_silences_no_other() -> None:
    rows = (supply("amoxicillin 500 mg cap", 3), supply("ibuprofen 400 mg tab", 3))
    found = checked(*rows, allergy("penicillin, ผื่นจาก ibuprofen"))
    assert fired(found) == ["allergy-class", "allergy-mention"]
