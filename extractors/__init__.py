"""Article in, facts out: pure rules over text; no database, no printing, no clock, no network.

>>> from extractors import extract
>>> [(fact.metric, str(fact.value), fact.unit) for fact in extract("全市组建网格党支部825个。")]
[('网格党支部', '825', '个')]
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from extractors.pipeline import explain as explain
    from extractors.pipeline import extract as extract

__all__ = ["explain", "extract"]


def __getattr__(name: str) -> Any:
    """`extract` and `explain`, loaded only when asked for: reading files goes without the rules."""
    if name not in __all__:
        raise AttributeError(f"module 'extractors' has no attribute {name!r}")
    from extractors import pipeline

    return getattr(pipeline, name)
