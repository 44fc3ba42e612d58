"""Fit the lookup's weights on the "fit" questions: `python -m bench.fit`; needs numpy.

Prints what to put into facts/lookup/weights.py. Which fact comes first is fitted with a softmax
over the candidates of each question, whether it is found at all with a logistic regression. The
"validation" questions are not looked at.
"""

from datetime import date

import numpy as np

from bench.questions import Labelled, read_questions
from facts.library import read_library
from facts.lookup import decide, rank
from facts.lookup.build import build_index
from facts.lookup.index import Index
from facts.lookup.question import Question, read_question
from facts.lookup.ways import nearness
from facts.lookup.weights import WEIGHTS
from facts.pack import BUILT_IN

TODAY = date(2026, 11, 22)
FEATURES = (
    "cover", "cover_squared", "likeness", "familiar", "nearest", "near", "answers", "answers_alone", "period", "other_period",
    "unasked_country", "country_lacking", "importance", "focus",
)  # fmt: skip
RANK_PENALTY, FOUND_PENALTY = 0.01, 0.0005
ANSWERABLE, FAR = 1.3, 0.3  # what a needless refusal and a far question count, beside a near miss
MOST = 60  # candidates of each question


def rank_features(index: Index, question: Question, scored: rank.Scored) -> list[float]:
    answered, alone, fits = 0.0, 0.0, 0.0
    measure = rank.Measure(index, question)
    near = nearness(index.folder.fold(question.text).text, index.ways[scored.number])
    if question.attributes:
        answered = measure.answered(scored.number)
        alone = answered * (not question.of_kind("theme", "word"))
    if question.periods:
        fits = float(measure.fits_periods(scored.number))
    return [
        scored.cover, scored.cover**2, scored.likeness, scored.familiar, *near, answered, alone, fits,
        -float(bool(question.periods)) * (1 - fits),
        -measure.unasked_country(scored.number), -measure.countries_lacking(scored),
        index.importance[scored.number] - 2, measure.focus(scored),
    ]  # fmt: skip


def fit_rank(index: Index, asked: list[tuple[Labelled, Question]]) -> dict[str, float]:
    groups = []
    for labelled, question in asked:
        found = rank.score(index, question)[:MOST]
        rows = np.array([rank_features(index, question, s) for s in found])
        ids = [index.ids[s.number] for s in found]
        right = [n for n, id_ in enumerate(ids) if id_ in labelled.right]
        wrong = [n for n, id_ in enumerate(ids) if id_ not in (*labelled.right, *labelled.also)]
        if labelled.answerable and right and wrong:
            groups.append((rows[right], rows[wrong]))
    scale = np.std(np.vstack([np.vstack(g) for g in groups]), axis=0) + 1e-6
    weights = np.ones(len(FEATURES))
    for _ in range(800):
        gradient = RANK_PENALTY * weights
        for right, wrong in groups:
            best = (right / scale)[np.argmax((right / scale) @ weights)]
            apart = wrong / scale - best
            odds = np.exp(np.clip(apart @ weights, -50, 50))
            gradient += (odds[:, None] * apart).sum(0) / (1 + odds.sum()) / len(groups)
        weights -= 0.3 * gradient
    return dict(zip(FEATURES, (weights / scale).round(2).tolist()))


def fit_found(index: Index, asked: list[tuple[Labelled, Question]]) -> dict[str, float]:
    rows, answerable, counts = [], [], []
    for labelled, question in asked:
        scored = rank.score(index, question)
        if question.outside or not scored:
            continue
        evidence = decide.gather(index, question, scored, WEIGHTS)
        rows.append(list(vars(evidence).values()))
        answerable.append(float(labelled.answerable))
        counts.append(ANSWERABLE if labelled.answerable else FAR if labelled.kind == "far" else 1.0)
    table, wanted, count = np.array(rows), np.array(answerable), np.array(counts)
    weights = np.zeros(table.shape[1])
    penalty = FOUND_PENALTY * np.eye(len(weights))
    for _ in range(40):  # Newton's method
        chance = 1 / (1 + np.exp(-np.clip(table @ weights, -30, 30)))
        slope = table.T @ ((chance - wanted) * count) / len(wanted) + penalty @ weights
        bend = (table.T * (count * chance * (1 - chance))) @ table / len(wanted) + penalty
        weights -= np.linalg.solve(bend, slope)
    return dict(zip(WEIGHTS.found, weights.round(2).tolist()))


def main() -> None:
    index = build_index(read_library([BUILT_IN]))
    labelled = read_questions("fit")
    asked = [(entry, read_question(index, entry.q, TODAY)) for entry in labelled]
    print("rank ", fit_rank(index, asked))
    print("found", fit_found(index, asked))


if __name__ == "__main__":
    main()
