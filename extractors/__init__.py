"""Article in, facts out: pure rules over text; no database, no printing, no clock, no network.

>>> from extractors import extract
>>> [(fact.metric, str(fact.value), fact.unit) for fact in extract("全市组建网格党支部825个。")]
[('网格党支部', '825', '个')]
"""

from extractors.pipeline import explain, extract

__all__ = ["explain", "extract"]
