"""Keep, find, show: the store of facts and the commands over it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kb.base import KnowledgeBase as KnowledgeBase

__all__ = ["KnowledgeBase"]


def __getattr__(name: str) -> Any:
    """`KnowledgeBase`, loaded only when asked for: the commands start without it."""
    if name != "KnowledgeBase":
        raise AttributeError(f"module 'kb' has no attribute {name!r}")
    from kb.base import KnowledgeBase

    return KnowledgeBase
