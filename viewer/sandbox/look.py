"""The look of the sandbox's pages: one style for sign-in and phone, system fonts only, no scripts.

The phone's two answers stand at the end of the page, not over it: who answers has passed the facilities first.
"""

from html import escape

_STYLE = """
:root { --ink:#16202b; --ink2:#414d5a; --ink3:#596572; --line:#d5dce3; --line2:#768391; --bg:#f1f4f7;
  --surface:#fff; --sunk:#edf1f5; --accent:#145a9e; --soft:#e4effa; --bar:#173b60; --bar2:#c7d6e5;
  --red:#a8201a; --redsoft:#fcebe9; --amber:#7a4a00; --ambersoft:#fff4dc; }
* { box-sizing:border-box; }
html { font:17px/1.6 Sarabun,"TH Sarabun New","Noto Sans Thai","Noto Sans Thai UI",Thonburi,"Leelawadee UI",
  "Leelawadee",Loma,Garuda,Tahoma,sans-serif; color:var(--ink); background:var(--bg); -webkit-text-size-adjust:100%; }
body { margin:0; min-height:100vh; }
h1 { font-size:1.45rem; line-height:1.45; margin:0; font-weight:700; }
h2 { font-size:1rem; line-height:1.5; margin:0 0 .35rem; font-weight:600; }
p { margin:.4rem 0; }
.quiet { color:var(--ink2); font-size:.92rem; }
.stamp { display:inline-block; border:1px solid currentColor; border-radius:3px; padding:0 .45rem;
  font-size:.8rem; line-height:1.5; }
button, .button { font:inherit; cursor:pointer; }
button:focus-visible, input:focus-visible, a:focus-visible { outline:3px solid var(--accent); outline-offset:2px; }

.desk { display:grid; grid-template-columns:minmax(17rem,34%) 1fr; min-height:100vh; }
.desk aside { background:var(--bar); color:#fff; padding:3.5rem 2.5rem; }
.desk aside .name { font-size:1.75rem; font-weight:700; line-height:1.5; }
.desk aside p { color:var(--bar2); max-width:22rem; }
.desk aside hr { border:0; border-top:1px solid #4a6786; margin:1.6rem 0; }
.desk main { padding:3rem 2.5rem; max-width:52rem; width:100%; }
.people { display:grid; gap:.6rem; margin:1.3rem 0; }
.person { display:grid; grid-template-columns:3rem 1fr auto; gap:.15rem 1rem; align-items:center; width:100%;
  text-align:left; background:var(--surface); border:1px solid var(--line2); border-radius:6px;
  padding:.75rem 1rem; color:var(--ink); }
.person:hover { border-color:var(--accent); background:var(--soft); }
.person .face { width:3rem; height:3rem; border-radius:50%; background:var(--soft); color:var(--accent);
  display:grid; place-items:center; font-size:1.15rem; font-weight:700; }
.person b { font-weight:600; font-size:1.08rem; display:block; }
.person span.quiet { display:block; }
.whole { white-space:nowrap; }
.person .licence { font-variant-numeric:tabular-nums; color:var(--ink2); font-size:.92rem; white-space:nowrap; }
.plain { background:none; border:0; color:var(--accent); text-decoration:underline; padding:.5rem 0; }

.phone { max-width:27rem; margin:0 auto; min-height:100vh; background:var(--surface); display:flex;
  flex-direction:column; }
.phone header { background:var(--bar); color:#fff; padding:.8rem 1.15rem; display:flex; align-items:center;
  justify-content:space-between; gap:.8rem; font-weight:600; }
.phone header .stamp { color:var(--bar2); font-weight:400; }
.phone main { padding:1.25rem 1.15rem 2rem; flex:1; }
.phone section { border-top:1px solid var(--line); padding:.95rem 0; }
.phone section:first-of-type { margin-top:.9rem; }
.who { background:var(--sunk); border-radius:8px; padding:.85rem 1rem; margin-top:.9rem; }
.who b { font-size:1.1rem; font-weight:600; display:block; }
.phone ul { margin:0; padding-left:1.2rem; }
.phone li { margin:.1rem 0; }
.tick { display:flex; align-items:center; gap:.8rem; min-height:3rem; padding:.35rem .15rem;
  border-bottom:1px solid var(--line); }
.tick:last-of-type { border-bottom:0; }
.tick input { width:1.45rem; height:1.45rem; accent-color:var(--accent); flex:none; margin:0; }
.tick span { flex:1; }
.until { font-weight:600; }
.choice { border-top:1px solid var(--line); padding:1rem 0 .4rem; margin-top:.9rem;
  display:grid; grid-template-columns:1fr 1.5fr; gap:.7rem; }
.choice button { min-height:3.2rem; border-radius:8px; font-weight:600; font-size:1.05rem;
  border:1px solid var(--line2); background:var(--surface); color:var(--ink); }
.choice .yes { background:var(--accent); border-color:var(--accent); color:#fff; }
.choice .stop { grid-column:1/-1; border-color:var(--red); color:var(--red); }
.state { border-radius:8px; padding:1rem 1.05rem; background:var(--soft); }
.state.no { background:var(--sunk); }
.state.warn { background:var(--ambersoft); color:var(--amber); }
.state b { display:block; font-size:1.18rem; line-height:1.5; }
.places { list-style:none; padding:0 !important; }
.places li { display:flex; justify-content:space-between; gap:1rem; padding:.4rem 0;
  border-bottom:1px solid var(--line); }
.places li:last-child { border-bottom:0; }
.places .off { color:var(--ink3); }
.code { font:inherit; font-size:2rem; font-weight:700; letter-spacing:.35em; width:100%; text-align:center;
  border:1px solid var(--line2); border-radius:8px; padding:.6rem 0 .6rem .35em; margin:.9rem 0; }
.only { grid-template-columns:1fr; }
@media (max-width:46rem) {
  .desk { display:block; }
  .desk aside { padding:1.3rem 1.2rem; }
  .desk aside .name { font-size:1.5rem; }
  .desk aside hr, .desk aside .more { display:none; }
  .desk main { padding:1.3rem 1.2rem 2.5rem; }
  .person { grid-template-columns:3rem 1fr; }
  .whole { white-space:nowrap; }
.person .licence { grid-column:2; }
}
"""


def document(title: str, body: str) -> str:
    """A whole HTML page in Thai. ``body`` is HTML, ``title`` plain text."""
    return (
        '<!doctype html><html lang="th"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta name="robots" content="noindex"><meta name="color-scheme" content="light">'
        f"<title>{escape(title)}</title><style>{_STYLE}</style></head><body>{body}</body></html>"
    )
