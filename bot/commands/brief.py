"""`brief`: one page on a topic, a company or a theme, made only of facts."""

from bot.brief.card import brief_card
from bot.brief.choose import Brief, choose
from bot.brief.content import Content, content_of
from bot.brief.markdown import brief_markdown
from bot.brief.page import brief_page
from bot.command import LANG, SINCE, UNTIL, Call, Command, Context, File, Reply
from bot.compose import answer_reply
from bot.export import fact_record
from bot.exported import file_name


def run(context: Context, call: Call) -> Reply:
    """The brief as a card, as Markdown and as a page to print."""
    made = choose(context, call)
    if not isinstance(made, Brief):
        return answer_reply(context, call, made, context.say("brief.title", theme=call.text))
    content = content_of(context.reader, made)
    library = context.ready.library
    data = {
        "outcome": "found",
        "theme": made.theme,
        "numbers": [[row.fact.id, row.value.metric] for row in made.numbers],
        "missing": made.missing,
        "facts": [fact_record(library, fact) for fact in made.facts],
    }
    card = brief_card(context.reader, content)
    ids = tuple(fact.id for fact in made.facts)
    return Reply(card, data, facts=ids, files=_files(context, content))


def _files(context: Context, content: Content) -> tuple[File, ...]:
    reader, tag = context.reader, {"en": "en", "ja": "ja", "zh": "zh-Hans"}[context.language]
    return (
        File(file_name(context, "brief", "md"), "text/markdown; charset=utf-8",
             lambda: brief_markdown(reader, content).encode()),
        File(file_name(context, "brief", "html"), "text/html; charset=utf-8",
             lambda: brief_page(reader, content, tag).encode()),
    )  # fmt: skip


BRIEF = Command(
    "brief", run, ("briefing", "ブリーフ", "简要", "簡要", "摘要"), (SINCE, UNTIL, LANG),
    ("brief market entry for a transcription product", "brief microsoft", "brief 生成AI利用"),
    words="theme",
)  # fmt: skip
