"""Whether words are no more than the name of one thing.

Asked where words before them deny it: "ไม่แพ้ยา penicillin", "ไม่ได้กินยา metformin". Whatever else stands there ("แต่แพ้ …",
"แค่ …", "เมื่อเช้า", a list, a reaction, a time) may turn it round, so that any doubt is a no.
"""

import re

_LONGEST = 40  # letters; what is longer says more
_NAME = re.compile(
    r"(?:[a-z][a-z-]*(?: [a-z][a-z-]*)?|[ก-๙]+)(?: \d+(?:\.\d+)? ?(?:mg|mcg|g|ml|iu|%))?", re.I
)
# A piece of a word, as Thai parts none: "ตาม" and "มา" stand in paracetamol, tramadol and carbamazepine as well.
_SAYS_MORE = re.compile(
    r"แพ้|แต่|ยกเว้น|นอกจาก|เว้น|แค่|เพียง|เฉพาะ|เดียว|บาง|ผื่น|คัน|หอบ|บวม|ช็อก|ช๊อก|หน้ามืด|หายใจ|ปวด|ไข้|อาการ|รุนแรง|สงสัย|ระวัง|ห้าม|ไม่"
    r"|กิน|ทาน|ใช้|ฉีด|แล้ว|หลัง|ก่อน|เมื่อ|จน|ครั้ง|ถ้า|หาก|หรือ|และ|กับ|ร่วม|ปัจจุบัน|เดิม|อีก|สม่ำเสมอ|ครบ|ต่อเนื่อง|ตาม(?!อล)|สั่ง|วัน|เช้า|เย็น|คืน"
    r"|สัปดาห์|เดือน|เวลา|มา(?!ดอล|ซี)|เกิน|พร้อม|คู่|ช้อน|เอง|ขณะ|ตอน|ระหว่าง|มาก|น้อย|ทุก|ทั้ง|หมด|มื้อ|ครึ่ง|เต็ม|ประจำ|ถูก|เท่า|น่าจะ"
    r"|มั้ง|แน่|ลมพิษ|อาเจียน"
    r"|\b(?:but|except|unless|until|till|since|after|before|when|while|if|with|without|other|only|just|alone|merely|aside"
    r"|apart|and|or|not|no|now|then|yet|again|previously|formerly|currently|anymore|recently|probably|possibly|in|on|at|as"
    r"|for|this|last|more|than|over|too|much|enough|full\w*|together|daily|nightly|weekly|every|each|regular\w*|consistent\w*"
    r"|always|sometimes|directed|prescribed|today|yesterday|tonight|morning|night|evening|days?|weeks?|months?|pump"
    r"|twice|once|often|well|alternate|unsure|\w+ly|wheez\w*|vomit\w*"
    r"|allerg\w*|rash|hives|urticaria|itch\w*|anaphyla\w*|shock|reaction\w*|swelling|angio\w*|sjs|ten|dress|severe\w*"
    r"|mild\w*)\b",
    re.I,
)


def is_plain_name(text: str) -> bool:
    """Whether it is one name, maybe with its strength, and nothing besides."""
    return len(text) <= _LONGEST and bool(_NAME.fullmatch(text)) and not _SAYS_MORE.search(text)
