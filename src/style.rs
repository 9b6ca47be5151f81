//! The values of the page: what GB/T 9704 (or an office's own style file) says of paper, grid, faces and sizes.
//!
//! The values and their clause numbers stand in `templates/style/gbt9704.yaml`; this is only their shape.

mod draft;

use std::collections::BTreeMap;

use serde::Deserialize;

pub use draft::{Colour, DraftStyle, LineNumberStyle, NoteStyle, WatermarkStyle};

use crate::document::{Align, Role};
use crate::unit::{Em, Pt};

/// A style file.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Style {
    /// Paper and type area.
    pub page: PageStyle,
    /// How many lines and characters fill the type area.
    pub grid: Grid,
    /// The faces by role: 仿宋, 黑体, …
    pub faces: BTreeMap<String, Face>,
    /// What a DOCX calls the font of digits and Latin letters.
    pub latin: Names,
    /// The title.
    pub title: TitleStyle,
    /// Headings of level 1 to 4.
    pub headings: [ParagraphStyle; 4],
    /// Paragraphs of the body.
    pub body: ParagraphStyle,
    /// Tables.
    pub table: TableStyle,
    /// 附件说明.
    pub annexes: AnnexStyle,
    /// What an annex begins with.
    pub annex: AnnexHeadStyle,
    /// The signature.
    pub signature: SignatureStyle,
    /// Page numbers.
    pub folio: FolioStyle,
    /// What only a draft has.
    pub draft: DraftStyle,
}

/// Paper and type area (版心).
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PageStyle {
    /// Width of the paper.
    pub width: Pt,
    /// Height of the paper.
    pub height: Pt,
    /// From the paper's upper edge to the type area (天头).
    pub top: Pt,
    /// From the paper's left edge to the type area (订口).
    pub left: Pt,
    /// Width of the type area.
    pub measure: Pt,
    /// Height of the type area.
    pub depth: Pt,
}

/// The grid that fills the type area.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Grid {
    /// Lines a page.
    pub lines: u16,
    /// Characters a line.
    pub characters: u16,
    /// How its lines are broken.
    #[serde(default)]
    pub breaking: Breaking,
}

/// How the lines of type on the grid are broken.
#[derive(Clone, Copy, Debug, Default, PartialEq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Breaking {
    /// Marks give up their empty halves for what would not fit (先挤进，后推出), numbers stay with their units, no last line is one
    /// character, and no line is torn for an address (CLREQ 3.1.3 to 3.1.7).
    #[default]
    Careful,
    /// As LibreOffice does: every mark keeps its square, and what does not fit starts the next line.
    Plain,
}

/// A face: the font files it is set with and the names a DOCX calls it by.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Face {
    /// The font file.
    pub file: String,
    /// Font files for characters that `file` lacks, tried in order.
    pub fallback: Vec<String>,
    /// The font file for Latin letters and digits.
    pub latin: String,
    /// Whether a DOCX sets Latin letters and digits bold beside it, whose font has no bold file of its own there.
    #[serde(default)]
    pub bold: bool,
    /// The font name written into a DOCX.
    pub word: String,
    /// Names to try where `word` is not installed; the last one names `file` itself.
    pub alternatives: Vec<String>,
    /// Names that a web page tries after these: what telephones and other systems have.
    #[serde(default)]
    pub web: Vec<String>,
}

/// What a DOCX calls a font.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Names {
    /// The font name written into a DOCX.
    pub word: String,
    /// Names to try where `word` is not installed; the last one names the carried file.
    pub alternatives: Vec<String>,
}

/// The title.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TitleStyle {
    /// Role of the face.
    pub face: String,
    /// Type size.
    pub size: Pt,
    /// How the lines stand.
    pub align: Align,
    /// Distance of its baselines.
    pub pitch: Pt,
    /// Blank lines of the grid after it.
    pub after: u16,
}

/// A paragraph.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ParagraphStyle {
    /// Role of the face.
    pub face: String,
    /// Type size.
    pub size: Pt,
    /// How the lines stand.
    pub align: Align,
    /// First-line indent, in characters of the grid.
    pub indent: Em,
    /// For a heading: whether the text goes on in the same line, unless the data say otherwise.
    #[serde(default)]
    pub run_in: bool,
    /// For the body: whether the first and the last line of a paragraph stay with the one beside them (孤行控制).
    #[serde(default)]
    pub widows: bool,
}

/// A table.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TableStyle {
    /// Role of the face of column heads.
    pub head: String,
    /// Role of the face of row labels.
    pub label: String,
    /// Role of the face of figures.
    pub figure: String,
    /// Type size.
    pub size: Pt,
    /// The smallest type size a whole-page table may shrink to.
    pub least: Pt,
    /// Least height of a row.
    pub row: Pt,
    /// Thickness of the rules.
    pub rule: Pt,
    /// Between a rule and the text, left and right.
    pub padding: Pt,
}

/// 附件说明.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AnnexStyle {
    /// Blank lines above.
    pub before: u16,
    /// Indent from the left.
    pub indent: Em,
}

/// What an annex begins with: the word 附件, then a title as the report's.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AnnexHeadStyle {
    /// Role of the face of 附件.
    pub face: String,
    /// Type size of it.
    pub size: Pt,
    /// Blank lines between it and the title.
    pub after: u16,
}

/// The signature.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SignatureStyle {
    /// Role of the face.
    pub face: String,
    /// Type size.
    pub size: Pt,
    /// Blank lines above.
    pub before: u16,
    /// The least to which the line pitch of its page may shrink, if it would find no room else.
    pub pitch: Pt,
    /// Blank characters right of the longer of name and date.
    pub right: Em,
    /// How far the date starts right of the name.
    pub shift: Em,
    /// The seal.
    pub seal: SealStyle,
}

/// A signature with seal.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SealStyle {
    /// How wide a seal is, unless the data say otherwise.
    pub width: Pt,
    /// Blank characters right of the date.
    pub right: Em,
    /// Between two seals, at least.
    pub apart: Pt,
}

/// Page numbers.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FolioStyle {
    /// Role of the face.
    pub face: String,
    /// Type size.
    pub size: Pt,
    /// From the lower edge of the type area to the dashes.
    pub below: Pt,
    /// Blank characters at the outer side.
    pub outer: Em,
}

impl Style {
    /// What cannot be set: a measure of nothing, type of no size.
    pub fn fault(&self) -> Option<String> {
        let page = &self.page;
        let paragraphs = self.headings.iter().chain([&self.body]).map(|style| (style.size, style.indent));
        let sizes = [self.title.size, self.annex.size, self.signature.size, self.folio.size];
        let sizes = sizes.into_iter().chain([self.table.size, self.table.least]);
        let lengths = [("page.width", page.width), ("page.height", page.height), ("page.measure", page.measure)];
        let lengths = lengths.into_iter().chain([("page.depth", page.depth), ("title.pitch", self.title.pitch)]);
        let wide = page.left + page.measure > page.width || page.top + page.depth > page.height;
        let faults = [
            lengths
                .into_iter()
                .find(|(_, length)| !(1.0..=10_000.0).contains(&length.0))
                .map(|(name, _)| format!("{name} 不合理")),
            (page.left < Pt::ZERO || page.top < Pt::ZERO || wide).then(|| "page：版心超出了纸".into()),
            (!(1..=200).contains(&self.grid.lines) || !(2..=200).contains(&self.grid.characters))
                .then(|| "grid：行数或字数不合理".into()),
            sizes
                .chain(paragraphs.clone().map(|(size, _)| size))
                .any(|size| !(2.0..=200.0).contains(&size.0))
                .then(|| "字号要在 2pt 到 200pt 之间".into()),
            paragraphs
                .map(|(_, indent)| indent)
                .chain([self.annexes.indent, self.signature.right, self.signature.shift, self.signature.seal.right])
                .chain([self.folio.outer])
                .any(|indent| !(0.0..=f64::from(self.grid.characters) / 2.0).contains(&indent.0))
                .then(|| "缩进不合理：不能是负数，也不能超过半行".into()),
            (self.table.row < Pt::ZERO
                || self.table.row > page.depth
                || self.table.padding < Pt::ZERO
                || self.table.rule < Pt::ZERO)
                .then(|| "table：行高、线宽或边距不合理".into()),
            (self.signature.pitch < self.body.size).then(|| "signature.pitch 小于正文的字号".into()),
            (!(10.0..=page.measure.0).contains(&self.signature.seal.width.0) || self.signature.seal.apart < Pt::ZERO)
                .then(|| "signature.seal：宽度或间距不合理".into()),
            self.draft.fault(),
        ];
        faults.into_iter().flatten().next()
    }

    /// Suits a report to those who open its DOCX with the carried fonts. Every font is called by the name of the carried file, its
    /// last; the name that offices know it by is tried next. Lines are broken as LibreOffice does, so that the PDF and a DOCX in it
    /// agree.
    pub fn suit_carried_fonts(&mut self) {
        self.grid.breaking = Breaking::Plain;
        let faces = self.faces.values_mut().map(|face| (&mut face.word, &mut face.alternatives));
        for (word, alternatives) in faces.chain([(&mut self.latin.word, &mut self.latin.alternatives)]) {
            if let Some(carried) = alternatives.pop() {
                alternatives.insert(0, std::mem::replace(word, carried));
            }
        }
    }

    /// Distance of two baselines of the body: the depth of the type area over the lines of the grid.
    pub fn line_pitch(&self) -> Pt {
        self.page.depth / f64::from(self.grid.lines)
    }

    /// Width of a character of the body: the measure over the characters of the grid.
    pub fn character_pitch(&self) -> Pt {
        self.page.measure / f64::from(self.grid.characters)
    }

    /// The style of a heading of level 1 to 4; a deeper one looks like the deepest.
    pub fn heading(&self, level: u8) -> &ParagraphStyle {
        &self.headings[usize::from(level.clamp(1, 4)) - 1]
    }
}

impl TableStyle {
    /// The role of the face that cells of a kind are set in.
    pub fn face(&self, role: Role) -> &str {
        match role {
            Role::Head => &self.head,
            Role::Label => &self.label,
            Role::Figure => &self.figure,
        }
    }
}
