"""From archive texts to ranked drafts."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from bot.drafts import cues, dates, guess
from bot.drafts.draft import Document, Draft, Excerpt
from bot.drafts.quotes import quote_spans
from bot.drafts.rank import LEAST, ranked, score
from bot.drafts.reading import Reading, read
from bot.drafts.relate import Known, known_facts
from bot.drafts.sentences import Span, sentences
from bot.drafts.values import Measured, measured, value_of
from facts.archive import CONTEXT
from facts.compiled import Compiled
from facts.value import Value

_LONGEST = 5_000  # characters of a sentence; what is longer is data, not prose
_WIDEST = 2_000  # characters of a sentence that are read for names and concepts


@dataclass
class _Drafter:
    ready: Compiled
    habits: guess.Habits
    known: Known

    def document(self, document: Document) -> Iterator[Draft]:
        text = document.text
        for sentence in sentences(text):
            if sentence.end - sentence.start > _LONGEST:
                continue
            found = measured(text, sentence)
            if not any(m.carries for m in found):
                continue
            whole = self._read(text, sentence)
            yield from self._sentence(document, sentence, found, whole)

    def _read(self, text: str, span: Span) -> Reading:
        return read(self.ready.index, text[span.start : min(span.end, span.start + _WIDEST)])

    def _sentence(
        self, document: Document, sentence: Span, found: list[Measured], whole: Reading
    ) -> Iterator[Draft]:
        text = document.text

        def metric(clause: Span, one: Measured) -> str | None:
            near = [(clause.of(text), self._read(text, clause))]
            name, sure = guess.metric(self.ready.index, self.habits, one.kind, near)
            return name if sure else None

        for span, inside in quote_spans(text, sentence, found, metric):
            if draft := self._draft(document, sentence, span, inside, whole):
                yield draft

    def _draft(
        self, document: Document, sentence: Span, span: Span, found: list[Measured], whole: Reading
    ) -> Draft | None:
        text, index = document.text, self.ready.index
        near = self._read(text, span)
        texts = [(span.of(text), near), (sentence.of(text)[:_WIDEST], whole)]
        values: list[Value] = []
        written: list[str] = []
        sure = False
        for one in found:
            metric, spoken = guess.metric(index, self.habits, one.kind, texts)
            if made := value_of(text, one, metric):
                values.append(made[0])
                written.append(made[1])
                sure = sure or (spoken and one.strong)
        if not values:
            return None
        main = max(zip(values, found), key=lambda pair: pair[1].strong)[0].metric
        claimed = guess.claim(texts[0][0], texts[1][0])
        entities = near.entities or whole.entities
        draft = Draft(
            document.source, _excerpt(text, span, written), texts[1][0], document.language,
            self.habits.topic(main), claimed, tuple(values),
            guess.roles(index, entities, main, claimed),
            dates.when(texts[1][0], document.published, claimed), entities,
            near.names or whole.names, _hedges(texts[0][0], values), guessed_metric=not sure,
        )  # fmt: skip
        draft = replace(draft, relation=self.known.relation(draft, document.published))
        return replace(draft, score=score(index, draft))


def _excerpt(text: str, span: Span, written: Iterable[str]) -> Excerpt:
    return Excerpt(
        span.of(text), span.start, span.end, text[max(0, span.start - CONTEXT) : span.start],
        text[span.end : span.end + CONTEXT], tuple(dict.fromkeys(written)),
    )  # fmt: skip


def _hedges(quote: str, values: Iterable[Value]) -> tuple[str, ...]:
    found = cues.hedges(quote)
    if "up_to" not in found and any(v.bound == "up_to" and v.kind != "rank" for v in values):
        found.append("up_to")
    return tuple(found)


def draft_facts(
    ready: Compiled, documents: Iterable[Document], least: float = LEAST
) -> list[Draft]:
    """Drafts of all documents together, the likeliest first, those that tell the same grouped.

    Any text is read and none raises; lines that are no prose are passed over. What scores below `least` is left out.
    """
    drafter = _Drafter(ready, guess.habits(ready.library), known_facts(ready.library))
    found = [d for document in documents for d in drafter.document(document) if d.score >= least]
    return ranked(ready.library, found)
