"""What a file says of itself: once for old readers, once as XMP, with the mark of an accessible file. Pure."""

from datetime import datetime
from typing import Any
from xml.sax.saxutils import escape

from governance.packs.parts import string

PRODUCER = "Shared services portal"
_XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/"
 xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
<pdfuaid:part>1</pdfuaid:part>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>
<dc:language><rdf:Bag><rdf:li>en-GB</rdf:li></rdf:Bag></dc:language>
<pdf:Producer>{producer}</pdf:Producer>
<xmp:CreateDate>{created}</xmp:CreateDate>
<xmp:ModifyDate>{created}</xmp:ModifyDate>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="r"?>"""


def metadata(document: dict[str, Any]) -> bytes:
    """As XMP."""
    said = {"title": document["title"], "author": document["partnership"], "created": document["created"]}
    return _XMP.format(producer=PRODUCER, **{name: escape(text) for name, text in said.items()}).encode()


def info(document: dict[str, Any]) -> bytes:
    """As a dictionary."""
    moment = _date(document["created"])
    said = {"Title": document["title"], "Author": document["partnership"], "Producer": PRODUCER}
    said |= {"CreationDate": moment, "ModDate": moment}
    return b"<<%s>>" % b"".join(b"/%s%s" % (name.encode(), string(text)) for name, text in said.items())


def _date(iso: str) -> str:
    """D:20260724093000+01'00' of 2026-07-24T09:30:00+01:00."""
    moment = datetime.fromisoformat(iso)
    zone = moment.strftime("%z") or "+0000"
    return f"D:{moment:%Y%m%d%H%M%S}{zone[:3]}'{zone[3:]}'"
