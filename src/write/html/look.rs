//! How each kind of element looks, in the values of the style file. A page has a class for each kind, a fragment a `style`.

use crate::document::Align;
use crate::style::Style;
use crate::unit::Pt;

/// A kind of element.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Look {
    /// What holds everything.
    Sheet,
    /// The title, also of an annex.
    Title,
    /// A heading of level 1 to 4.
    Heading(u8),
    /// A heading of level 1 to 4 that runs in.
    Lead(u8),
    /// A paragraph of the body.
    Paragraph,
    /// What starts a page with its table.
    Whole,
    /// What a wide table is moved in.
    Region,
    /// A table.
    Table,
    /// The head of columns.
    Head,
    /// The label of rows.
    Label,
    /// A figure.
    Figure,
    /// Lines at the left.
    Left,
    /// Lines at the right.
    Right,
    /// Only for those who listen.
    Hidden,
    /// 附件说明.
    Annexes,
    /// The word 附件.
    Annex,
    /// A line over or under a table.
    Note,
    /// Office and date together.
    Signature,
    /// A line of them.
    Signed,
    /// The date.
    Date,
    /// Where a page ends.
    Break,
    /// An address: it fills its line, or the words before it would be spread over theirs.
    Link,
}

/// Every kind.
pub const ALL: [Look; 28] = [
    Look::Sheet,
    Look::Title,
    Look::Heading(1),
    Look::Heading(2),
    Look::Heading(3),
    Look::Heading(4),
    Look::Lead(1),
    Look::Lead(2),
    Look::Lead(3),
    Look::Lead(4),
    Look::Paragraph,
    Look::Whole,
    Look::Region,
    Look::Table,
    Look::Head,
    Look::Label,
    Look::Figure,
    Look::Left,
    Look::Right,
    Look::Hidden,
    Look::Annexes,
    Look::Annex,
    Look::Note,
    Look::Signature,
    Look::Signed,
    Look::Date,
    Look::Break,
    Look::Link,
];

/// How elements are told what they look like.
pub struct Looks {
    /// The declarations of each kind.
    pub known: Vec<(Look, String)>,
    /// Whether an element carries the declarations itself, and not a class.
    own: bool,
}

impl Looks {
    /// Elements have classes, and a style sheet says how these look.
    pub fn in_classes(style: &Style) -> Self {
        Self { known: ALL.map(|look| (look, look.declarations(style))).into(), own: false }
    }

    /// Elements carry what they look like.
    pub fn in_elements(style: &Style) -> Self {
        Self { own: true, ..Self::in_classes(style) }
    }

    /// The attributes of an element that is of some kinds; `more` are declarations of its own.
    pub fn attributes(&self, looks: &[Look], more: &str) -> Vec<(&'static str, String)> {
        let mut attributes = vec![];
        let joined = |parts: Vec<&str>, by: &str| {
            let parts: Vec<_> = parts.into_iter().filter(|part| !part.is_empty()).collect();
            parts.join(by)
        };
        if self.own {
            let declared = looks.iter().map(|look| self.declared(*look)).chain([more]).collect();
            attributes.push(("style", joined(declared, ";")));
        } else {
            let names: Vec<_> = looks.iter().map(|look| look.class()).collect();
            attributes.push(("class", names.join(" ")));
            attributes.push(("style", more.into()));
        }
        attributes.retain(|(_, value)| !value.is_empty());
        attributes
    }

    fn declared(&self, look: Look) -> &str {
        self.known.iter().find(|(known, _)| *known == look).map_or("", |(_, declared)| declared)
    }
}

impl Look {
    /// The class of a page.
    pub fn class(self) -> String {
        let name = match self {
            Self::Heading(level) => return format!("heading-{level}"),
            Self::Lead(level) => return format!("lead-{level}"),
            Self::Sheet => "sheet",
            Self::Title => "title",
            Self::Paragraph => "paragraph",
            Self::Whole => "whole",
            Self::Region => "region",
            Self::Table => "table",
            Self::Head => "head",
            Self::Label => "label",
            Self::Figure => "figure",
            Self::Left => "left",
            Self::Right => "right",
            Self::Hidden => "visually-hidden",
            Self::Annexes => "annexes",
            Self::Annex => "annex",
            Self::Note => "note",
            Self::Signature => "signature",
            Self::Signed => "signed",
            Self::Date => "date",
            Self::Break => "page-break",
            Self::Link => "link",
        };
        name.into()
    }

    /// What it looks like in a column of any width. Sizes are in parts of the body's, so that a site or a sheet can change that.
    fn declarations(self, style: &Style) -> String {
        let body = style.body.size;
        let ems = |length: Pt| number(length / body);
        let lines = |count: u16| number(style.line_pitch() * f64::from(count) / body);
        let face = |role: &str| format!("font-family:{}", family(role, style));
        // A face of its own does what weight does elsewhere.
        let heading = |role: &str, size: Pt| format!("{};font-size:{}em;font-weight:normal", face(role), ems(size));
        let cell = |role: &str| {
            format!(
                "{};font-weight:normal;text-align:center;vertical-align:middle;border:{}pt solid #000;padding:.3em {}em;\
                 overflow-wrap:anywhere",
                face(role),
                number(style.table.rule.0),
                number(style.table.padding / style.table.size),
            )
        };
        match self {
            Self::Sheet => format!(
                "{};font-size:18px;line-height:{};max-width:40em;margin:0 auto;color:#000;overflow-wrap:break-word",
                face(&style.body.face),
                number(style.line_pitch() / body),
            ),
            Self::Title => format!(
                "margin:0 0 {}em;{};line-height:1.5;text-align:{};text-wrap:balance",
                number(style.line_pitch() * f64::from(style.title.after) / style.title.size),
                heading(&style.title.face, style.title.size),
                align(style.title.align),
            ),
            Self::Heading(level) => {
                let look = style.heading(level);
                let (look, indent) = (heading(&look.face, look.size), number(look.indent.0));
                format!("margin:0;{look};text-indent:{indent}em;break-after:avoid")
            }
            Self::Lead(level) => face(&style.heading(level).face),
            Self::Paragraph => {
                format!("margin:0;text-align:{};text-indent:{}em", align(style.body.align), number(style.body.indent.0))
            }
            Self::Whole => "break-before:page;break-inside:avoid".into(),
            Self::Region => "overflow-x:auto;margin:.4em 0".into(),
            Self::Table => {
                "width:100%;border-collapse:collapse;table-layout:fixed;font-size:.8em;line-height:1.3;color:#000".into()
            }
            Self::Head => cell(&style.table.head),
            Self::Label => cell(&style.table.label),
            Self::Figure => cell(&style.table.figure),
            Self::Left => "text-align:left".into(),
            Self::Right => "text-align:right".into(),
            Self::Hidden => {
                "position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap".into()
            }
            Self::Annexes => format!("margin:{}em 0 0", lines(style.annexes.before)),
            Self::Annex => format!(
                "margin:2em 0 {}em;{};break-before:page;break-after:avoid",
                lines(style.annex.after),
                heading(&style.annex.face, style.annex.size),
            ),
            Self::Note => format!(
                "display:flex;flex-wrap:wrap;justify-content:space-between;gap:0 1em;margin:.4em 0;{};font-size:.8em;\
                 line-height:1.5",
                face(&style.table.label),
            ),
            Self::Signature => format!(
                "width:fit-content;max-width:100%;box-sizing:border-box;margin:{}em 0 0 auto;padding-right:{}em;{};\
                 break-before:avoid;break-inside:avoid",
                lines(style.signature.before),
                number(style.signature.right.0),
                face(&style.signature.face),
            ),
            Self::Signed => "margin:0".into(),
            Self::Date => format!("margin:0;padding-left:{}em", number(style.signature.shift.0)),
            Self::Break => "margin:0;border:0;break-after:page".into(),
            Self::Link => "word-break:break-all".into(),
        }
    }
}

/// The names of a face, those of the system it may be looked at on last.
fn family(role: &str, style: &Style) -> String {
    let Some(face) = style.faces.get(role) else { return "serif".into() };
    let names = [&face.word].into_iter().chain(&face.alternatives).chain(&face.web);
    names.map(|name| name_of_font(name)).collect::<Vec<_>>().join(",")
}

/// A name as CSS has it; what would end the name, the attribute or the element is written by its number.
fn name_of_font(name: &str) -> String {
    if matches!(name, "serif" | "sans-serif") {
        return name.into();
    }
    let plain = |c: char| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_');
    let escaped = name.chars().map(|c| if plain(c) { c.to_string() } else { format!("\\{:x} ", u32::from(c)) });
    format!("'{}'", escaped.collect::<String>())
}

/// How lines stand, as CSS calls it.
fn align(align: Align) -> &'static str {
    match align {
        Align::Left => "left",
        Align::Center => "center",
        Align::Right => "right",
        Align::Justify => "justify",
    }
}

/// A number with at most three places.
pub fn number(value: f64) -> String {
    let rounded = (value * 1000.0).round() / 1000.0 + 0.0;
    rounded.to_string()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{ALL, name_of_font};

    #[test]
    fn a_name_ends_neither_its_quotes_nor_the_style_sheet() {
        assert_eq!(name_of_font("仿宋_GB2312"), "'仿宋_GB2312'");
        assert_eq!(name_of_font("serif"), "serif");
        assert_eq!(name_of_font("a'</style>;\\"), "'a\\27 \\3c \\2f style\\3e \\3b \\5c '");
    }

    #[test]
    fn every_kind_has_a_class_of_its_own() {
        assert_eq!(ALL.iter().map(|look| look.class()).collect::<BTreeSet<_>>().len(), ALL.len());
    }
}
