"""Three hundred texts that would run, restyle or reorder a page that trusts them."""

from __future__ import annotations

from itertools import product

_RUN = "window.executed=1"
_OPENERS = ("", '"', "'", "`", ">", '">', "'>", "</title>", "</textarea>", "</style>", "</script>", "-->", "]]>", "\\")
_MARKUP = (
    f"<script>{_RUN}</script>",
    f"<img src=x onerror={_RUN}>",
    f"<svg onload={_RUN}>",
    f"<svg><script>{_RUN}</script></svg>",
    f"<body onload={_RUN}>",
    "<iframe srcdoc='<script>parent.executed=1</script>'></iframe>",
    f"<details open ontoggle={_RUN}>",
    f"<input autofocus onfocus={_RUN}>",
    f"<math><mtext></p><img src=x onerror={_RUN}>",
    f"<a href='javascript:{_RUN}'>a</a>",
    "<style>*{display:none!important}</style>",
    "<base href=//example.org/>",
    "<meta http-equiv=refresh content=0;url=/docs>",
    "<form action=/docs><button>",
)
_URLS = (
    f"javascript:{_RUN}",
    f"JaVaScRiPt:{_RUN}",
    f" javascript:{_RUN}",
    f"java\tscript:{_RUN}",
    f"javascript://example.org/%0a{_RUN}",
    f"data:text/html,<script>parent.{_RUN}</script>",
    f"vbscript:{_RUN}",
    f'https://example.org/" onmouseover="{_RUN}',
    f"https://example.org/'><script>{_RUN}</script>",
    f"//example.org/\u202e{_RUN}",
)
_CONTROLS = tuple("\u202a\u202b\u202d\u202e\u2066\u2067\u2068\u200e\u200f\u061c")
_BIDI = ("{0}txt.exe", "abc {0}أبجد {0}def", "{0}{0}{0}{0}מילה 123", "x\u2069\u202c{0}y", "\u2069{0}\u2069 123 أبجد")
_FLOODS = tuple(f"{base}{mark * 400}" for base, mark in product("aب5", "\u0301\u064e\u0489\u20dd\u0670"))
_CONTROLLED = tuple(form.format(control) for form, control in product(_BIDI, _CONTROLS))
_TEMPLATES = (
    "{{constructor.constructor('window.executed=1')()}}",
    "${window.executed=1}",
    "<%= 1 %>",
    "#{1}",
    "{{7*7}}",
)
_OPENED = tuple(f"{opener}{markup}" for opener, markup in product(_OPENERS, _MARKUP))

PAYLOADS = (*_OPENED, *_URLS, *_CONTROLLED, *_FLOODS, *_TEMPLATES)
PAYLOADS = (*PAYLOADS, *(f"أبجد {payload} 123" for payload in _OPENED[: 300 - len(PAYLOADS)]))[:300]
