//! What printpdf leaves to do: tags, outline, links, metadata, compression, identity.

use lopdf::{Document, Object, ObjectId, Stream, StringFormat, dictionary};
use sha2::{Digest, Sha256};

use crate::hashed::Hashed;
use crate::page::{Drawing, Pages};
use crate::write::pdf::font::Programs;
use crate::write::pdf::{deflate, file, link, metadata, note, outline, profile, structure};

/// Finishes a document; `marks` has the element of each marked content by page and MCID.
pub fn finish(mut document: Document, pages: &Pages, marks: &[Vec<usize>], programs: &Programs) -> Hashed {
    document.version = "1.7".into();
    let page_ids: Vec<ObjectId> = document.page_iter().collect();
    let mut annotations = link::write(&mut document, pages, &page_ids);
    note::write(&mut document, pages, &page_ids, &mut annotations);
    let (tree, written) = structure::write(&mut document, pages, &page_ids, marks, &annotations);
    let mut owned: Vec<Vec<Object>> = vec![vec![]; page_ids.len()];
    annotations.iter().for_each(|link| owned[link.page].push(link.id.into()));
    for ((index, id), own) in page_ids.iter().enumerate().zip(owned) {
        if let Ok(page) = document.get_dictionary_mut(*id) {
            page.set("StructParents", index as i64);
            page.set("Tabs", "S"); // the order of the structure (ISO 14289-1, 7.18.3)
            page.set("Annots", own);
            if pages.pages[index].items.iter().any(|item| matches!(item.drawing, Drawing::Picture { .. })) {
                // What shines through is mixed in the colours of the output intent (11.4.7).
                page.set("Group", dictionary! { "S" => "Transparency", "CS" => "DeviceRGB" });
            }
        }
    }
    catalog(&mut document, pages, tree, &page_ids);
    let information = document.trailer.get(b"Info").and_then(Object::as_reference);
    if let Ok(id) = information {
        document.set_object(id, metadata::information(&pages.info));
    }
    let streams = document.objects.values_mut().filter_map(|object| object.as_stream_mut().ok());
    streams.for_each(deflate::pack);
    let identity = Object::String(identity(&document, programs), StringFormat::Hexadecimal);
    document.trailer.set("ID", vec![identity.clone(), identity]);
    file::write(&document, &written, programs)
}

/// Completes the document catalogue (ISO 32000-1, 7.7.2).
fn catalog(document: &mut Document, pages: &Pages, tree: ObjectId, page_ids: &[ObjectId]) {
    let outline = outline::write(document, pages, page_ids);
    // PDF/A wants the metadata readable by programs that know no PDF.
    let packet = metadata::xmp(&pages.info).into_bytes();
    let packet = Stream::new(dictionary! { "Type" => "Metadata", "Subtype" => "XML" }, packet).with_compression(false);
    let packet = document.add_object(packet);
    let profile = document.add_object(Stream::new(dictionary! { "N" => 3 }, profile::srgb()));
    let intent = dictionary! {
        "Type" => "OutputIntent",
        "S" => "GTS_PDFA1",
        "OutputConditionIdentifier" => Object::string_literal("sRGB"),
        "Info" => Object::string_literal("sRGB IEC61966-2.1"),
        "DestOutputProfile" => profile,
    };
    let Ok(catalog) = document.catalog_mut() else { return };
    catalog.set("Lang", text(&pages.info.language));
    catalog.set("MarkInfo", dictionary! { "Marked" => true });
    catalog.set("StructTreeRoot", tree);
    catalog.set("Metadata", packet);
    catalog.set("OutputIntents", vec![Object::Dictionary(intent)]);
    catalog.set("ViewerPreferences", dictionary! { "DisplayDocTitle" => true });
    if let Some(outline) = outline {
        catalog.set("Outlines", outline);
        catalog.set("PageMode", "UseOutlines");
    }
}

/// The file's identity (ISO 32000-1, 14.4): a hash of all that is in its streams, the metadata among them.
fn identity(document: &Document, programs: &Programs) -> Vec<u8> {
    let mut hash = Sha256::new();
    for ((number, _), object) in &document.objects {
        if let Object::Stream(stream) = object {
            hash.update(number.to_be_bytes());
            // What tells a font from any other tells its file.
            hash.update(programs.get(number).map_or(&stream.content[..], |font| font.identity()));
        }
    }
    hash.finalize()[..16].to_vec()
}

/// A text string (ISO 32000-1, 7.9.2.2): ASCII as it is, else UTF-16.
pub fn text(content: &str) -> Object {
    if content.is_ascii() {
        return Object::string_literal(content);
    }
    let units = content.encode_utf16().flat_map(u16::to_be_bytes);
    Object::String([0xFE, 0xFF].into_iter().chain(units).collect(), StringFormat::Hexadecimal)
}

/// An address as the 7-bit ASCII it must be (12.6.4.7): what is not, percent-encoded.
pub fn uri(address: &str) -> Object {
    let encode = |byte: u8| if byte.is_ascii_graphic() { char::from(byte).to_string() } else { format!("%{byte:02X}") };
    Object::string_literal(address.bytes().map(encode).collect::<String>())
}
