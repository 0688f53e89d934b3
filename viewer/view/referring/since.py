"""มีข้อมูลใหม่หลังพิมพ์: what has come since a paper left the program, by facility and kind."""

from collections import Counter
from dataclasses import dataclass

from viewer.record.news import since
from viewer.view.pen import Pen
from viewer.visit.papers import Paper


@dataclass(frozen=True, slots=True)
class Since:
    """The newest copy of a form, and what came after it. ``facilities``: their codes, to tell news from old news."""

    paper: Paper
    headline: str
    told: str
    facilities: frozenset[str]


def since_papers(pen: Pen, papers: tuple[Paper, ...]) -> tuple[Since, ...]:
    """Of each form its newest copy, where anything came after it. The pen holds open rows only: what is of restricted
    access is not told."""
    newest = {paper.form: paper for paper in papers}
    return tuple(found for paper in newest.values() if (found := _since(pen, paper)) is not None)


def _since(pen: Pen, paper: Paper) -> Since | None:
    counts: dict[str, Counter[str]] = {}
    names: dict[str, str] = {}
    for fact in since(pen.record, paper.rows):
        counts.setdefault(fact.origin.hcode, Counter())[pen.kind(fact)] += 1
        names.setdefault(fact.origin.hcode, " ".join(filter(None, (pen.letter(fact), pen.facility(fact)))))
    if not counts:
        return None
    told = " · ".join(
        f"{names[hcode]}: {', '.join(f'{kind} {number}' for kind, number in kinds.items())}"
        for hcode, kinds in counts.items()
    )
    moment = pen.speech.clock(paper.when)
    headline = pen.say("New data since it was printed at {moment} (copy {n})", moment=moment, n=paper.number)
    return Since(paper, headline, told, frozenset(counts))
