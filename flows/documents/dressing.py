"""Dressing a drawn file for the archive: PDF/A-2a, PDF/UA-1 and the empty signature fields."""

from dataclasses import dataclass
from datetime import date
from io import BytesIO
from xml.sax.saxutils import escape

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Pdf, String

from flows.documents.faces import FOLDER
from flows.documents.tags import Mark, Tag

_PRODUCER = "Once"


def seal_field(place: int) -> str:
    """What the field of a seal is called, counted from 0. Of fixed width: pyHanko finds fields by prefix, and “Seal-1” would
    also match “Seal-10”."""
    return f"Seal-{place + 1:02}"


@dataclass(frozen=True)
class SealBox:
    """Where the field of a seal lies (points from below left), and whose it is."""

    body: str
    edges: tuple[float, float, float, float]


@dataclass(frozen=True)
class Dress:
    """What the file must say about itself, and where the fields of its seals lie, if any: all on one page, counted from 0."""

    title: str
    issuer: str
    issued_on: date
    root: Tag
    seal_page: int
    seals: tuple[SealBox, ...]


def dress(drawn: bytes, about: Dress) -> bytes:
    """The same pages with metadata, colour profile, structure tree and empty seal fields if any; equal input, equal bytes."""
    with Pdf.open(BytesIO(drawn)) as pdf:
        _information(pdf, about)
        _output_intent(pdf)
        _structure(pdf, about.root, _seal_fields(pdf, about), about.seal_page)
        out = BytesIO()
        pdf.save(
            out,
            deterministic_id=True,
            object_stream_mode=pikepdf.ObjectStreamMode.disable,
            min_version="1.7",
            fix_metadata_version=False,
        )
        return out.getvalue()


def _information(pdf: Pdf, about: Dress) -> None:
    del pdf.docinfo
    stamp = f"D:{about.issued_on:%Y%m%d}000000+08'00'"
    pdf.docinfo = pdf.make_indirect(
        Dictionary(
            Title=String(about.title),
            Author=String(about.issuer),
            Producer=String(_PRODUCER),
            CreationDate=String(stamp),
            ModDate=String(stamp),
        )
    )
    pdf.Root.Metadata = pdf.make_stream(_xmp(about).encode(), Type=Name.Metadata, Subtype=Name.XML)
    pdf.Root.Lang = String("zh-CN")
    pdf.Root.MarkInfo = Dictionary(Marked=True)
    pdf.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)


def _xmp(about: Dress) -> str:
    """XMP packet; the second block declares the pdfuaid schema, which PDF/A-2, 6.6.2.3 does not know."""
    stamp = f"{about.issued_on:%Y-%m-%d}T00:00:00+08:00"
    return f"""<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"
 xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"
 xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{escape(about.title)}</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>{escape(about.issuer)}</rdf:li></rdf:Seq></dc:creator>
<xmp:CreateDate>{stamp}</xmp:CreateDate><xmp:ModifyDate>{stamp}</xmp:ModifyDate>
<pdf:Producer>{_PRODUCER}</pdf:Producer>
<pdfaid:part>2</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance><pdfuaid:part>1</pdfuaid:part>
</rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289 the file conforms to</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
</rdf:RDF></x:xmpmeta>
<?xpacket end="r"?>"""


def _output_intent(pdf: Pdf) -> None:
    profile = pdf.make_stream((FOLDER / "sRGB.icc").read_bytes(), N=3)
    pdf.Root.OutputIntents = Array(
        [
            Dictionary(
                Type=Name.OutputIntent,
                S=Name.GTS_PDFA1,
                OutputConditionIdentifier=String("sRGB"),
                Info=String("sRGB"),
                DestOutputProfile=profile,
            )
        ]
    )


def _seal_fields(pdf: Pdf, about: Dress) -> list[Object]:
    """The empty signature fields, on their page and in the form."""
    fields = [_seal_field(pdf, about, place, box) for place, box in enumerate(about.seals)]
    if fields:
        pdf.pages[about.seal_page].obj.Annots = Array(fields)
        pdf.Root.AcroForm = pdf.make_indirect(Dictionary(Fields=Array(fields), SigFlags=3))
    return fields


def _seal_field(pdf: Pdf, about: Dress, place: int, box: SealBox) -> Object:
    """An empty signature field, printed and locked (F 132)."""
    left, lower, right, upper = box.edges
    appearance = pdf.make_stream(
        b"", Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, right - left, upper - lower])
    )
    return pdf.make_indirect(
        Dictionary(
            Type=Name.Annot,
            Subtype=Name.Widget,
            FT=Name.Sig,
            T=String(seal_field(place)),
            TU=String(f"{box.body}印章"),
            F=132,
            Rect=Array([round(edge, 3) for edge in box.edges]),
            P=pdf.pages[about.seal_page].obj,
            AP=Dictionary(N=appearance),
            StructParent=len(pdf.pages) + place,
        )
    )


def _structure(pdf: Pdf, root: Tag, fields: list[Object], seal_page: int) -> None:
    """StructTreeRoot, and the ParentTree that leads back from every mark and the widgets of the seals."""
    tree = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
    owners: list[dict[int, Object]] = [{} for _ in pdf.pages]
    document = _element(pdf, root, tree, owners)
    forms = [_form(pdf, document, field, seal_page) for field in fields]
    tree.K = document
    numbers: list[Object | int] = []
    for index, (page, marks) in enumerate(zip(pdf.pages, owners, strict=True)):
        page.obj.StructParents = index
        page.obj.Tabs = Name.S
        numbers += [index, pdf.make_indirect(Array([marks[number] for number in range(len(marks))]))]
    for place, form in enumerate(forms, len(pdf.pages)):
        numbers += [place, form]
    tree.ParentTree = pdf.make_indirect(Dictionary(Nums=Array(numbers)))
    tree.ParentTreeNextKey = len(pdf.pages) + len(forms)
    pdf.Root.StructTreeRoot = tree


def _form(pdf: Pdf, document: Object, field: Object, page: int) -> Object:
    """The element of a seal's widget, last in the document."""
    form = pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name.Form, P=document))
    form.K = Dictionary(Type=Name.OBJR, Obj=field, Pg=pdf.pages[page].obj)
    document.K.append(form)
    return form


def _element(pdf: Pdf, tag: Tag, parent: Object, owners: list[dict[int, Object]]) -> Object:
    element = pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name("/" + tag.kind), P=parent))
    if tag.alt:
        element.Alt = String(tag.alt)
    if tag.scope:
        element.A = Dictionary(O=Name.Table, Scope=Name("/" + tag.scope))
    if tag.box:
        element.A = Dictionary(O=Name.Layout, BBox=Array([round(edge, 3) for edge in tag.box]), Placement=Name.Block)
    kids = Array()
    for child in tag.children:
        if isinstance(child, Mark):
            owners[child.page][child.number] = element
            kids.append(Dictionary(Type=Name.MCR, Pg=pdf.pages[child.page].obj, MCID=child.number))
        else:
            kids.append(_element(pdf, child, element, owners))
    element.K = kids
    return element
