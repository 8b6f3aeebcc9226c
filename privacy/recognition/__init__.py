"""What in a free text tells who somebody is or how to reach them, in Chinese and English, however it is spelled.

`Analyzer(Gazetteer.of(persons, organizations)).find(text)` gives findings with places in the text as it was given;
`replaced(text, findings)` the text without them. Where a text could not be looked at to its end, `find` raises
`NotAnalyzed` (and `find_many` holds it in that text's place), and the text has to be masked as a whole.
"""

from privacy.recognition.analyzer import Analyzer
from privacy.recognition.declared import Declared, Recognizer, builtin, read, risk
from privacy.recognition.finding import MASK, Finding, NotAnalyzed, replaced
from privacy.recognition.gazetteer import Gazetteer

__all__ = [
    "MASK",
    "Analyzer",
    "Declared",
    "Finding",
    "Gazetteer",
    "NotAnalyzed",
    "Recognizer",
    "builtin",
    "read",
    "replaced",
    "risk",
]
