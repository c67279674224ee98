"""What becomes of each article that is offered: indexed, unchanged, a duplicate, or rejected."""

from __future__ import annotations

from collections.abc import Sequence, Set
from typing import Literal

from jawab.corpus.naming import given_id, rooted_id
from jawab.decoding import half_pair
from jawab.index.manifest import Outcome
from jawab.index.store import Snapshot
from jawab.types import Article

API = "api"
"""The origin of articles that come from no file."""


class Admission:
    """Takes articles into the collection of `base`, from which the articles in `released` may leave.

    An id belongs to one article, and so does a text: the first that comes keeps it, after those that stay.
    """

    def __init__(self, base: Snapshot | None, released: Set[str] = frozenset()) -> None:
        self.coming: dict[str, tuple[Article, str]] = {}
        self._stored = base.articles if base else {}
        self._unchanged: set[str] = set()
        self._released = set(released & self._stored.keys())
        staying = self._stored.keys() - self._released
        self._revisions = {name: self._stored[name].record.revision for name in staying}
        self._holders = {revision: name for name, revision in self._revisions.items()}

    @property
    def leaving(self) -> set[str]:
        """Ids of the stored articles that do not stay as they are."""
        return self._released - self._unchanged

    @property
    def changed(self) -> int:
        """How many of the coming articles take the place of one with the same id."""
        return len(self.coming.keys() & self._stored.keys())

    def fate(self, article_id: str) -> Literal["added", "replaced", "unchanged"]:
        """What became of an article that was taken."""
        if article_id in self._unchanged:
            return "unchanged"
        return "replaced" if article_id in self._stored else "added"

    def name(self, default_id: str, root: str, before: Set[str]) -> str:
        """The id of an article below `root` that states none: `default_id`, unless another root's article has that.

        Then it names the root too, and goes on doing so: it is one of the ids that the file had `before`.
        """
        rooted = rooted_id(default_id, root)
        holder = self._origin(default_id)
        return rooted if rooted in before or holder not in (None, root, API) else default_id

    def release(self, article_id: str) -> None:
        """Let a stored article leave, if there is one of this id."""
        if article_id in self._revisions:
            del self._holders[self._revisions.pop(article_id)]
            self._released.add(article_id)

    def take(self, article: Article, origin: str, replacing: bool = False) -> Outcome:
        """Decide about one article from `origin`; with `replacing` it takes the place of the stored one with its id."""
        reason = _unfit(article)
        if reason:
            return Outcome(kind="rejected", reason=reason)
        came_before = article.id in self.coming or article.id in self._unchanged
        replacing = replacing and not came_before
        revision = article.revision
        holder = self._holders.get(revision)
        if holder is not None and not (replacing and holder == article.id):
            return Outcome(kind="duplicate", article=article.id, other=holder)
        if article.id in self._revisions and not replacing:
            reason = f"its id {article.id} is taken by another article; give it another"
            return Outcome(kind="rejected", article=article.id, other=article.id, reason=reason)
        self.release(article.id)
        self._revisions[article.id] = revision
        self._holders[revision] = article.id
        if self._is_stored(article, origin):
            self._unchanged.add(article.id)
        else:
            self.coming[article.id] = (article, origin)
        return Outcome(kind="indexed", article=article.id)

    def replace(self, articles: Sequence[Article], origin: str) -> list[Outcome]:
        """Decide about articles that may take the places of stored ones with their ids.

        What repeats a text is decided again when the article that held the text gets another one.
        """
        outcomes = [self.take(article, origin, replacing=True) for article in articles]
        while freed := [
            place
            for place, (article, outcome) in enumerate(zip(articles, outcomes, strict=True))
            if outcome.kind == "duplicate" and self._holders.get(article.revision) != outcome.other
        ]:
            for place in freed:
                outcomes[place] = self.take(articles[place], origin, replacing=True)
        return outcomes

    def _origin(self, article_id: str) -> str | None:
        """Where the article comes from that has this id now, if there is one."""
        if article_id in self.coming:
            return self.coming[article_id][1]
        return self._stored[article_id].record.origin if article_id in self._revisions else None

    def _is_stored(self, article: Article, origin: str) -> bool:
        """Whether the index has this very article: the same text, title, date and all."""
        place = self._stored.get(article.id)
        return place is not None and place.record.origin == origin and place.article() == article


def _unfit(article: Article) -> str | None:
    parts = filter(None, (article.id, article.text, article.title, article.source, article.url))
    if any(half_pair(part) is not None for part in parts):
        return "it is not valid Unicode: it holds half of a surrogate pair"
    if given_id(article.id) != article.id:
        return f"its id {article.id!r} is not 1 to 128 of the characters A-Z a-z 0-9 . _ -"
    if not article.text.strip():
        return "it has no text"
    return None
