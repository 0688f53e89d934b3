"""The two pages our loopback shows in the clinician's browser. Fixed bytes: nothing received is ever put into them.

They are drawn by the system's browser, outside the program and its catalogs, and so say it in Thai and in English.
"""

import hashlib
from base64 import b64encode

_STYLE = """
:root { color-scheme: light dark }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; background: Canvas; color: CanvasText;
  font: 18px/1.7 Sarabun, "Noto Sans Thai", "Leelawadee UI", Thonburi, sans-serif }
main { max-width: 30rem; padding: 2rem; text-align: center }
h1 { font-size: 1.6rem; line-height: 1.5; margin: 0 0 .5rem }
p { margin: .25rem 0 }
.en { opacity: .75; font-size: .9rem }
"""
_FRAME = """<!doctype html>
<html lang="th">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<link rel="icon" href="data:,">
<style>{style}</style>
</head>
<body><main>
<h1>{title}</h1>
<p>{thai}</p>
<p class="en" lang="en">{english}</p>
</main></body>
</html>
"""


def _page(title: str, thai: str, english: str) -> bytes:
    return _FRAME.format(title=title, thai=thai, english=english, style=_STYLE).encode()


ANSWERED = _page(
    "กลับไปที่โปรแกรมประวัติได้เลย",
    "ระบบส่งคำตอบให้โปรแกรมแล้ว ปิดหน้านี้ได้",
    "Go back to Prawat. You may close this page.",
)
REFUSED = _page(
    "โปรแกรมประวัติไม่รับคำขอนี้",
    "ถ้ากำลังเข้าสู่ระบบ กรุณากลับไปที่โปรแกรมแล้วเริ่มใหม่",
    "Prawat did not accept this request. If you were signing in, start again from the program.",
)
POLICY = (
    f"default-src 'none'; style-src 'sha256-{b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()}'; "
    "img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
"""Content-Security-Policy of both: their own style, nothing else."""
