//! What the file says of itself: title, office, date. No clock anywhere.

use super::xml::Element;
use crate::document::Info;

const EXTENDED: &str = "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties";

/// `docProps/core.xml` (ECMA-376 Part 2, 11).
pub fn core(info: &Info) -> Vec<u8> {
    // The day begins in Beijing, eight hours before it does in UTC, which is all that readers of this part know.
    let date = format!("{}T16:00:00Z", info.date.before());
    let when = |name| Element::new(name).with("xsi:type", "dcterms:W3CDTF").saying(&date);
    let properties = [
        Element::new("dc:title").saying(&info.title),
        Element::new("dc:creator").saying(&info.author),
        Element::new("cp:lastModifiedBy").saying(&info.author),
        when("dcterms:created"),
        when("dcterms:modified"),
        Element::new("dc:language").saying(&info.language),
    ];
    Element::new("cp:coreProperties")
        .with("xmlns:cp", "http://schemas.openxmlformats.org/package/2006/metadata/core-properties")
        .with("xmlns:dc", "http://purl.org/dc/elements/1.1/")
        .with("xmlns:dcterms", "http://purl.org/dc/terms/")
        .with("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance")
        .containing(properties)
        .to_part()
}

/// `docProps/app.xml` (ECMA-376 Part 1, 22.2): the program; its version in the form XX.YYYY that Word demands.
pub fn app() -> Vec<u8> {
    let version = format!("{:0>2}.{:0>4}", env!("CARGO_PKG_VERSION_MAJOR"), env!("CARGO_PKG_VERSION_MINOR"));
    let properties = [Element::new("Application").saying("nianbao"), Element::new("AppVersion").saying(&version)];
    Element::new("Properties").with("xmlns", EXTENDED).containing(properties).to_part()
}

#[cfg(test)]
mod tests {
    use super::core;
    use crate::document::{Date, Info};

    #[test]
    fn the_date_is_the_midnight_in_beijing_that_the_pdf_states() {
        let date = Date { year: 2021, month: 1, day: 1 };
        let info =
            Info { title: "甲 & 乙".into(), author: "丙".into(), date, language: "zh-CN".into(), ..Info::default() };
        let part = String::from_utf8(core(&info)).unwrap();
        assert!(part.contains("<dc:title>甲 &amp; 乙</dc:title>"), "{part}");
        assert_eq!(part.matches(">2020-12-31T16:00:00Z<").count(), 2);
    }
}
