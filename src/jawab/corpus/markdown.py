"""Markdown with YAML front matter -> Draft; the text is the body as it stands."""

from __future__ import annotations

import re

from jawab.corpus.drafting import Draft
from jawab.corpus.unfit import UnfitError

FIELDS = {
    "id": "id",
    "title": "title",
    "published": "published",
    "date": "published",
    "language": "language",
    "lang": "language",
    "source": "source",
    "url": "url",
}
"""Names a file may give a field -> the field."""

_LONGEST = 64 * 1024  # code points of front matter: parsing YAML is slow
_FENCE = re.compile(r"---[ \t]*\r?\n")
_CLOSING = re.compile(r"^(?:---|\.\.\.)[ \t]*\r?$\n?", re.MULTILINE)


def read_markdown(text: str) -> Draft:
    """The draft of a `.md` file. Unknown front matter keys are left alone; a broken block is an `UnfitError`."""
    opening = _FENCE.match(text)
    if not opening:
        return Draft(text)
    closing = _CLOSING.search(text, opening.end())
    if not closing:
        raise UnfitError("front matter: the block opened with --- is never closed", 1)
    block = text[opening.end() : closing.start()]
    if len(block) > _LONGEST:
        raise UnfitError(f"front matter: longer than {_LONGEST:,} characters", 1)
    fields, lines = _front_matter(block)
    return Draft(text[closing.end() :], fields, lines)


def _front_matter(block: str) -> tuple[dict[str, str], dict[str, int]]:
    """Fields and the lines of the file that state them; the block starts on line 2."""
    import yaml

    fields: dict[str, str] = {}
    lines: dict[str, int] = {}
    try:
        root = yaml.compose(block, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 2 if error.problem_mark else 1
        raise UnfitError(f"front matter: not YAML: {error.problem or error.context}", line) from error
    except (yaml.YAMLError, RecursionError) as error:
        raise UnfitError(f"front matter: not YAML: {str(error).splitlines()[0]}", 1) from error
    if root is None:
        return fields, lines
    if not isinstance(root, yaml.MappingNode):
        raise UnfitError("front matter: it must be “key: value” lines", 2)
    for key, value in root.value:
        name, line = FIELDS.get(str(key.value)), key.start_mark.line + 2
        if name is None:
            continue
        if name in fields:
            raise UnfitError(f"front matter: {name} is stated twice", line)
        if not isinstance(value, yaml.ScalarNode):
            raise UnfitError(f"front matter: {key.value} must be one value, not a list or block of keys", line)
        fields[name], lines[name] = ("" if value.tag.endswith(":null") else value.value), line
    return fields, lines
