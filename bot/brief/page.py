"""A brief as one page to print: a file of its own, with nothing from elsewhere and no script."""

import re
from html import escape

from bot.brief.content import Content, Footnote, Grid, Line
from bot.fact_card import Reader
from bot.plain_text import inert
from bot.svg import svg

_STYLE = """
:root{color-scheme:light dark;--ink:#1c2733;--faint:#55616e;--rule:#d5dae0;--paper:#fff;--tint:#f4f6f8}
@media (prefers-color-scheme:dark){:root{--ink:#e8ebee;--faint:#a9b3bd;--rule:#3a444e;--paper:#14191e;--tint:#1e252c}}
*{box-sizing:border-box}
body{margin:0 auto;padding:1.6rem;max-width:54rem;color:var(--ink);background:var(--paper);
font:15px/1.5 system-ui,'Noto Sans','Noto Sans CJK JP','Hiragino Sans','Yu Gothic',sans-serif}
:lang(zh){font-family:system-ui,'Noto Sans','Noto Sans CJK SC','PingFang SC','Microsoft YaHei',sans-serif}
h1{font-size:1.5rem;line-height:1.25;margin:0 0 .3rem}
h2{font-size:1.02rem;margin:1.3rem 0 .4rem;padding-bottom:.15rem;border-bottom:2px solid var(--rule)}
h3{font-size:.92rem;margin:.8rem 0 .3rem}
.made,.notes{color:var(--faint);font-size:.84rem}
ul{margin:.3rem 0;padding-left:1.1rem}li{margin:.22rem 0}
.numbers{list-style:none;padding:0;display:grid;grid-template-columns:repeat(auto-fit,minmax(15rem,1fr));gap:.6rem}
.numbers li{margin:0;padding:.6rem .75rem;background:var(--tint);border-radius:.4rem;font-size:.87rem}
.numbers b{display:block;font-size:1.25rem;line-height:1.3}
.wide{overflow-x:auto}table{border-collapse:collapse;width:100%;font-size:.86rem}
th,td{text-align:left;vertical-align:top;padding:.3rem .6rem .3rem 0;border-bottom:1px solid var(--rule)}
th{color:var(--faint);font-weight:600}figure{margin:.8rem 0;overflow-x:auto}svg{width:100%;height:auto;min-width:32rem;max-width:44rem}
.notes{padding-left:1.6rem;overflow-wrap:anywhere}a{color:inherit}sup a{text-decoration:none}
@media (max-width:40rem){body{padding:1rem}}
@media print{:root{color-scheme:light;--ink:#000;--faint:#444;--rule:#bbb;--paper:#fff;--tint:#f4f4f4}
@page{size:A4;margin:10mm}body{padding:0;max-width:none;font-size:8pt;line-height:1.28}
h1{font-size:14pt}h2{font-size:9.2pt;margin:.4rem 0 .15rem;border-width:1px;break-after:avoid}
h3{font-size:8pt;margin:.25rem 0 .1rem;break-after:avoid}ul{margin:.15rem 0}li{margin:.06rem 0}
.numbers{grid-template-columns:repeat(5,1fr);gap:.3rem}.numbers li,tr,figure{break-inside:avoid}
.numbers li{font-size:7.2pt;padding:.3rem .4rem}.numbers b{font-size:11pt}
table{font-size:7.4pt}th,td{padding:.1rem .4rem .1rem 0}figure{display:none}
.made,.notes{font-size:6.2pt;line-height:1.18}.notes,.careful{columns:2;column-gap:1.2rem;padding-left:1.2rem}
.careful{font-size:7.2pt}}
"""


def brief_page(reader: Reader, content: Content, lang: str) -> str:
    """The page as HTML; every word of a record is escaped. `lang` is the tag of its language."""
    figure = f"<figure>{svg(content.chart, content.alt)}</figure>" if content.chart else ""
    grids = "".join(map(_grid, content.grids))
    conflicts = _grid(content.conflicts) if content.conflicts else ""
    parts = [
        ("numbers", _list(content.numbers, "numbers")),
        ("table", grids + figure),
        ("context", _list(content.context)),
        ("advice", _list(content.advice)),
        ("careful", _list(content.careful, "careful") + conflicts),
        ("missing", _list(tuple(Line(text) for text in content.missing))),
        ("sources", _footnotes(reader, content.footnotes)),
    ]
    body = "".join(
        f"<h2>{_safe(reader.say(f'brief.{k}'))}</h2>{drawn}" for k, drawn in parts if drawn
    )
    title = _safe(content.title)
    return (
        f'<!doctype html><html lang="{escape(lang)}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; '
        f"style-src 'unsafe-inline'\"><title>{title}</title><style>{_STYLE}</style></head>"
        f'<body><h1>{title}</h1><p class="made">{_safe(content.made)}</p>{body}</body></html>\n'
    )


def _safe(text: str) -> str:
    return escape(inert(text))


def _list(lines: tuple[Line, ...], kind: str = "") -> str:
    if not lines:
        return ""
    look = f' class="{kind}"' if kind else ""
    return f"<ul{look}>{''.join(map(_item, lines))}</ul>"


def _item(line: Line) -> str:
    strong = f"<b>{_safe(line.strong)}</b> " if line.strong else ""
    notes = "".join(f'<sup><a href="#n{n}">[{n}]</a></sup>' for n in line.notes)
    return f"<li>{strong}{_safe(line.text)} {notes}</li>"


def _grid(grid: Grid) -> str:
    name = f"<h3>{_safe(grid.name)}</h3>" if grid.name else ""
    head = "".join(f"<th>{_safe(cell)}</th>" for cell in grid.header)
    rows = "".join(
        f"<tr>{''.join(f'<td>{_safe(cell)}</td>' for cell in row)}</tr>" for row in grid.rows
    )
    return f'{name}<div class="wide"><table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>'


def _footnotes(reader: Reader, notes: tuple[Footnote, ...]) -> str:
    return f'<ol class="notes">{"".join(_footnote(reader, note) for note in notes)}</ol>'


def _footnote(reader: Reader, note: Footnote) -> str:
    parts = []
    for cited in note.sources:
        url = cited.url
        address = _safe(url or reader.say("source.no_address"))
        if url and re.fullmatch(r"https?://\S+", url):
            address = f'<a href="{escape(url)}" rel="noreferrer">{address}</a>'
        words = " ".join(f'<q lang="{cited.language}">{_safe(q)}</q>' for q in cited.quotes)
        parts.append(f"{words} {_safe(cited.where)} · {address}")
    return f'<li id="n{note.number}">{" · ".join(parts)} · {_safe(note.fact)}</li>'
