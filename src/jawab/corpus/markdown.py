"""Markdown with YAML front matter -> Draft; the text is the body as it stands."""

from __future__ import annotations

import re
from collections.abc import Iterator

from jawab.corpus.drafting import Draft
from jawab.corpus.stating import field_named, stated
from jawab.corpus.unfit import UnfitError

_LONGEST = 64 * 1024  # code points of front matter: parsing YAML is slow
_END = r"[ \t]*(?:\r\n?|\n)"
_FENCE = re.compile(rf"---{_END}|(?:{_END})+---{_END}(?=[A-Za-z_]\w*[ \t]*:)")  # below a blank line it may be a rule
_CLOSING = re.compile(rf"(?<=[\r\n])(?:---|\.\.\.)(?:{_END}|[ \t]*\Z)")


def read_markdown(text: str) -> Draft:
    """The draft of a `.md` file. Unknown front matter keys are left alone; a broken block is an `UnfitError`."""
    opening = _FENCE.match(text)
    if not opening:
        return Draft(text)
    closing = _CLOSING.search(text, opening.end())
    first = len(opening[0].splitlines()) + 1
    if not closing:
        raise UnfitError("front matter: the block opened with --- is never closed", first - 1)
    block = text[opening.end() : closing.start()]
    if len(block) > _LONGEST:
        raise UnfitError(f"front matter: longer than {_LONGEST:,} characters", first - 1)
    try:
        fields, lines = stated(_front_matter(block, first))
    except UnfitError as error:
        raise UnfitError(f"front matter: {error.reason}", error.line) from error
    return Draft(text[closing.end() :], fields, lines)


def _front_matter(block: str, first: int) -> Iterator[tuple[str, str | None, int]]:
    """(key, value, line of the file) of the fields in the block, which starts on line `first`; None: no value."""
    import yaml

    try:
        root = yaml.compose(block, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + first if error.problem_mark else first - 1
        raise UnfitError(f"not YAML: {error.problem or error.context}", line) from error
    except (yaml.YAMLError, RecursionError) as error:
        raise UnfitError(f"not YAML: {str(error).splitlines()[0]}", first - 1) from error
    if root is None:
        return
    if not isinstance(root, yaml.MappingNode):
        raise UnfitError("it must be “key: value” lines", first)
    for key, value in root.value:
        name, line = field_named(str(key.value)), key.start_mark.line + first
        if name is None:
            continue
        if not isinstance(value, yaml.ScalarNode):
            raise UnfitError(f"{key.value} must be one value, not a list or block of keys", line)
        is_none = value.tag.endswith(":null") or (name == "published" and value.tag.endswith(":bool"))
        yield str(key.value), None if is_none else value.value, line
