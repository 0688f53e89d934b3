"""Each rule on a result or a condition: at, above and below its limit, old results, missing and wrong units, "<"."""

from pathlib import Path

import pytest
from unit.safety.people_of_rules import (
    Row,
    allergy,
    book,
    checked,
    fired,
    only,
    person,
    pregnant,
    problem,
    result,
    supply,
)  # fmt: skip

from viewer.record.facts import Person, Supply
from viewer.safety.tables import LimitRule, MonitorRule, PastRule

EGFR, CR, K, INR, AST, ALT = "62238-1", "2160-0", "2823-3", "6301-6", "1920-8", "1742-6"
PER = "mL/min/1.73 m2"
UNITS = {EGFR: PER, K: "mmol/L", INR: "", AST: "U/L", ALT: "U/L"}
# rule, medicines, test, values at which it speaks, values at which it does not, days its result counts
LIMITS = [
    (
        "metformin-egfr-30",
        ("metformin",),
        EGFR,
        ("29", "29.9", "5", "<30", "<=29"),
        ("30", "31", ">30", ">=30"),
        730,
    ),
    ("metformin-egfr-45", ("metformin",), EGFR, ("30", "44.9"), ("29.9", "45", "<30", ">45"), 730),
    ("rdu-11-glibenclamide", ("glibenclamide",), EGFR, ("59.9", "<60"), ("60", ">60", ">=60"), 730),
    ("rdu-14-nsaid-ckd", ("naproxen",), EGFR, ("59", "<60"), ("60", "61", ">90"), 730),
    ("k-high-drug", ("enalapril",), K, ("5.5", "5.9"), ("5.4", "6.0", "<5.5", ">6"), 90),
    ("k-high-drug", ("spironolactone",), K, ("5.5",), ("5.49",), 90),
    ("k-critical-drug", ("losartan",), K, ("6.0", "6.1", ">6", ">=6.0", ">6.5"), ("5.9", "<6", "<=5.9"), 90),
    ("k-critical-alone", (), K, ("6.0", ">7"), ("5.9", "<6"), 90),
    ("k-low-digoxin", ("digoxin", "furosemide"), K, ("3.4", "<3.5"), ("3.5", ">3.5", ">=3.5"), 90),
    ("inr-critical", ("warfarin",), INR, ("5", "5.0", "6.1", ">5", ">=5", ">8"), ("4.9", "<5", "<=4.9"), 30),
    ("liver-hrze", ("isoniazid",), AST, ("200", "201", ">200"), ("199", "<200"), 30),
    ("liver-hrze", ("rifampicin",), ALT, ("200", ">500"), ("199", "<100"), 30),
]
OPEN = [  # a comparator leaves it open, or the value is no number of a known unit
    ("metformin-egfr-30", "metformin", EGFR, "<60", PER, "not-exact"),
    ("metformin-egfr-30", "metformin", EGFR, "<=30", PER, "not-exact"),
    ("metformin-egfr-30", "metformin", EGFR, ">15", PER, "not-exact"),
    ("metformin-egfr-30", "metformin", EGFR, "29", "", "unit-unknown"),
    ("metformin-egfr-30", "metformin", EGFR, "29", "mL/min", "unit-unknown"),
    ("metformin-egfr-30", "metformin", EGFR, "29", "mg/dL", "unit-unknown"),
    ("k-critical-drug", "losartan", K, "6.5", "", "unit-unknown"),
    ("k-critical-drug", "losartan", K, "6.5", "mg/dL", "unit-unknown"),
    ("k-critical-drug", "losartan", K, ">5", "mmol/L", "not-exact"),
    ("k-critical-drug", "losartan", K, "<7", "mmol/L", "not-exact"),
    ("k-critical-drug", "losartan", K, "hemolyzed", "mmol/L", "not-a-number"),
    ("inr-critical", "warfarin", INR, "6", "sec", "unit-unknown"),
    ("inr-critical", "warfarin", INR, "6", "%", "unit-unknown"),
    ("inr-critical", "warfarin", INR, ">4", "", "not-exact"),
    ("liver-hrze", "isoniazid", AST, "212", "", "unit-unknown"),
    ("liver-hrze", "isoniazid", AST, "212", "µkat/L", "unit-unknown"),
    ("rdu-14-nsaid-ckd", "naproxen", EGFR, "<90", PER, "not-exact"),
]


def medicines(*names: str) -> list[Supply]:
    return [supply(f"{name} 10 mg tab", 5) for name in names]


@pytest.mark.parametrize(("rule", "names", "test", "yes", "no", "days"), LIMITS)
def test_at_above_and_below(
    rule: str, names: tuple[str, ...], test: str, yes: tuple[str, ...], no: tuple[str, ...], days: int
) -> None:
    for value in yes:
        found = only(checked(*medicines(*names), result(test, value, UNITS[test])), rule)
        assert found.values[0].number == value
        assert {part.ingredient for part in found.parts} == set(names)
    for value in no:
        assert rule not in fired(checked(*medicines(*names), result(test, value, UNITS[test]))), value
    if names:
        assert rule not in fired(checked(result(test, yes[0], UNITS[test]))), "without the medicine"


@pytest.mark.parametrize(("rule", "names", "test", "yes", "no", "days"), LIMITS)
def test_old_results_decide_nothing_and_are_said(
    rule: str, names: tuple[str, ...], test: str, yes: tuple[str, ...], no: tuple[str, ...], days: int
) -> None:
    del no
    assert rule in fired(checked(*medicines(*names), result(test, yes[0], UNITS[test], days)))
    old = checked(*medicines(*names), result(test, yes[0], UNITS[test], days + 1))
    assert rule not in fired(old)
    if names:
        assert (rule, "too-old") in {(one.rule, one.reason) for one in old.coverage.unchecked}
    undated = checked(*medicines(*names), result(test, yes[0], UNITS[test], None))
    assert rule not in fired(undated)
    if names:
        assert (rule, "undated") in {(one.rule, one.reason) for one in undated.coverage.unchecked}


@pytest.mark.parametrize(("rule", "name", "test", "value", "unit", "reason"), OPEN)
def test_what_leaves_it_open_is_not_checked_and_said(
    rule: str, name: str, test: str, value: str, unit: str, reason: str
) -> None:
    found = checked(*medicines(name), result(test, value, unit))
    assert rule not in fired(found)
    assert (rule, reason) in {(one.rule, one.reason) for one in found.coverage.unchecked}


def test_every_rule_on_a_result_stands_in_these_lists() -> None:
    tested = {row[0] for row in LIMITS}
    on_results = {
        entry.rule.id
        for entry in book().entries
        if isinstance(entry.rule, LimitRule) and any(ground.test for ground in entry.rule.when)
    }
    assert on_results == tested


@pytest.mark.parametrize(("unit", "value"), [("mmol/L", "6.2"), ("mEq/L", "6.2"), ("meq/l", "6.2")])
def test_known_spellings_of_a_unit_are_read(unit: str, value: str) -> None:
    assert "k-critical-drug" in fired(checked(*medicines("losartan"), result(K, value, unit)))


@pytest.mark.parametrize("unit", ["mL/min/1.73m2", "ml/min/1.73 m²", "mL/min/{1.73_m2}", "mL/min/1.73m^2"])
def test_known_spellings_of_a_filtration_rate_are_read(unit: str) -> None:
    assert "metformin-egfr-30" in fired(checked(*medicines("metformin"), result(EGFR, "29", unit)))


def test_a_newer_result_that_cannot_be_read_is_not_passed_over_for_an_older_one() -> None:
    found = checked(*medicines("losartan"), result(K, "6.4", "?", 2), result(K, "4.1", "mmol/L", 9))
    assert ("k-critical-drug", "unit-unknown") in {(one.rule, one.reason) for one in found.coverage.unchecked}
    found = checked(*medicines("losartan"), result(K, "4.1", "mmol/L", 2), result(K, "6.4", "mmol/L", 9))
    assert fired(found) == []


def test_of_dialysis_the_potassium_before_it_counts() -> None:
    after = result(K, "3.8", "mmol/L", 1, name="Potassium หลังฟอกเลือด")
    before = result(K, "6.4", "mmol/L", 1, name="Potassium ก่อนฟอกเลือด")
    found = only(checked(*medicines("losartan"), after, before), "k-critical-drug")
    assert found.values[0].phase == "before-dialysis"


def test_the_lower_of_reported_and_ours_is_used_and_a_reported_one_without_unit_leaves_doubt() -> None:
    creatinine = result(CR, "2.27", "mg/dL", 20)
    who = person("male", 66)
    both = checked(*medicines("metformin"), creatinine, result(EGFR, "29", PER, 20), who=who)
    assert [value.equation for value in only(both, "metformin-egfr-30").values] == [
        "reported",
        "ckd-epi-2021",
    ]
    ours_lower = checked(*medicines("metformin"), creatinine, result(EGFR, "45", PER, 20), who=who)
    assert only(ours_lower, "metformin-egfr-45").values[0].equation == "ckd-epi-2021"
    doubt = checked(*medicines("metformin"), creatinine, result(EGFR, "29", "", 20), who=who)
    assert "metformin-egfr-30" not in fired(doubt)
    assert ("metformin-egfr-30", "unit-unknown") in {
        (one.rule, one.reason) for one in doubt.coverage.unchecked
    }


def test_a_newer_creatinine_stands_over_an_old_reported_rate() -> None:
    found = checked(
        *medicines("metformin"),
        result(CR, "0.9", "mg/dL", 3),
        result(EGFR, "25", PER, 200),
        who=person("male", 40),
    )
    assert fired(found) == []


@pytest.mark.parametrize(
    ("who", "rows", "reason"),
    [
        (person("male", 8), (), "child"),
        (person("female", 30), pregnant(100), "pregnant"),
        (person("other", 40), (), "sex-unknown"),
        (person("male", None), (), "age-unknown"),
    ],
)
def test_where_the_equations_do_not_hold_nothing_is_decided(
    who: Person, rows: tuple[Row, ...], reason: str
) -> None:
    found = checked(*medicines("metformin"), result(CR, "4.0", "mg/dL"), *rows, who=who)
    assert "metformin-egfr-30" not in fired(found)
    assert ("metformin-egfr-30", reason) in {(one.rule, one.reason) for one in found.coverage.unchecked}


def test_a_creatinine_that_changes_fast_gives_no_rate() -> None:
    found = checked(*medicines("metformin"), result(CR, "3.2", "mg/dL", 2), result(CR, "1.0", "mg/dL", 6))
    assert ("metformin-egfr-30", "changing") in {(one.rule, one.reason) for one in found.coverage.unchecked}


def test_dialysis_needs_no_rate() -> None:
    found = checked(*medicines("metformin", "naproxen"), problem("Z99.2"), result(CR, "7.8", "mg/dL"))
    assert fired(found) == ["metformin-egfr-30", "rdu-14-nsaid-ckd"]
    assert not only(found, "metformin-egfr-30").values


@pytest.mark.parametrize(("icd", "speaks"), [("N18.3", True), ("N18.4", True), ("N18.5", True), ("N18.2", False),
                                             ("N18.9", False), ("N18.1", False)])  # fmt: skip
def test_a_stage_of_kidney_disease_stands_for_the_rate(icd: str, speaks: bool) -> None:
    assert ("rdu-14-nsaid-ckd" in fired(checked(*medicines("naproxen"), problem(icd)))) is speaks
    assert "rdu-14-nsaid-ckd" not in fired(checked(*medicines("naproxen"), problem(icd, clinical="resolved")))


def test_a_finding_says_what_it_could_not_look_at() -> None:
    found = only(checked(*medicines("glibenclamide"), who=person("female", 80)), "rdu-11-glibenclamide")
    assert [(one.test, one.reason) for one in found.unchecked] == [("egfr", "no-result")]
    whole = checked(*medicines("glibenclamide"), result(EGFR, "80", PER), who=person("female", 80))
    assert only(whole, "rdu-11-glibenclamide").unchecked == ()


def test_aspirin_is_no_nsaid_to_these_rules() -> None:
    found = checked(
        supply("aspirin 81 mg tab"), supply("warfarin 3 mg tab"), problem("N18.4"), result(INR, "2.5")
    )
    assert fired(found) == ["site-anticoagulant-aspirin"]


@pytest.mark.parametrize(
    ("rule", "name"),
    [("rdu-11-glibenclamide", "glibenclamide"), ("rdu-16-elderly-benzodiazepine", "diazepam")],
)
def test_above_65_years(rule: str, name: str) -> None:
    fine = result(EGFR, "90", PER)
    assert rule not in fired(checked(*medicines(name), fine, who=person("female", 65)))
    assert rule in fired(checked(*medicines(name), fine, who=person("female", 66)))
    unknown = checked(*medicines(name), fine, who=person("female", None))
    assert (rule, "age-unknown") in {(one.rule, one.reason) for one in unknown.coverage.unchecked}


@pytest.mark.parametrize("name", ["warfarin", "simvastatin", "atorvastatin", "ergotamine"])
def test_known_pregnancy(name: str) -> None:
    rows: list[Row] = [*medicines(name), result(INR, "2.5")]
    woman = person("female", 30)
    assert "rdu-17-pregnancy" in fired(checked(*rows, *pregnant(40), who=woman))
    assert "rdu-17-pregnancy" not in fired(checked(*rows, *pregnant(300), who=woman)), "past 42 weeks"
    silent = checked(*rows, who=woman)
    assert "rdu-17-pregnancy" not in fired(silent)
    assert ("rdu-17-pregnancy", "pregnancy-unknown") in {
        (one.rule, one.reason) for one in silent.coverage.unchecked
    }
    assert not checked(*rows, who=person("female", 60)).coverage.unchecked


@pytest.mark.parametrize(
    ("days", "speaks"), [(139, False), (140, True), (200, True), (294, True), (295, False)]
)
def test_nsaid_from_20_weeks(days: int, speaks: bool) -> None:
    found = checked(*medicines("ibuprofen"), *pregnant(days), who=person("female", 30))
    assert ("nsaid-pregnancy-20" in fired(found)) is speaks


@pytest.mark.parametrize(
    ("name", "value", "speaks"),
    [
        ("HLA-B*58:01", "positive", True), ("HLA-B*5801", "ผลบวก", True), ("HLA B*58:01", "Detected", True),
        ("HLA-B*58:01", "พบ", True), ("HLA-B*58:01", "ไม่พบ", False), ("HLA-B*58:01", "NOT DETECTED", False),
        ("HLA-B*58:01", "negative", False), ("HLA-B*58:01", "ผลลบ", False), ("HLA-B typing", "B*58:01/B*15:02", True),
        ("HLA-B*58:02", "positive", False), ("HLA-A*58:01", "positive", False), ("HLA-B*58:01", "รอผล", False),
        ("HLA-B*58:01", "ยังไม่พบผล", False), ("HLA-B*58:01", "pending (positive control ok)", False),
    ],
)  # fmt: skip
def test_hla_and_allopurinol(name: str, value: str, speaks: bool) -> None:
    found = checked(*medicines("allopurinol"), result("", value, name=name))
    assert ("hla-b5801-allopurinol" in fired(found)) is speaks


@pytest.mark.parametrize(
    ("rule", "name", "allele"),
    [("hla-b5701-abacavir", "abacavir", "HLA-B*57:01"), ("hla-b1502-carbamazepine", "carbamazepine", "HLA-B*15:02"),
     ("hla-b5801-allopurinol", "allopurinol", "HLA-B*58:01")],
)  # fmt: skip
def test_each_allele_has_its_medicine(rule: str, name: str, allele: str) -> None:
    assert fired(checked(*medicines(name), result("", "positive", name=allele))) == [rule]
    assert fired(checked(*medicines(name), result("", "negative", name=allele))) == []
    unclear = checked(*medicines(name), result("", "see report", name=allele))
    assert (rule, "words-unclear") in {(one.rule, one.reason) for one in unclear.coverage.unchecked}
    none = checked(*medicines(name))
    assert (rule, "no-result") in {(one.rule, one.reason) for one in none.coverage.unchecked}


@pytest.mark.parametrize("value", ["ไม่พบข้อมูล", "รอผล", "not done", "ยังไม่ตรวจ", "detected / not detected", ""])
def test_words_that_answer_nothing_leave_an_allele_open(value: str) -> None:
    found = checked(*medicines("allopurinol"), result("", value, name="HLA-B*58:01"))
    assert ("hla-b5801-allopurinol", "words-unclear") in {
        (one.rule, one.reason) for one in found.coverage.unchecked
    }


def test_sources_that_disagree_on_an_allele_are_a_conflict() -> None:
    rows = (result("", "ไม่พบ", name="HLA-B*15:02"), result("", "positive", name="HLA-B*1502", days_ago=90))
    found = only(checked(*medicines("carbamazepine"), *rows), "hla-b1502-carbamazepine")
    assert [note.code for note in found.notes] == ["conflict"]
    assert len(found.values) == 2


def test_carbamazepine_of_more_than_three_months_is_told_otherwise() -> None:
    positive = result("", "positive", name="HLA-B*15:02")
    new = only(checked(supply("carbamazepine 200 mg tab", 30), positive), "hla-b1502-carbamazepine")
    rows = [supply("carbamazepine 200 mg tab", days, quantity=90) for days in (5, 95, 185)]
    old = only(checked(*rows, positive), "hla-b1502-carbamazepine")
    assert (new.level.value, old.level.value) == ("forbidden", "consult")
    assert ("long-use", "185") in {(note.code, note.detail) for note in old.notes}


@pytest.mark.parametrize(
    ("value", "speaks"),
    [("Deficient", True), ("พร่อง", True), ("G6PD deficiency", True), ("Normal", False), ("ปกติ", False),
     ("ไม่พร่อง", False), ("not deficient", False), ("intermediate", False), ("ผิดปกติ", False), ("5.2", False)],
)  # fmt: skip
def test_g6pd_and_daily_primaquine(value: str, speaks: bool) -> None:
    daily = supply("primaquine 15 mg tab", 3, quantity=14)
    found = checked(daily, result("", value, name="G6PD"))
    assert ("g6pd-primaquine-daily" in fired(found)) is speaks
    assert "g6pd-primaquine-daily" in fired(checked(daily, problem("D55.0")))


@pytest.mark.parametrize(
    "label",
    [
        "รับประทานครั้งละ 3 เม็ด สัปดาห์ละ 1 ครั้ง",
        "รับประทานครั้งละ 1 เม็ด ครั้งเดียว",
        "ครั้งละ 3 เม็ด เฉพาะวันอาทิตย์ วันละ 1 ครั้ง",
    ],
)
def test_weekly_and_single_primaquine_are_allowed(label: str) -> None:
    weekly = supply("primaquine 15 mg tab", 3, label, 24)
    assert fired(checked(weekly, result("", "Deficient", name="G6PD"))) == []


def test_other_drugs_of_high_risk_in_g6pd_deficiency() -> None:
    assert fired(checked(*medicines("dapsone"), result("", "Deficient", name="G6PD"))) == ["g6pd-high-risk"]


@pytest.mark.parametrize(("days", "speaks"), [(84, False), (85, True)])
def test_warfarin_without_an_inr(days: int, speaks: bool) -> None:
    rows = [supply("warfarin 3 mg tab", ago) for ago in (5, 95, 185)]
    assert ("warfarin-no-inr" in fired(checked(*rows, result(INR, "2.4", "", days)))) is speaks
    assert "warfarin-no-inr" in fired(checked(*rows))
    assert "warfarin-no-inr" not in fired(checked(supply("warfarin 3 mg tab", 30))), "only just begun"


def test_isotretinoin_that_reached_the_pregnancy_is_told_and_one_that_did_not_is_not() -> None:
    woman = person("female", 31)
    assert "past-isotretinoin" in fired(
        checked(supply("isotretinoin 10 mg cap", 200, ONE_CAP, 60, unit="แคปซูล"), *pregnant(195), who=woman)
    )
    assert "past-isotretinoin" not in fired(
        checked(supply("isotretinoin 10 mg cap", 290, ONE_CAP, 60, unit="แคปซูล"), *pregnant(195), who=woman)
    )
    assert "past-isotretinoin" not in fired(
        checked(supply("isotretinoin 10 mg cap", 200, ONE_CAP, 60, unit="แคปซูล"), who=woman)
    )


ONE_CAP = "รับประทานครั้งละ 1 แคปซูล วันละ 1 ครั้ง หลังอาหารเย็น"


def test_every_other_rule_of_a_condition_is_named_here_or_beside() -> None:
    here = Path(__file__)
    beside = ("test_lactation.py", "test_pregnancy.py")
    text = here.read_text("utf-8") + "".join(here.with_name(name).read_text("utf-8") for name in beside)
    for entry in book().entries:
        if isinstance(entry.rule, LimitRule | MonitorRule | PastRule) and not entry.why:
            assert entry.rule.id in text, entry.rule.id


@pytest.mark.parametrize(
    ("rows", "rules", "notes"),
    [
        ((problem("N18.4"),), ["metformin-ckd-coded"], ["no-egfr"]),
        ((problem("N18.5"),), ["metformin-ckd-coded"], ["no-egfr"]),
        ((problem("N18.4"), result(EGFR, "35", PER)), ["metformin-ckd-coded"], []),  # the worst stage holds
        ((problem("N18.4"), result(EGFR, "25", PER)), ["metformin-egfr-30"], []),
        ((problem("N18.3"),), [], []),
        ((problem("N18.4", 300, "resolved"),), [], []),
    ],
)
def test_a_coded_stage_counts_where_there_is_no_number(
    rows: tuple[Row, ...], rules: list[str], notes: list[str]
) -> None:
    found = checked(*medicines("metformin"), *rows, who=person("male", 66))
    assert fired(found) == rules
    assert [note.code for finding in found.findings for note in finding.notes] == notes


def test_an_allergy_alone_is_no_finding() -> None:
    assert fired(checked(allergy("penicillin"))) == []
