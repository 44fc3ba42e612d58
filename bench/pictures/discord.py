"""Pictures of answers as Discord shows them, on a page of our own with its look.

python -m bench.pictures.discord FOLDER WIDTH ["LINE" ...]   (needs Chromium; without lines, those of docs/pictures)
"""

import re
import subprocess
import sys
import tempfile
from html import escape
from pathlib import Path
from typing import Any

from bot.desk import Response
from facts.compiled import Compiled, compiled
from facts.fact import Topic
from tests.adapters.discord.responses import answered, messages

STYLE = """
body { margin: 0; background: #313338; color: #dbdee1; width: %dpx;
  font: 16px/1.375 "gg sans", "Noto Sans", "Noto Sans CJK JP", "DejaVu Sans", sans-serif }
.message { display: flex; gap: 16px; padding: 16px 16px 20px }
.face { flex: none; width: 40px; height: 40px; border-radius: 50%%; background: #5865f2;
  color: #fff; font: bold 17px/40px sans-serif; text-align: center }
.body { min-width: 0; flex: 1 }
.name { color: #f2f3f5; font-weight: 500 } .app { background: #5865f2; color: #fff;
  font-size: 10px; border-radius: 3px; padding: 1px 5px; vertical-align: 2px }
.time { color: #949ba4; font-size: 12px }
.box { display: flex; flex-direction: column; gap: 8px; max-width: 600px; box-sizing: border-box;
  margin-top: 4px; padding: 16px; border: 1px solid #3f4147; border-left: 4px solid;
  border-radius: 8px; background: #2b2d31 }
.text { white-space: pre-wrap; overflow-wrap: anywhere; font-size: 15px }
h3 { font-size: 16px; margin: 0; color: #f2f3f5 } small { font-size: 12.5px; color: #949ba4; display: block; line-height: 1.4 }
b { color: #f2f3f5 } a { color: #00a8fc }
blockquote { margin: 0; padding: 0 8px 0 12px; border-left: 4px solid #4e5058; border-radius: 4px }
ul { margin: 4px 0 0; padding-left: 20px } li { margin-bottom: 4px } li:last-child { margin: 0 }
.row { display: flex; flex-wrap: wrap; gap: 8px; margin-top: 4px }
.row span { background: #4e5058; color: #fff; border-radius: 8px; padding: 5px 14px; font-size: 14px; font-weight: 500 }
.row .s1 { background: #5865f2 }
"""
INLINE = re.compile(
    r"\\([^0-9A-Za-z\s])|<(https?://[^\s>]+)>|\*\*((?:\\.|[^\\])+?)\*\*(?!\*)", re.S
)


def inline(text: str) -> str:
    """Escapes, links and bold letters; the rest is words."""
    done, place = [], 0
    for match in INLINE.finditer(text):
        done.append(escape(text[place : match.start()]))
        place = match.end()
        if match[1]:
            done.append(escape(match[1]))
        elif match[2]:
            done.append(f"<a>{escape(match[2])}</a>")
        else:
            done.append(f"<b>{inline(match[3])}</b>")
    return "".join(done) + escape(text[place:])


def line(text: str) -> str:
    """One line that is no list."""
    if text.startswith("### "):
        return f"<h3>{inline(text[4:])}</h3>"
    return f"<small>{inline(text[3:])}</small>" if text.startswith("-# ") else f"{inline(text)}\n"


def markdown(text: str) -> str:
    """A text with quotes, lists, small lines and a heading."""
    html = []
    for part in re.findall(r"(?:^> .*\n?)+|(?:^(?:- |  ).*\n?)+|^.*\n?", text, re.M):
        lines = part.rstrip("\n").split("\n")
        if part.startswith("> "):
            html.append(f"<blockquote>{''.join(line(each[2:]) for each in lines)}</blockquote>")
        elif part.startswith("- "):
            items = re.split(r"(?:^|\n)- ", part.rstrip("\n"))[1:]
            inner = ("".join(line(each.strip()) for each in item.split("\n")) for item in items)
            html.append(f"<ul>{''.join(f'<li>{each.strip()}</li>' for each in inner)}</ul>")
        elif part:
            html.append(line(lines[0]))
    return re.sub(r"\n(?=</|$)", "", "".join(html))


def component(each: dict[str, Any]) -> str:
    """One component as HTML."""
    inside = "".join(map(component, each.get("components", ())))
    match each["type"]:
        case 17:
            return f'<div class=box style="border-left-color: #{each["accent_color"]:06x}">{inside}</div>'
        case 1:
            return f"<div class=row>{inside}</div>"
        case 2:
            words = (each.get("emoji") or {}).get("name") or each["label"]
            return f"<span class=s{each['style']}>{escape(words)}</span>"
        case 10:
            return f"<div class=text>{markdown(each['content'])}</div>"
    return "<hr>"


def picture(payload: dict[str, Any], file: Path, width: int) -> None:
    """Draw a message."""
    head = "<span class=name>Japan AI</span> <span class=app>APP</span>"
    head += " <span class=time>Today at 09:00</span>"
    body = f"{head}{''.join(map(component, payload['components']))}"
    page = f"<meta charset=utf-8><style>{STYLE % width}</style><div class=message><div class=face>AI</div><div class=body>{body}</div></div>"
    page += "<script>document.title = document.body.scrollHeight</script>"
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "page.html"
        source.write_text(page, encoding="utf-8")
        dom = chromium(folder, "--dump-dom", source.as_uri())
        height = re.search(r"<title>(\d+)</title>", dom)
        assert height
        size = f"--window-size={width},{height[1]}"
        chromium(folder, size, f"--screenshot={file}", source.as_uri())


def chromium(folder: str, *options: str) -> str:
    """What a headless Chromium without any network prints."""
    command = ["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars",
               "--disable-background-networking", f"--user-data-dir={folder}/profile",
               "--host-resolver-rules=MAP * ~NOTFOUND", *options]  # fmt: skip
    return subprocess.run(command, check=True, capture_output=True, text=True, timeout=120).stdout


def topic_of(ready: Compiled, response: Response) -> Topic | None:
    """The topic of the main fact."""
    facts = response.reply.facts
    return ready.library.facts[facts[0]].topic if facts else None


PICTURES = {"discord-answer": "microsoft investment", "discord-list": "investments"}


def main() -> None:
    folder, width = Path(sys.argv[1]).resolve(), int(sys.argv[2])
    lines = {f"{n:02}": line for n, line in enumerate(sys.argv[3:])} or PICTURES
    ready = compiled()
    for name, line in lines.items():
        response = answered(ready, line)
        picture(messages(response, topic_of(ready, response))[0], folder / f"{name}.png", width)


if __name__ == "__main__":
    main()
