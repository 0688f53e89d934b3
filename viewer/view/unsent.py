"""What rows point to and the source did not send: counted, so that a list of results is not taken for all of them."""

from collections.abc import Iterable

from viewer.base.opaque import Opaque
from viewer.view.pen import Pen


def unsent_words(pen: Pen, ids: Iterable[Opaque]) -> str:
    """ต้นทางไม่ได้ส่งมา 2 รายการ; "" where all came. What only its bundle or its own resource names is not looked for."""
    plain = {id_ for one in ids if not (id_ := one.reveal()).startswith(("urn:", "#")) and "?" not in id_}
    if not plain or pen.hidden:
        return ""  # a row that is hidden came, and is not to be told of here
    if not pen.came:
        joined = (fact for one in pen.record.joined.values() for fact in one.members)
        pen.came = frozenset(fact.origin.id.reveal() for fact in (*pen.record.facts(), *joined))
    missing = len(plain - pen.came)
    return pen.say("{n} of them the source did not send", n=missing) if missing else ""
