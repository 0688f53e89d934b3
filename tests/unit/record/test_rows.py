"""The rows of a kind stand newest first, then in the order they came, however they came, went and came again."""

from collections.abc import Sequence
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from viewer.record.facts import Fact, Visit
from viewer.record.rows import Rows
from viewer.record.values import UNDATED, Origin, When

KIND = "visits"
DAYS = st.one_of(st.none(), st.integers(0, 40))
STEPS = st.one_of(
    st.tuples(st.just("add"), st.lists(DAYS, max_size=150)),
    st.tuples(st.just("again"), st.tuples(st.integers(0, 400), DAYS)),
    st.tuples(st.just("remove"), st.integers(0, 400)),
    st.tuples(st.just("instead"), st.integers(0, 400)),
    st.tuples(st.just("look"), st.none()),
)


def visit(number: int, day: int | None) -> Visit:
    first = date(2026, 1, 1) + timedelta(days=day or 0)
    when = None if day is None else When(first.isoformat(), year=first.year, month=first.month, day=first.day)
    return Visit(origin=Origin("99001", "รพ.หนึ่ง", "Encounter", f"e-{number}"), when=when, number=number)


def placed(fact: Fact) -> tuple[int, int]:
    return (fact.when.age if fact.when is not None else UNDATED), fact.number


def shown(rows: Rows) -> Sequence[Fact] | None:
    rows.arranged()
    return rows.changed().get(KIND)


@settings(max_examples=150, deadline=None)
@given(st.lists(STEPS, max_size=25))
def test_rows_stand_in_order_whatever_happened_before(steps: list[tuple[str, object]]) -> None:
    facts: list[Fact | None] = []
    rows, hidden = Rows(facts), set[int]()

    def expected() -> list[Fact]:
        there = [fact for fact in facts if fact is not None]
        return [fact for fact in sorted(there, key=placed) if fact.number not in hidden]

    for step, what in steps:
        match step, what:
            case "add", list(days):
                made = [visit(len(facts) + place, day) for place, day in enumerate(days)]
                facts.extend(made)
                rows.add(KIND, [(*placed(fact), fact) for fact in made])
            case "again", (int(number), day) if number < len(facts) and facts[number] is not None:
                assert day is None or isinstance(day, int)
                facts[number] = visit(number, day)
                rows.place(KIND, number, visit(number, day))
            case "remove", int(number) if number < len(facts) and facts[number] is not None:
                facts[number] = None
                hidden.discard(number)
                rows.remove(KIND, number)
            case "instead", int(number) if number < len(facts) and facts[number] is not None:
                hidden.add(number)
                rows.show_instead(KIND, {number: None}, ())
            case "look", _:
                told = shown(rows)
                assert told is None or list(told) == expected()
    rows.show_instead(KIND, {}, hidden)
    hidden.clear()
    assert list(shown(rows) or ()) == expected()
    for fact in expected():
        assert rows.get(KIND, fact.number) == (*placed(fact), fact)
