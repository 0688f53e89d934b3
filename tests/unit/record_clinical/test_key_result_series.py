"""Key results are followed by code and unit, whatever their flag."""

from collections.abc import Callable

import msgspec

from viewer.record.facts import Result
from viewer.record.measures import weight
from viewer.record.series import alike, among, series_of

Make = Callable[..., Result]


def test_a_comparator_is_no_point(result: Make) -> None:
    (series,) = series_of(
        [result("F01", 1, "2823-3", "<2.0", "mmol/L"), result("F01", 9, "2823-3", "4.1", "mmol/L")]
    )
    assert [value for _, value in series.points] == [4.1]
    assert series.before is None


def test_a_newest_row_without_a_value_hides_no_older_words(result: Make) -> None:
    row = result("F01", 9, "", "1", "", "Potassium")
    told = msgspec.structs.replace(row, value="haemolysed, about 5")
    silent = msgspec.structs.replace(told, value=None)
    (series,) = series_of([silent, told])
    assert series.latest is told


def test_what_all_of_a_group_share_is_asked_once_and_the_order_is_kept(result: Make) -> None:
    tests = [("2823-3", "mmol/L"), ("2160-0", "mg/dL"), ("2951-2", "mmol/L")]
    rows = [result("F01", day, tests[day % 3][0], str(day), tests[day % 3][1]) for day in range(9)]
    asked: list[str] = []

    def wanted(one: Result) -> bool:
        asked.append(one.loinc)
        return one.loinc != "2160-0"

    same = {loinc: result("F01", 0, loinc, "1", "").concept for loinc, _ in tests}
    rows = [msgspec.structs.replace(row, concept=same[row.loinc]) for row in rows]
    assert among(alike(rows), wanted) == [row for row in rows if row.loinc != "2160-0"]
    assert asked == ["2823-3", "2160-0", "2951-2"]


def test_fasting_and_random_glucose_are_kept_apart(result: Make) -> None:
    rows = [
        result("F01", 1, "2345-7", "162", "mg/dL", "FBS"),
        result("F01", 2, "2345-7", "210", "mg/dL", "Glucose"),
    ]
    assert len(series_of(rows)) == 2


def test_a_result_without_loinc_is_known_by_its_exact_name(result: Make) -> None:
    (series,) = series_of([result("F01", 1, "", "5.7", "mmol/L", "Potassium")])
    assert series.slug == "k"
    assert not series_of([result("F01", 1, "", "5.7", "mmol/L", "Potassium permanganate")])


def test_a_typing_error_is_not_the_weight(result: Make) -> None:
    rows = [
        result("F11", 20, "29463-7", "180", "kg"),
        result("F10", 21, "29463-7", "18.0", "kg"),
        result("F09", 400, "29463-7", "14.2", "kg"),
    ]
    used = weight(series_of(rows))
    assert used is not None
    assert (used.kilograms, len(used.rejected)) == (18.0, 1)


def test_grams_are_kilograms(result: Make) -> None:
    used = weight(series_of([result("F01", 1, "29463-7", "3100", "g")]))
    assert used is not None
    assert used.kilograms == 3.1
