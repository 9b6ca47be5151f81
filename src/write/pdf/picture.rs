//! Pictures as image objects: colours, and a soft mask of their opacity (ISO 32000-1, 8.9.5 and 11.6.5.3).

use std::collections::BTreeMap;

use printpdf::{DictItem, ExternalStream, ExternalXObject, XObject, XObjectId};

use crate::picture::Picture;

/// The name of a picture in the resources.
pub fn id(index: usize) -> XObjectId {
    XObjectId(format!("I{index}"))
}

/// A picture as printpdf takes it.
pub fn embed(picture: &Picture) -> XObject {
    let ink = picture.ink();
    // Where nothing shows, the ink goes on: a viewer that makes the picture smaller mixes no other colour into its edges.
    let colours =
        picture.pixels.iter().flat_map(|&[red, green, blue, opacity]| if opacity > 0 { [red, green, blue] } else { ink });
    let opacity = picture.pixels.iter().map(|pixel| pixel[3]);
    let mask = image(picture, "DeviceGray", opacity.collect(), None);
    let stream = image(picture, "DeviceRGB", colours.collect(), Some(mask));
    XObject::External(ExternalXObject { stream, width: None, height: None, dpi: None })
}

fn image(picture: &Picture, colours: &str, content: Vec<u8>, mask: Option<ExternalStream>) -> ExternalStream {
    let name = |name: &str| DictItem::Name(name.into());
    let number = |number: usize| DictItem::Int(number as i64);
    let entries = [
        ("Type", name("XObject")),
        ("Subtype", name("Image")),
        ("Width", number(picture.width)),
        ("Height", number(picture.height)),
        ("ColorSpace", name(colours)),
        ("BitsPerComponent", number(8)),
    ];
    let mut dict: BTreeMap<String, DictItem> = entries.into_iter().map(|(key, value)| (key.to_string(), value)).collect();
    dict.extend(mask.map(|stream| ("SMask".to_string(), DictItem::Stream { stream })));
    ExternalStream { dict, content, compress: true }
}
