"""The names that every output writes; they repeat `schema.record`, which reading need not import (a test compares)."""

from __future__ import annotations

FACT = (
    "id",
    "value",
    "value_high",
    "bound",
    "unit",
    "metric",
    "metric_id",
    "action",
    "place",
    "place_code",
    "time",
    "start",
    "end",
    "surface",
    "context",
    "confidence",
    "rules",
)
SOURCE = ("source_id", "title", "publisher", "published", "url", "path", "sha256", "encoding")
ROW = FACT + SOURCE
READING = (
    "start",
    "end",
    "surface",
    "value",
    "value_high",
    "bound",
    "unit",
    "kind",
    "kept",
    "reason",
    "rules",
    "id",
)
NUMERIC = frozenset({"value", "value_high", "start", "end", "confidence", "facts", "sources", "documents"})
