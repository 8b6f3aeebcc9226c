"""XML out of the hands of strangers: elements one by one, and nothing that a file asks for beyond itself."""

import gzip
import subprocess
import sys
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import pytest

from graph_platform.errors import SourceError, SourceTruncated
from graph_platform.facts import BadRow
from ingestors.reading import xml, xml_elements
from ingestors.reading.items import UNREAD
from ingestors.reading.shape import shape_of
from ingestors.reading.stream import Stream

Make = Callable[..., Path]
ROWS = xml.Elements(roots=("all",), rows=("row",))


def read(path: Path, elements: xml.Elements = ROWS) -> list:
    return [item for _, item in xml.read(Stream(path), [elements])]


def until_refused(path: Path, error: type[SourceError], match: str) -> list:
    """What is read of a file before it is refused, and how it is refused."""
    found: list = []
    with pytest.raises(error, match=match) as refused:
        found.extend(item for _, item in xml.read(Stream(path), [ROWS]))
    assert "secret" not in refused.value.message + refused.value.suggestion
    return found


def test_elements_have_the_line_where_they_begin_and_lose_their_namespace(make: Make) -> None:
    path = make(
        "t.xml", '<x:all xmlns:x="urn:x">\n\n<x:row n="1"><x:a>甲</x:a></x:row>\n<x:row>b</x:row></x:all>'
    )
    assert read(path) == [(3, {"@n": "1", "a": "甲"}), (4, {"#text": "b"})]


def test_children_that_are_repeated_are_a_list_and_mixed_text_is_kept_whole(make: Make) -> None:
    path = make(
        "t.xml", "<all><row><a>1</a><a k='v'>2</a><t>CO<sub>2</sub> <i>und</i> H<sub>2</sub>O</t></row></all>"
    )
    ((_, raw),) = read(path)
    assert raw == {"a": ["1", {"@k": "v", "#text": "2"}], "t": "CO2 und H2O"}
    assert [xml.text(a) for a in xml.each(raw, "a")] == ["1", "2"]
    assert xml.text(raw, "a") == "1"
    assert xml.text(raw, "b", "c") == ""


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "iso-8859-1"])
def test_encodings_are_those_that_the_file_declares(make: Make, encoding: str) -> None:
    said = "é" if encoding == "iso-8859-1" else "苏州"
    declared = encoding.removesuffix("-sig")
    path = make(
        "t.xml", f'<?xml version="1.0" encoding="{declared}"?>\n<all><row>{said}</row></all>', encoding
    )
    assert read(path) == [(2, {"#text": said})]


def test_what_stands_before_the_rows_holds_for_them(make: Make) -> None:
    statements = xml.Elements(("all",), ("St/row",), context=("St/Id", "St/Acct"))
    path = make(
        "t.xml",
        "<all><St><Id>1</Id><Acct><Id>A</Id></Acct><row><Id>x</Id></row><row/></St><St><Id>2</Id><row/></St></all>",
    )
    rows = [raw for _, raw in read(path, statements)]
    assert [(raw["Id"], raw["@number"]) for raw in rows] == [("x", 1), ("1", 2), ("2", 1)]
    assert rows[1]["Acct"] == {"Id": "A"}


def test_documents_one_after_the_other_are_all_read(make: Make) -> None:
    one = '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE all SYSTEM "no-such.dtd" [ ]>\n<all><row>{}</row></all>\n'
    path = make("t.xml", "\n" + "".join(one.format("x" * (n % 97)) for n in range(6_000)))
    rows = read(path)
    assert [line for line, _ in rows] == [4 + 3 * n for n in range(6_000)]


def test_a_damaged_document_costs_nothing_but_itself(make: Make) -> None:
    good = '<?xml version="1.0"?>\n<all><row>{}</row></all>\n'
    damaged = '<?xml version="1.0"?>\n<all><row>secret</all>\n'
    cut = '<?xml version="1.0"?>\n<all><row>secret</row><row>sec\n'
    path = make("t.xml", good.format(1) + damaged + good.format(2) + cut + good.format(3))
    assert read(path) == [
        (2, {"#text": "1"}),
        BadRow(3, {UNREAD: ""}, "is a document of its own that is not valid XML"),
        (6, {"#text": "2"}),
        (8, {"#text": "secret"}),
        BadRow(7, {UNREAD: ""}, "is a document of its own that is not valid XML"),
        (10, {"#text": "3"}),
    ]  # fmt: skip


def test_a_declaration_within_a_text_begins_no_document(make: Make) -> None:
    path = make("t.xml", '<?xml version="1.0"?><all><row><![CDATA[<?xml version="1.0"?><all>]]></row></all>')
    assert read(path) == [(1, {"#text": '<?xml version="1.0"?><all>'})]


LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
BOMBS = {
    "laughs": f'<!DOCTYPE all [<!ENTITY l0 "secret">{LAUGHS}]><all><row>&l9;</row></all>',
    "laughs in an attribute": f'<!DOCTYPE all [<!ENTITY l0 "secret">{LAUGHS}]><all><row a="&l9;"/></all>',
    "blow-up": f'<!DOCTYPE all [<!ENTITY a "{"secret" * 9_000}">]><all><row>{"&a;" * 9_000}</row></all>',
    "a file": '<!DOCTYPE all [<!ENTITY a SYSTEM "file:///etc/hostname">]><all><row>&a;</row></all>',
    "a parameter": '<!DOCTYPE all [<!ENTITY % a SYSTEM "file:///etc/hostname"> %a;]><all><row>1</row></all>',
}


@pytest.mark.parametrize("bomb", BOMBS.values(), ids=BOMBS)
def test_a_file_that_declares_entities_is_refused(make: Make, bomb: str) -> None:
    path = make("t.xml", bomb)
    tracemalloc.start()
    assert until_refused(path, SourceError, "declares entities|not valid XML") == []
    assert tracemalloc.get_traced_memory()[1] < 20_000_000
    tracemalloc.stop()
    assert shape_of(Stream(path)).format == "xml"


def test_a_dtd_is_not_loaded_so_its_entities_are_unknown(make: Make, tmp_path: Path) -> None:
    (tmp_path / "t.dtd").write_text('<!ENTITY nbsp "secret"><!ATTLIST row a CDATA "secret">')
    path = make("t.xml", '<!DOCTYPE all SYSTEM "t.dtd">\n<all><row>1</row><row>a&nbsp;b</row></all>')
    good, bad = read(path)
    assert good == (2, {"#text": "1"})
    assert (bad.line, bad.reason) == (2, "holds an entity that the file does not declare")


def test_an_element_that_is_too_deep_is_rejected_and_the_next_is_read(make: Make) -> None:
    deep = "<a>" * 150 + "secret" + "</a>" * 150
    path = make("t.xml", f"<all>\n<row><b/>{deep}</row>\n<row>1</row></all>")
    assert read(path) == [BadRow(2, {UNREAD: ""}, "is nested more than 100 deep"), (3, {"#text": "1"})]
    assert (
        until_refused(make("t.xml", "<all><row>" + "<a>" * 900_000), SourceError, "not valid XML at line 1")
        == []
    )


def test_an_element_that_is_too_long_is_rejected_and_the_next_is_read(
    make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(xml_elements, "LARGEST_ELEMENT", 1 << 20)
    long = "<a>secret</a>" * 150_000
    path = make("t.xml", f"<all>\n<row>{long}</row>\n<row>1</row></all>")
    assert read(path) == [BadRow(2, {UNREAD: ""}, "is longer than 1 MiB"), (3, {"#text": "1"})]
    # what is passed over does not count
    without = xml.Elements(("all",), ("row",), without=("text",))
    path = make("t.xml", f"<all><row><b>2</b><text>{long}</text><c>3</c></row></all>")
    ((_, raw),) = read(path, without)
    assert (raw["b"], raw["c"], raw["text"]) == ("2", "3", "")


def test_a_text_longer_than_the_parser_allows(make: Make) -> None:
    path = make("t.xml", f"<all><row>1</row><row>{'secret' * 2_000_000}</row></all>")
    assert until_refused(path, SourceError, "not valid XML at line 1") == [(1, {"#text": "1"})]


GROWTH = """
import pathlib, psutil, sys
from ingestors.reading import xml
from ingestors.reading.stream import Stream
rss = lambda: psutil.Process().memory_info().rss
class Watched(Stream):
    most = 0
    def chunks(self, size):
        for chunk in super().chunks(size):
            yield chunk
            self.most = max(self.most, rss())
before = rss()
stream = Watched(pathlib.Path(sys.argv[1]))
rows = sum(1 for _ in xml.read(stream, [xml.Elements(("all",), ("row",), without=("text",))]))
print(rows, stream.most - before)
"""
# each of them some 50 MB as a tree
LONG = {
    "rows": (
        40_000,
        "<all>" + "<row><a>1</a></row> x <o><b>2</b><c><d>3</d></c></o><!-- 4 -->\n" * 40_000 + "</all>",
    ),
    "an unwanted part": (1, "<all><row><text>" + "<p>x</p> y " * 400_000 + "</text></row></all>"),
    "what is no row": (0, "<all><other>" + "<p/>" * 400_000 + "</other></all>"),
}


@pytest.mark.parametrize("many", LONG)
def test_what_was_read_or_is_not_wanted_is_not_kept(make: Make, many: str) -> None:
    rows, text = LONG[many]
    path = make("t.xml", text)
    # in a process of its own: in this one memory that others left would be used again
    said = subprocess.run(
        [sys.executable, "-c", GROWTH, str(path)], capture_output=True, text=True, check=True
    )
    read_rows, grown = map(int, said.stdout.split())
    assert read_rows == rows
    assert grown < 8_000_000, grown


@pytest.mark.parametrize("end", ["</all>", "</all >", "</x:all\n>", "</all><!-- end -->", "</all>\n<?pi x?>"])
def test_a_document_may_end_in_every_way_that_is_allowed(make: Make, end: str) -> None:
    begin = '<x:all xmlns:x="urn:x">' if "x:" in end else "<all>"
    one = f'<?xml version="1.0"?>{begin}<row>1</row>{end}\n'
    assert [raw for _, raw in read(make("t.xml", one * 3))] == [{"#text": "1"}] * 3


@pytest.mark.parametrize("cut", [1, 12, 20, 30, 60, 83, 85])
def test_a_file_that_is_cut_off_gives_what_was_whole(make: Make, cut: int) -> None:
    whole = '<?xml version="1.0"?>\n<all>\n<row>secret 1</row>\n<row>secret 2</row>\n<!-- end --></all>'
    rows = until_refused(
        make("t.xml", whole[:cut]), SourceTruncated, r"t\.xml ends in the middle, at line \d"
    )
    assert len(rows) == whole[:cut].count("</row>")


@pytest.mark.parametrize(
    "spoil",
    ["</other>", "&", "& secret;", "<", "\x01", "<row a='secret' a='1'/>", "<p:row/>", "</all>secret", "]]>"],
)
def test_a_damaged_file_gives_what_stood_before_the_damage(make: Make, spoil: str) -> None:
    path = make("t.xml", f"<all>\n<row>1</row>\n{spoil}<row>2</row></all>")
    found = until_refused(path, SourceError, r"t\.xml is not valid XML at line 3")
    assert found[0] == (2, {"#text": "1"})


def test_bytes_that_are_not_of_the_encoding(make: Make) -> None:
    path = make("t.xml", b"<all>\n<row>1</row>\n<row>\xff\xfe</row></all>")
    assert until_refused(path, SourceError, "not valid XML at line 3") == [(2, {"#text": "1"})]


def test_packed_files_and_packed_files_that_are_cut_off(make: Make) -> None:
    packed = gzip.compress(b"<all><row>1</row></all>")
    assert read(make("t.xml.gz", packed)) == [(1, {"#text": "1"})]
    until_refused(make("t.xml.gz", packed[:-9]), SourceTruncated, "gzip data is cut off")


@pytest.mark.parametrize(
    ("text", "form", "root"),
    [
        ('<?xml version="1.0"?><a:all xmlns:a="urn:a"/>', "xml", "all"),
        ('<all xmlns="urn:a"><row>', "xml", "all"),
        ("<!-- x --><!DOCTYPE all SYSTEM 'x.dtd' [ ]><all/>", "xml", "all"),
        ('<?xml version="1.0"?>', "xml", ""),
        (
            '<?xml version="1.0"?><!DOCTYPE html><html xmlns="http://www.w3.org/1999/xhtml"><body>',
            "html",
            "html",
        ),
        ("<!doctype html><p>x", "html", ""),
        ("<script type='x'>", "html", "script"),
    ],
)
def test_xml_is_told_from_pages_by_its_root(make: Make, text: str, form: str, root: str) -> None:
    shape = shape_of(Stream(make("t", text)))
    assert (shape.format, shape.root) == (form, root)
