"""What a chunk of a question may be in the chart: a piece for each of its senses."""

from __future__ import annotations

from dataclasses import replace

from graph_platform.asking.chart import Piece
from graph_platform.asking.chunks import Before, Chunk, Named
from graph_platform.asking.draft import Link, Phrase, Test, edge_of, of_role, sides
from graph_platform.asking.lexicon import (
    DateVerb,
    EventVerb,
    Noun,
    PropertyWord,
    Role,
    Speech,
    ValueWord,
    Verb,
)
from graph_platform.asking.modifiers import Action
from graph_platform.asking.pieces import Figure, Happening, Props, Words
from graph_platform.asking.times import Found
from graph_platform.ontology import ONTOLOGY

_ONE = frozenset(
    [
        "谁",
        "哪个",
        "哪家",
        "哪位",
        "哪名",
        "哪台",
        "哪辆",
        "哪张",
        "哪起",
        "哪条",
        "哪种",
        "哪类",
        "哪一个",
        "哪一家",
        "哪一位",
    ]
)
"""Words that ask for one."""


def row(chunk: Chunk) -> list[Piece]:
    """The pieces that a chunk may be; none where it is filler alone."""
    pieces: list[Piece] = []
    names: list[str] = []
    if chunk.senses and all(
        isinstance(sense, Speech) and sense.part in ("stop", "comma") for sense in chunk.senses
    ):
        return []
    for sense in chunk.senses:
        match sense:
            case Noun(label, where, has):
                phrase = Phrase(
                    (label,),
                    said=chunk.text,
                    single=_is_single(chunk.text),
                    where=tuple(Test((n,), "eq", v) for n, v in where),
                )
                if has:
                    phrase = _having(phrase, has)
                pieces.append(Piece("N", phrase))
            case Role():
                pieces.append(Piece("N", replace(of_role(sense), single=_is_single(chunk.text)), 0.05))
            case Verb(edge=edge):
                pieces.append(Piece("V", Action(sense, edge_of(edge))))
            case EventVerb():
                pieces.append(Piece("E", Happening(sense)))
            case DateVerb():
                pieces.append(Piece("D", sense, 0.05))
            case PropertyWord(said):
                names += said
            case ValueWord(name, value):
                pieces.append(Piece("VAL", Test((name,), "eq", value), 0.1))
            case Named(mention, candidates):
                label = ONTOLOGY.finest(candidates[0].labels)
                pieces.append(Piece("N", Phrase((label,), id=candidates[0].id, mention=mention, bare=False)))
            case Before(phrase):
                pieces.append(Piece("N", phrase))
            case Found():
                pieces.append(Piece("T", sense, 0.1))
            case Figure():
                pieces.append(Piece("NUM", sense))
            case Words():
                pieces.append(Piece("U", sense))
            case Speech("stop" | "comma"):
                pieces.append(Piece("fill", None, 0.2))
            case Speech("which" | "who" as part):
                pieces.append(Piece(part, chunk.text in _ONE))
            case Speech(part):
                pieces.append(Piece(part, None, 0.05 if part in ("by", "relative") else 0.0))
    if names:
        pieces.append(Piece("P", Props((tuple(dict.fromkeys(names)),))))
    return pieces


def _having(phrase: Phrase, end: str) -> Phrase:
    return replace(phrase, related=(*phrase.related, Link(end, Phrase(sides(end)[1][:1]))))


def _is_single(text: str) -> bool:
    if text.isascii():
        return not text.endswith("s") and text not in ("people", "staff")
    return False
