"""Which part of a sentence proves an amount: as short as still reads, at most 240 characters."""

from collections.abc import Callable
from dataclasses import dataclass, field

from bot.drafts import cues
from bot.drafts.sentences import Span, clauses, is_cjk, trimmed
from bot.drafts.values import Measured
from facts.fact import MAX_QUOTE

LONG_WIDE, LONG_LATIN = 70, 170  # characters beyond which a quote gives up what stands before
JOINED_WIDE, JOINED_LATIN = 52, 130  # amounts of one kind nearer than that are one fact
TAIL_WIDE, TAIL_LATIN = 16, 40  # a last clause as short as that stays
CONNECTIVE_WIDE, CONNECTIVE_LATIN = 5, 20  # a first clause as short as that only links

Metric = Callable[[Span, Measured], str | None]


@dataclass
class Core:
    """Clauses that carry amounts, with what stands before them."""

    start: int
    first: int  # where the first clause with an amount begins
    end: int
    found: list[Measured] = field(default_factory=list)
    metrics: set[str] = field(default_factory=set)

    @property
    def strong(self) -> bool:
        """True when one of its amounts may carry a fact of its own."""
        return any(m.strong for m in self.found)


def quote_spans(
    text: str, sentence: Span, found: list[Measured], metric: Metric
) -> list[tuple[Span, list[Measured]]]:
    """The quotes of a sentence with the amounts in each; none without an amount that carries."""
    if not any(m.carries for m in found):
        return []
    wide = is_cjk(sentence.of(text))
    cores = _cores(text, sentence, found, metric, wide=wide)
    if any(core.strong for core in cores):
        cores = _with_weak(cores)
    if cores and (tail := trimmed(text, cores[-1].end, sentence.end)):
        short = sentence.end - cores[-1].end <= (TAIL_WIDE if wide else TAIL_LATIN)
        if short and tail:
            cores[-1].end = _without_stop(text, cores[-1].end, sentence.end)
    return [_fitted(text, core, LONG_WIDE if wide else LONG_LATIN) for core in cores]


def _cores(
    text: str, sentence: Span, found: list[Measured], metric: Metric, *, wide: bool
) -> list[Core]:
    cores: list[Core] = []
    lead, position = sentence.start, 0
    for clause in clauses(text, sentence):
        own = []
        while position < len(found) and found[position].amount.start < clause.end:
            own.append(found[position])
            position += 1
        if not own:
            continue
        end = max(clause.end, own[-1].amount.end)
        metrics = {name for m in own if m.strong and (name := metric(clause, m))}
        core = Core(min(lead, own[0].amount.start), clause.start, end, own, metrics)
        if cores and _joins(text, cores[-1], core, clause, wide=wide):
            cores[-1].end = end
            cores[-1].found += own
            cores[-1].metrics |= metrics
        else:
            cores.append(core)
        lead = _past_mark(text, end, sentence.end)
    return cores


def _joins(text: str, last: Core, core: Core, clause: Span, *, wide: bool) -> bool:
    """True when a clause belongs to the quote before it."""
    if core.end - last.first > MAX_QUOTE:
        return False
    if cues.pattern("joins").match(text, clause.start):
        return True
    near = core.end - last.first <= (JOINED_WIDE if wide else JOINED_LATIN)
    return near and (last.metrics == core.metrics or not (last.metrics and core.metrics))


def _with_weak(cores: list[Core]) -> list[Core]:
    """A part without an amount that carries goes to the part before it, or is dropped."""
    kept: list[Core] = []
    for core in cores:
        if core.strong:
            kept.append(core)
        elif kept and core.end - kept[-1].start <= LONG_LATIN:
            kept[-1].end = core.end
            kept[-1].found += core.found
    return kept


def _past_mark(text: str, at: int, end: int) -> int:
    """Where the words after the mark between two clauses begin."""
    while at < end and not text[at].isalnum() and text[at] not in "「《\"“'‘$¥€£(（":
        at += 1
    return at


def _without_stop(text: str, start: int, end: int) -> int:
    """The end of a sentence without its full stop, and what closes a quotation with it."""
    while end > start and text[end - 1] in "。．.！!？?；;，,、 ":
        end -= 1
    return end


def _fitted(text: str, core: Core, long: int) -> tuple[Span, list[Measured]]:
    """The quote of a core: leading clauses go first, then amounts, until it fits."""
    start = _past_connective(text, core)
    if core.end - start > long:
        leads = [
            c.start for c in clauses(text, Span(start, core.first or start)) if c.start > start
        ]
        start = next((s for s in leads if core.end - s <= long), core.first)
    found = core.found
    first = min(found[0].amount.start, max(start, found[0].amount.end - MAX_QUOTE))
    if core.end - start > MAX_QUOTE:
        start = max(start, _word_start(text, first - MAX_QUOTE // 3, first))
    end = min(core.end, start + MAX_QUOTE)
    if end < core.end:
        end = _word_end(text, end, start)
    found = [m for m in found if start <= m.amount.start and m.amount.end <= end]
    span = trimmed(text, start, _without_stop(text, found[-1].amount.end, end) if found else end)
    return span or Span(start, end), found


def _past_connective(text: str, core: Core) -> int:
    """Where the quote begins when words that only link it to what was said before are dropped."""
    first = next(iter(clauses(text, Span(core.start, core.first))), None)
    if core.first <= core.start or first is None or first.end >= core.first:
        return core.start
    words = first.of(text)
    most = CONNECTIVE_WIDE if is_cjk(words) else CONNECTIVE_LATIN
    says = any(c.isdigit() for c in words) or any(c.isupper() for c in words[1:])
    if len(words) > most or says or first.start != core.start:
        return core.start
    return min(_past_mark(text, first.end, core.first), core.first)


def _word_start(text: str, at: int, latest: int) -> int:
    """The next place from `at` on where a word may begin."""
    at = max(0, at)
    for place in range(at, latest):
        if place == 0 or not (text[place - 1].isalnum() and text[place - 1].isascii()):
            return place
    return at


def _word_end(text: str, at: int, earliest: int) -> int:
    for place in range(at, max(earliest, at - 40), -1):
        if not (text[place - 1].isalnum() and text[place - 1].isascii()):
            return place
    return at
