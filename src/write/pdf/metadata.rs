//! What the file says of itself: XMP (ISO 16684-1) and the information dictionary, which must agree (ISO 19005-2, 6.6.2).

use lopdf::{Dictionary, Object, dictionary};

use crate::document::{Date, Info};
use crate::write::pdf::finish::text;
use crate::write::pdf::origin;

/// The program, as `Producer`.
const PRODUCER: &str = concat!("nianbao ", env!("CARGO_PKG_VERSION"));

/// The information dictionary (ISO 32000-1, 14.3.3).
pub fn information(info: &Info) -> Dictionary {
    let Date { year, month, day } = info.date;
    // A report is dated by the day, and the day begins in Beijing.
    let date = Object::string_literal(format!("D:{year:04}{month:02}{day:02}000000+08'00'"));
    dictionary! {
        "Title" => text(&info.title),
        "Author" => text(&info.author),
        "Producer" => text(PRODUCER),
        "CreationDate" => date.clone(),
        "ModDate" => date,
    }
}

/// The XMP packet: PDF/A-2a (ISO 19005-2, 6.6.4), PDF/UA-1 (ISO 14289-1, 5) with the schema that PDF/A wants for it.
pub fn xmp(info: &Info) -> String {
    let (title, author, language) = (escape(&info.title), escape(&info.author), escape(&info.language));
    let date = format!("{}T00:00:00+08:00", info.date);
    let property = |(name, value): (&str, &str)| format!("<nianbao:{name}>{}</nianbao:{name}>\n", escape(value));
    let origin: String = info.origin.entries().map(property).concat();
    let identification = schema("PDF/UA identification schema", "http://www.aiim.org/pdfua/ns/id/", "pdfuaid", &[UA_PART]);
    let own = origin::MEANINGS.map(|(name, meaning)| [name, "Text", meaning]);
    let own = schema("Origin of the file", origin::NAMESPACE, "nianbao", &own);
    let namespace = origin::NAMESPACE;
    format!(
        r#"<?xpacket begin="{BYTE_ORDER_MARK}" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about=""
 xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:xmp="http://ns.adobe.com/xap/1.0/"
 xmlns:pdf="http://ns.adobe.com/pdf/1.3/"
 xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"
 xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"
 xmlns:nianbao="{namespace}"
 xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
 xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaid:part>2</pdfaid:part>
<pdfaid:conformance>A</pdfaid:conformance>
<pdfuaid:part>1</pdfuaid:part>
<dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>
<dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>
<xmp:CreateDate>{date}</xmp:CreateDate>
<xmp:ModifyDate>{date}</xmp:ModifyDate>
<pdf:Producer>{PRODUCER}</pdf:Producer>
{origin}<pdfaExtension:schemas><rdf:Bag>
{identification}{own}</rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="r"?>"#
    )
}

/// The property of the PDF/UA schema: name, type and meaning.
const UA_PART: [&str; 3] = ["part", "Integer", "Part of ISO 14289 the file conforms to"];

/// A schema that XMP does not know by itself, described as PDF/A wants it (ISO 19005-2, 6.6.2.3.3); of each property name, type
/// and meaning.
fn schema(name: &str, namespace: &str, prefix: &str, properties: &[[&str; 3]]) -> String {
    let property = |[name, kind, meaning]: &[&str; 3]| {
        format!(
            r#"<rdf:li rdf:parseType="Resource">
<pdfaProperty:name>{name}</pdfaProperty:name>
<pdfaProperty:valueType>{kind}</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>{meaning}</pdfaProperty:description>
</rdf:li>
"#
        )
    };
    let properties: String = properties.iter().map(property).collect();
    format!(
        r#"<rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>{name}</pdfaSchema:schema>
<pdfaSchema:namespaceURI>{namespace}</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>{prefix}</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq>
{properties}</rdf:Seq></pdfaSchema:property>
</rdf:li>
"#
    )
}

/// Opens the packet, so that a reader knows its encoding.
const BYTE_ORDER_MARK: char = '\u{feff}';

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::xmp;
    use crate::document::{Date, Info};

    #[test]
    fn what_the_user_writes_does_not_break_the_packet() {
        let info = Info { title: "甲<乙>&丙".into(), date: Date { year: 2021, month: 2, day: 9 }, ..Info::default() };
        let packet = xmp(&info);
        assert!(roxmltree::Document::parse(packet.trim_start_matches('\u{feff}')).is_ok());
        assert!(packet.contains("甲&lt;乙&gt;&amp;丙"));
        assert!(packet.contains("2021-02-09T00:00:00+08:00"));
    }
}
