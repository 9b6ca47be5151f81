//! A text → runs of Word: each with the font that has its characters, and with its links and line breaks.

use std::borrow::Cow;

use docx_rs::{BreakType, Hyperlink, HyperlinkType, Paragraph, Run, RunFonts};

use super::review::Review;
use super::styles::{self, font};
use super::width::closes;
use super::writer::Writer;
use super::{address, gb2312};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::document::{Block, Document, Inline, Text};
use crate::style::Style;
use crate::typography::is_wide;

/// The element of a link.
pub const LINK: &str = "w:hyperlink";

/// How the characters of a text look.
#[derive(Clone, Copy)]
pub struct Look<'a> {
    /// The font of its 汉字, as Word knows it.
    pub font: &'a str,
    /// Identifier of the character style, if it differs from the paragraph's.
    pub style: Option<&'a str>,
    /// Whether its Latin letters and digits are bold.
    pub bold: bool,
    /// Whether it stands in a column for one 汉字: marks are set half as wide there, so that one stays beside its 汉字.
    pub narrow: bool,
}

impl<'a> Look<'a> {
    /// As the style of the paragraph says, whose role of face this is.
    pub fn plain(role: &'a str, style: &'a Style) -> Self {
        let bold = style.faces.get(role).is_some_and(|face| face.bold);
        Self { font: font(role, style), style: None, bold, narrow: false }
    }
}

/// Adds a text to a paragraph.
pub fn add(paragraph: Paragraph, text: &Text, look: Look) -> Paragraph {
    text.inlines.iter().fold(paragraph, |paragraph, inline| match inline {
        Inline::Text(text) => runs(text, look).fold(paragraph, Paragraph::add_run),
        Inline::Mark(text) => {
            let look = Look { style: Some(styles::MARK), ..look };
            runs(text, look).fold(paragraph, Paragraph::add_run)
        }
        Inline::Break => paragraph.add_run(Run::new().add_break(BreakType::TextWrapping)),
        Inline::Link { href, text } => {
            let look = Look { style: look.style.or(Some(styles::LINK)), ..look };
            let link = Hyperlink::new(address::uri(href), HyperlinkType::External);
            paragraph.add_hyperlink(runs(text, look).fold(link, Hyperlink::add_run))
        }
    })
}

/// Writes a text, for paragraphs that docx-rs does not write.
pub fn write(writer: &mut Writer, text: &Text, look: Look) {
    text.inlines.iter().for_each(|inline| match inline {
        Inline::Text(text) => stretches(text, look).for_each(|stretch| stretch.write(writer)),
        Inline::Mark(text) => {
            stretches(text, Look { style: Some(styles::MARK), ..look }).for_each(|stretch| stretch.write(writer));
        }
        Inline::Break => writer.element("w:r", &[], |writer| writer.empty("w:br", &[])),
        Inline::Link { href, text } => {
            let look = Look { style: look.style.or(Some(styles::LINK)), ..look };
            // Referred to by its address until it gets a number.
            let attributes = [("r:id", &*address::uri(href)), ("w:history", "1")];
            writer.element(LINK, &attributes, |writer| stretches(text, look).for_each(|stretch| stretch.write(writer)));
        }
    });
}

/// The runs of a stretch of characters.
pub fn runs<'a>(text: &'a str, look: Look<'a>) -> impl Iterator<Item = Run> {
    stretches(text, look).map(Stretch::run)
}

/// Characters that look alike.
struct Stretch<'a> {
    text: Cow<'a, str>,
    /// Whether there are marks that Latin and Chinese share: Word sets them in the Latin font, unless told otherwise (ECMA-376
    /// Part 1, 17.3.2.26).
    shared: bool,
    /// The font of its 汉字, if it differs from the paragraph's.
    font: Option<&'a str>,
    /// Whether it is set half as wide.
    halved: bool,
    /// Its character style.
    style: Option<&'a str>,
}

/// Cuts characters where their look changes. A font 仿宋_GB2312 has nothing but the characters of GB/T 2312: the others are set in
/// its fellow 仿宋, lest Word take any font at hand.
fn stretches<'a>(text: &'a str, look: Look<'a>) -> impl Iterator<Item = Stretch<'a>> {
    let fuller = look.font.strip_suffix("_GB2312");
    let class =
        move |c| (fuller.is_some() && is_wide(c) && !gb2312::has(c), look.narrow && closes(c), look.bold && !is_wide(c));
    pieces(text, class).map(move |(piece, (lacking, halved, bold))| Stretch {
        text: one_line(piece),
        shared: piece.chars().any(|c| is_wide(c) && c < '\u{2E80}'),
        font: fuller.filter(|_| lacking),
        halved,
        style: look.style.or(bold.then_some(styles::BOLD)),
    })
}

impl Stretch<'_> {
    fn run(self) -> Run {
        let run = Run::new().add_text(self.text);
        let mut fonts = RunFonts::new();
        if self.shared {
            fonts = fonts.hint("eastAsia");
        }
        if let Some(font) = self.font {
            fonts = fonts.east_asia(font);
        }
        let run = if fonts == RunFonts::new() { run } else { run.fonts(fonts) };
        let run = if self.halved { run.stretch(50) } else { run };
        if let Some(style) = self.style { run.style(style) } else { run }
    }

    fn write(&self, writer: &mut Writer) {
        let hint = self.shared.then_some(("w:hint", "eastAsia"));
        let fonts: Vec<_> = hint.into_iter().chain(self.font.map(|font| ("w:eastAsia", font))).collect();
        let spaces = (self.text.trim() != self.text).then_some(("xml:space", "preserve"));
        writer.element("w:r", &[], |writer| {
            if self.style.is_some() || !fonts.is_empty() || self.halved {
                writer.element("w:rPr", &[], |writer| {
                    self.style.iter().for_each(|style| writer.val("w:rStyle", style));
                    if !fonts.is_empty() {
                        writer.empty("w:rFonts", &fonts);
                    }
                    if self.halved {
                        writer.val("w:w", "50");
                    }
                });
            }
            writer.element("w:t", spaces.as_slice(), |writer| writer.say(&self.text));
        });
    }
}

/// Cuts a text where the class of its characters changes.
fn pieces<C: PartialEq>(text: &str, class: impl Fn(char) -> C) -> impl Iterator<Item = (&str, C)> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let first = class(rest.chars().next()?);
        let (piece, after) = rest.split_at(rest.find(|c| class(c) != first).unwrap_or(rest.len()));
        rest = after;
        Some((piece, first))
    })
}

/// A text without tabs and line ends: docx-rs would drop them or make them elements.
pub fn one_line(text: &str) -> Cow<'_, str> {
    let breaks = ['\t', '\n', '\r'];
    if text.contains(breaks) { text.replace(breaks, " ").into() } else { text.into() }
}

/// Errors for characters that an XML file cannot hold: they would make it unreadable.
pub fn unwritable(document: &Document, review: &Review) -> Diagnostics {
    let texts = document.texts().flat_map(|text| {
        let from = text.from.as_deref();
        text.inlines.iter().flat_map(move |inline| match inline {
            Inline::Text(text) | Inline::Mark(text) => vec![(text, from)],
            Inline::Link { href, text } => vec![(href, from), (text, from)],
            Inline::Break => vec![],
        })
    });
    let info = [&document.info.title, &document.info.author, &document.info.language].map(|text| (text, None));
    let seals = document.blocks.iter().flat_map(|block| match block {
        Block::Signature(signature) => signature.seals.as_slice(),
        _ => &[],
    });
    let seals = seals.flat_map(|seal| [&seal.name, &seal.alt].map(|text| (text, seal.from.as_deref())));
    let findings = info.into_iter().chain(texts).chain(seals).chain(review.texts().map(|text| (text, None))).filter_map(
        |(text, from)| {
            let c = text.chars().find(|c| !is_xml(*c))?;
            let message = format!("文字中有不能写入文件的控制字符 U+{:04X}", u32::from(c));
            let finding =
                Diagnostic::error(Code::BadValue, message).help("请删去这个字符：它看不见，多半是从别的程序粘贴来的");
            Some(match from {
                Some(path) => finding.at_data(path, ""),
                None => finding,
            })
        },
    );
    Diagnostics(findings.collect())
}

/// Whether a character may stand in an XML 1.0 file (production 2 of its grammar).
fn is_xml(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | '\u{20}'..='\u{D7FF}' | '\u{E000}'..='\u{FFFD}' | '\u{10000}'..)
}

#[cfg(test)]
mod tests {
    use super::{Look, is_xml, pieces, runs, styles, unwritable};
    use crate::write::docx::review::Review;
    use crate::write::docx::sample;
    use docx_rs::BuildXML;

    fn written(text: &str, font: &str) -> Vec<String> {
        runs(text, Look { font, style: None, bold: false, narrow: false })
            .map(|run| String::from_utf8(run.build()).unwrap())
            .collect()
    }

    #[test]
    fn characters_that_the_font_lacks_get_its_fuller_fellow() {
        let runs = written("朱镕基同志", "仿宋_GB2312");
        assert_eq!(runs.len(), 3);
        assert!(runs[1].contains("镕") && runs[1].contains(r#"w:eastAsia="仿宋""#), "{runs:?}");
        assert!(!runs[0].contains("rFonts") && !runs[2].contains("rFonts"), "{runs:?}");
        assert_eq!(written("朱镕基同志", "宋体").len(), 1);
    }

    #[test]
    fn shared_marks_are_told_to_be_chinese() {
        for text in ["“六稳”", "全年……", "甲—乙", "约①"] {
            assert!(written(text, "仿宋_GB2312")[0].contains(r#"w:hint="eastAsia""#), "{text}");
        }
        assert!(!written("2020年，PDF。", "仿宋_GB2312")[0].contains("hint"));
    }

    #[test]
    fn digits_beside_heavy_characters_are_bold_by_a_style() {
        let style = sample::style();
        let title: Vec<_> = runs("甲区2020年", Look::plain(&style.title.face, &style))
            .map(|run| String::from_utf8(run.build()).unwrap().contains(styles::BOLD))
            .collect();
        assert_eq!(title, [false, true, false]);
        assert_eq!(runs("甲区2020年", Look::plain(&style.body.face, &style)).count(), 1);
    }

    #[test]
    fn marks_are_halved_where_there_is_room_for_one_character() {
        let look = Look { font: "宋体", style: None, bold: false, narrow: true };
        let runs: Vec<_> = runs("三、本", look).map(|run| String::from_utf8(run.build()).unwrap()).collect();
        let halved: Vec<_> = runs.iter().map(|run| run.contains(r#"<w:w w:val="50""#)).collect();
        assert_eq!(halved, [false, true, false], "{runs:?}");
    }

    #[test]
    fn pieces_give_the_text_back() {
        let cut: Vec<_> = pieces("ab12c", |c| c.is_ascii_digit()).collect();
        assert_eq!(cut, [("ab", false), ("12", true), ("c", false)]);
        assert_eq!(pieces("", |_| true).count(), 0);
    }

    #[test]
    fn control_characters_are_told_with_their_place() {
        let document = sample::document("<p from='正文.总体情况.0'>甲乙</p>");
        assert_eq!(unwritable(&document, &Review::default()).0, []);
        let spoilt = sample::with_text(document, "甲\u{8}乙");
        let findings = unwritable(&spoilt, &Review::default()).0;
        assert_eq!(findings.len(), 1);
        assert_eq!(findings[0].path.as_deref(), Some("正文.总体情况.0"));
        assert!(findings[0].message.contains("U+0008"));
        assert!(!is_xml('\u{FFFE}') && !is_xml('\u{FFFF}') && !is_xml('\0') && is_xml('\u{FFFD}'));
    }
}
