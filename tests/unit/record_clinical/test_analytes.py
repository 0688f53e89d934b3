"""One axis for two units only where the table says how each reads on it; values stay as sent everywhere else."""

from collections.abc import Callable
from decimal import Decimal

import msgspec
import pytest

from viewer.record.analytes import axis_of, folded, standard_analytes
from viewer.record.facts import Result
from viewer.record.kidney import milligrams
from viewer.record.measures import kilograms_of
from viewer.record.series import alike, line_of, series_of
from viewer.record.values import Quantity
from viewer.view.results import grid_line, split

Make = Callable[..., Result]

# analyte, code and unit sent, its value, and what another source says it is (published pairs, not our factors)
PAIRS = [
    ("glucose", "14749-6", "mmol/L", "9.4", "169"),
    (
        "glucose",
        "14749-6",
        "mmol/L",
        "5.6",
        "101",
    ),  # ADA: impaired fasting glucose from 5.6 mmol/L (100 mg/dL)
    ("creatinine", "14682-9", "µmol/L", "93", "1.05"),
    ("creatinine", "2160-0", "μmol/L", "88.4", "1.00"),
    ("creatinine", "14682-9", "mmol/L", "0.0884", "1.00"),
    ("hba1c", "59261-8", "mmol/mol", "48", "6.5"),  # the threshold of diabetes, both ways
    ("hba1c", "59261-8", "mmol/mol", "53", "7.0"),
    ("hba1c", "4548-4", "mmol/mol", "58", "7.5"),
    ("cholesterol", "14647-2", "mmol/L", "5.17", "200"),  # ATP III: 200 mg/dL
    ("ldl", "22748-8", "mmol/L", "2.6", "101"),  # ATP III: 100 mg/dL
    ("hdl", "14646-4", "mmol/L", "1.03", "40"),
    ("triglycerides", "14927-8", "mmol/L", "1.69", "150"),
    ("sodium", "2951-2", "mEq/L", "140", "140"),
    ("potassium", "2823-3", "mEq/L", "5.7", "5.7"),
    ("chloride", "2075-0", "mEq/L", "101", "101"),
    ("bicarbonate", "1963-8", "mEq/L", "24", "24"),
    ("calcium", "2000-8", "mmol/L", "2.50", "10.0"),
    ("calcium", "17861-6", "mEq/L", "5.0", "10.0"),
    ("phosphate", "14879-1", "mmol/L", "1.00", "3.1"),
    ("magnesium", "2601-3", "mmol/L", "0.82", "2.0"),
    ("urea", "22664-7", "mmol/L", "5.0", "30"),
    ("bun", "3094-0", "mmol/L", "7.14", "20"),
    ("uric-acid", "14933-6", "umol/L", "357", "6.0"),
    ("bilirubin", "14631-6", "umol/L", "17.1", "1.0"),
    ("albumin", "1751-7", "g/L", "38", "3.8"),
    ("protein", "2885-2", "g/L", "70", "7.0"),
    ("haemoglobin", "718-7", "g/L", "118", "11.8"),
    ("haematocrit", "4544-3", "L/L", "0.36", "36.0"),
    ("leukocytes", "6690-2", "10*9/L", "6.2", "6.2"),
    ("leukocytes", "6690-2", "cells/uL", "6200", "6.2"),
    ("leukocytes", "26464-8", "x10³/µL", "6.2", "6.2"),
    ("platelets", "777-3", "/cumm", "148000", "148"),
    ("tsh", "3016-3", "uIU/mL", "2.35", "2.35"),
    ("albumin-creatinine-ratio", "9318-7", "mg/mmol", "3.4", "30"),  # KDIGO: A2 from 30 mg/g (3 mg/mmol)
    ("temperature", "8310-5", "°F", "99.1", "37.3"),
    ("temperature", "8310-5", "[degF]", "98.6", "37.0"),
    ("weight", "29463-7", "lb", "185", "83.9"),
    ("weight", "29463-7", "g", "3100", "3.1"),
    ("height", "8302-2", "[in_i]", "65", "165"),
    ("height", "8302-2", "m", "1.65", "165"),
]


@pytest.mark.parametrize(("analyte", "code", "unit", "sent", "read"), PAIRS)
def test_what_a_value_reads_on_the_axis(
    analyte: str, code: str, unit: str, sent: str, read: str, result: Make
) -> None:
    axis = axis_of(result("F01", 1, code, sent, unit))
    assert axis is not None
    assert axis.line.startswith(f"{analyte}:")
    assert f"{float(axis.step(Decimal(sent))):.{axis.digits}f}" == read


def test_every_analyte_is_proved_here_and_names_its_source() -> None:
    table = standard_analytes()
    proved = {analyte for analyte, *_ in PAIRS}
    assert {analyte.name for analyte in table.table.analytes} == proved
    assert all(analyte.source for analyte in table.table.analytes)
    codes = [code for analyte in table.table.analytes for line in analyte.lines for code in line]
    assert len(set(codes)) == len(codes)  # a code is on one line
    spelt = [(folded(text), unit) for unit, texts in table.table.spellings.items() for text in (unit, *texts)]
    assert len(dict(spelt)) == len(set(spelt))  # no spelling stands for two units


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("67151-1", "14", "ng/L", "Troponin T"), ("10839-9", "14", "ng/L", "Troponin I")),
        (("48065-7", "480", "ng/mL FEU", "D-dimer"), ("48066-5", "240", "ng/mL DDU", "D-dimer")),
        (("48065-7", "480", "ng/mL FEU", "D-dimer"), ("48065-7", "240", "ng/mL DDU", "D-dimer")),
        (("2345-7", "169", "mg/dL", "Glucose"), ("41653-7", "180", "mg/dL", "Glucose")),
        (("2345-7", "169", "mg/dL", "Glucose"), ("2345-7", "180", "mg/dL", "DTX")),
        (("", "169", "mg/dL", "Glucose"), ("", "180", "mg/dL", "DTX")),
        (("3094-0", "20", "mg/dL", "BUN"), ("3091-6", "43", "mg/dL", "Urea")),
        (("3094-0", "20", "mg/dL", "BUN"), ("22664-7", "7.1", "mmol/L", "Urea")),
        (
            ("4548-4", "7.5", "%", "HbA1c"),
            ("59261-8", "5.9", "%", "HbA1c IFCC"),
        ),  # an IFCC % is another scale
        (("13457-7", "96", "mg/dL", "LDL"), ("18262-6", "99", "mg/dL", "LDL direct")),
        (("718-7", "11.8", "g/dL", "Hb"), ("718-7", "7.3", "mmol/L", "Hb")),
        (("2345-7", "169", "mg/dL", "Glucose"), ("2345-7", "169", "", "Glucose")),
        (("4544-3", "36", "%", "Hct"), ("4544-3", "0.36", "", "Hct")),
        (("", "7.1", "mmol/L", "BUN"), ("", "20", "mg/dL", "BUN")),  # the name alone does not say which mole
    ],
)
def test_never_on_one_line(one: tuple[str, ...], other: tuple[str, ...], result: Make) -> None:
    rows = [result("F01", 1, *one), result("F02", 2, *other)]
    assert all(len(series.results) == 1 for series in series_of(rows))  # urea has no series of its own
    assert grid_line(rows[0]) != grid_line(rows[1])
    grid, listed = split(alike(rows), series_of(rows))
    assert [len(series.results) for series in grid.values()] == [1, 1], "two rows on the sheet"
    assert not listed


@pytest.mark.parametrize("field", ["specimen", "method", "body_site"])
def test_another_specimen_or_method_is_another_line(field: str, result: Make) -> None:
    first = result("F01", 1, "2823-3", "5.7", "mmol/L")
    second = msgspec.structs.replace(result("F02", 2, "2823-3", "4.1", "mmol/L"), **{field: "อื่น"})
    assert len(series_of([first, second])) == 2
    assert line_of(first) != line_of(second)


def test_two_units_of_one_test_share_an_axis_and_stay_as_sent(result: Make) -> None:
    rows = [
        result("F08", 4, "2345-7", "169", "mg/dL"),
        result("IPS", 60, "14749-6", "9.4", "mmol/L"),
        result("F08", 90, "2345-7", "150", "mg/dl"),
    ]
    (series,) = series_of(rows)
    assert (series.mixed, series.axis_unit) == (True, "mg/dL")
    assert [value for _, value in series.points] == [150, 169, 169]
    assert [series.is_converted(row) for row in rows] == [False, True, False]
    assert isinstance(rows[1].value, Quantity)
    assert (rows[1].value.value, rows[1].value.unit) == (Decimal("9.4"), "mmol/L")


def test_alone_in_its_unit_nothing_is_converted(result: Make) -> None:
    (series,) = series_of(
        [result("IPS", 1, "14749-6", "9.4", "mmol/L"), result("IPS", 9, "14749-6", "8.1", "mmol/L")]
    )
    assert (series.mixed, series.axis_unit) == (False, "mmol/L")
    assert [value for _, value in series.points] == [8.1, 9.4]


def test_the_same_number_in_another_unit_is_not_called_converted(result: Make) -> None:
    rows = [result("F01", 1, "2823-3", "5.7", "mmol/L"), result("F02", 9, "2823-3", "5.1", "mEq/L")]
    (series,) = series_of(rows)
    assert [value for _, value in series.points] == [5.1, 5.7]
    assert not any(series.is_converted(row) for row in rows)


def test_a_unit_and_a_code_that_disagree_are_no_unit(result: Make) -> None:
    row = result("F01", 1, "2345-7", "9.4", "mg/dL")
    assert isinstance(row.value, Quantity)
    torn = msgspec.structs.replace(row, value=Quantity(row.value.value, row.value.unit, code="mmol/L"))
    assert axis_of(torn) is None
    assert milligrams(msgspec.structs.replace(torn, loinc="2160-0")) is None


def test_a_converted_comparator_is_still_no_point(result: Make) -> None:
    (series,) = series_of(
        [result("F01", 1, "2160-0", "<27", "umol/L"), result("F01", 9, "2160-0", "0.8", "mg/dL")]
    )
    assert [value for _, value in series.points] == [0.8]


def test_pounds_and_micromoles_can_be_computed_with(result: Make) -> None:
    assert kilograms_of(result("F01", 1, "29463-7", "185", "lb")) == pytest.approx(83.91, abs=0.01)
    assert kilograms_of(result("F01", 1, "29463-7", "185", "stone")) is None
    assert milligrams(result("F01", 1, "14682-9", "93", "umol/L")) == pytest.approx(1.052, abs=0.001)
    assert milligrams(result("F01", 1, "2160-0", "<0.2", "mg/dL")) is None
