"""Existing methods behind one door: built from texts, they give (number, score), best first."""

import re
import sqlite3
import tempfile
from collections.abc import Callable, Sequence

Search = Callable[[str], list[tuple[int, float]]]
Method = Callable[[Sequence[str]], Search]
MOST = 5


def words(text: str) -> list[str]:
    """Latin words, and pairs of other characters."""
    found = re.findall(r"[a-z0-9]+", text.lower())
    for run in re.findall(r"[\u3040-\u30ff\u3400-\u9fff]+", text):
        found += [run[n : n + 2] for n in range(max(1, len(run) - 1))]
    return found


def wratio(documents: Sequence[str]) -> Search:
    from rapidfuzz import fuzz, process, utils

    texts = [utils.default_process(d) for d in documents]
    return lambda q: [
        (n, s)
        for _, s, n in process.extract(
            utils.default_process(q), texts, scorer=fuzz.WRatio, limit=MOST
        )
    ]


def token_set(documents: Sequence[str]) -> Search:
    from rapidfuzz import fuzz, process, utils

    texts = [utils.default_process(d) for d in documents]
    return lambda q: [
        (n, s)
        for _, s, n in process.extract(
            utils.default_process(q), texts, scorer=fuzz.token_set_ratio, limit=MOST
        )
    ]


def fts5_trigram(documents: Sequence[str]) -> Search:
    database = sqlite3.connect(":memory:")
    database.execute("create virtual table facts using fts5(text, tokenize='trigram')")
    database.executemany("insert into facts(rowid, text) values (?, ?)", enumerate(documents, 1))

    def search(question: str) -> list[tuple[int, float]]:
        grams = {question[n : n + 3] for n in range(len(question) - 2)}
        terms = " OR ".join('"' + gram.replace('"', '""') + '"' for gram in grams if gram.strip())
        if not terms:
            return []
        sql = "select rowid, bm25(facts) from facts where facts match ? order by 2 limit ?"
        return [(row - 1, -score) for row, score in database.execute(sql, (terms, MOST))]

    return search


def bm25(documents: Sequence[str]) -> Search:
    import bm25s

    model = bm25s.BM25()
    model.index([words(d) for d in documents], show_progress=False)

    def search(question: str) -> list[tuple[int, float]]:
        asked = words(question)
        if not asked:
            return []
        scores = model.get_scores(asked)
        best = (-scores).argsort()[:MOST]
        return [(int(n), float(scores[n])) for n in best]

    return search


def tfidf(documents: Sequence[str]) -> Search:
    from sklearn.feature_extraction.text import TfidfVectorizer

    model = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 4), sublinear_tf=True)
    table = model.fit_transform(documents)

    def search(question: str) -> list[tuple[int, float]]:
        scores = (table @ model.transform([question]).T).toarray().ravel()
        best = (-scores).argsort()[:MOST]
        return [(int(n), float(scores[n])) for n in best]

    return search


def tantivy_ngrams(documents: Sequence[str]) -> Search:
    import tantivy

    grams = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.ngram(2, 3, prefix_only=False))
    analyzer = grams.filter(tantivy.Filter.lowercase()).build()
    schema = tantivy.SchemaBuilder()
    schema.add_text_field("text", tokenizer_name="grams")
    schema.add_integer_field("number", stored=True)
    index = tantivy.Index(schema.build(), path=tempfile.mkdtemp())
    index.register_tokenizer("grams", analyzer)
    writer = index.writer(100_000_000, 1)
    for number, document in enumerate(documents):
        writer.add_document(tantivy.Document(text=document, number=number))
    writer.commit()
    index.reload()
    searcher = index.searcher()

    def search(question: str) -> list[tuple[int, float]]:
        terms = list(dict.fromkeys(analyzer.analyze(question)))
        if not terms:
            return []
        clauses = [
            (tantivy.Occur.Should, tantivy.Query.term_query(index.schema, "text", t)) for t in terms
        ]
        hits = searcher.search(tantivy.Query.boolean_query(clauses), MOST).hits
        return [(searcher.doc(address)["number"][0], score) for score, address in hits]

    return search


METHODS: dict[str, Method] = {
    "rapidfuzz WRatio": wratio,
    "rapidfuzz token_set": token_set,
    "SQLite FTS5 trigram": fts5_trigram,
    "bm25s (words, CJK pairs)": bm25,
    "tantivy 2-3-grams": tantivy_ngrams,
    "TF-IDF, 2-4 characters": tfidf,
}
