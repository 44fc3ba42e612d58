"""`ask`: a question in one's own words; a bare question is the same."""

from bot.command import (
    CURRENCY,
    EXPORT,
    LANG,
    LIMIT,
    SINCE,
    TOPIC,
    UNTIL,
    Call,
    Command,
    Context,
    Reply,
    misuse,
)
from bot.compose import answer_reply, find


def run(context: Context, call: Call) -> Reply:
    """Look the question up."""
    answer = find(context, call, call.text)
    if answer.question.is_empty() and not call.text.strip():
        return misuse(
            context.language, context.say("answer.empty"), ("investments", "tips", "help")
        )
    return answer_reply(context, call, answer, call.text)


ASK = Command(
    "ask", run, ("質問", "问"), (SINCE, UNTIL, CURRENCY, TOPIC, LANG, LIMIT, EXPORT),
    ("ask microsoft investment", "ask オラクルの日本投資は？", "ask 软银准备投多少"),
)  # fmt: skip
