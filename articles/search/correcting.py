"""\"Did you mean\": the question of a reader without its slips, where that finds more."""

from collections.abc import Mapping

from articles.search import vocabulary
from articles.search.entries import engine
from articles.search.question import LONGEST, Question
from articles.search.within import EVERYWHERE, Span
from articles.search.words import composed, words

FEW = 3  # results: below this, a question may hold a slip
FAR_MORE = 10  # times as many articles must hold what is offered for a word that some hold
MOST_WORDS = 8  # of a question that are looked at
MOST_SLIPS = 3  # that are mended in one question
MOST_CANDIDATES = 3  # for each


def corrected(text: str, span: Span = EVERYWHERE) -> str | None:
    """`text` with the words that a reader may have meant; None where there is none to offer.

    What is offered finds live articles in `span`. The number of queries depends on the question
    alone: at most one for each word, one for each candidate, and two.
    """
    asked = [word for phrase in Question.read(text).wanted for word in phrase]
    asked = [word for word in dict.fromkeys(asked) if vocabulary.is_kept(word)][:MOST_WORDS]
    doubtful = {word: held for word in asked if (held := _articles_with(word, FEW)) < FEW}
    suspects = dict(list(doubtful.items())[:MOST_SLIPS])
    better = {}
    for word, candidates in vocabulary.near(suspects).items():
        if meant := _meant(word, candidates[:MOST_CANDIDATES], held=suspects[word]):
            better[word] = meant
    if not better:
        return None
    offer = _rewritten(text, better)
    question = Question.read(offer)
    if len(offer) > LONGEST or not question.wanted:
        return None
    found = engine().found(question, "anywhere", beside=None, span=span, at_most=1)
    return offer if found else None


def _meant(word: str, candidates: list[str], *, held: int) -> str | None:
    """Of the nearest candidates, the one in most live articles."""
    enough = max(held * FAR_MORE, 1)
    best, most = None, (0, 0)
    for candidate in candidates:
        articles = _articles_with(candidate, FEW * FAR_MORE)
        rank = (-vocabulary.distance(word, candidate), articles)
        if articles >= enough and (best is None or rank > most):
            best, most = candidate, rank
    return best


def _articles_with(word: str, at_most: int) -> int:
    question = Question(wanted=((word,),))
    return len(engine().found(question, "anywhere", beside=None, span=EVERYWHERE, at_most=at_most))


def _rewritten(text: str, better: Mapping[str, str]) -> str:
    """`text` with its words replaced, and all its signs where they stood."""
    text, parts, at = composed(text), [], 0
    for word in words(text):
        if word.spelling in better:
            parts += [text[at : word.start], better[word.spelling]]
            at = word.end
    return "".join([*parts, text[at:]])
