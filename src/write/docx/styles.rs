//! The named styles: all formatting of the document, so that an office can change it in one place of Word.

use docx_rs::{
    AlignmentType, BorderType, LineSpacing, LineSpacingType, RunFonts, Shading, ShdType, SpecialIndentType,
    Style as WordStyle, StyleType, Styles, TableAlignmentType, TableBorder, TableBorderPosition, TableBorders,
    TableCellMargins, TableProperty, VAlignType,
};

use super::measure::{eighths, extent, half_points, line_pitch, tracking, twips};
use crate::document::{Align, Role};
use crate::style::{ParagraphStyle, Style};
use crate::unit::{Em, Pt};

/// Identifiers of the styles. Those with English names are Word's own (its navigation and its table of contents know them).
pub const TITLE: &str = "Title";
/// Paragraphs of the body.
pub const BODY: &str = "BodyText";
/// Characters of a link: black, as everything in an official document.
pub const LINK: &str = "Hyperlink";
/// Bold letters and digits beside characters that are heavy by themselves.
pub const BOLD: &str = "LatinBold";
/// Characters to be seen at once: gaps.
pub const MARK: &str = "Gap";
/// Numbers of lines.
pub const LINE_NUMBER: &str = "LineNumber";
/// 附件说明.
pub const ANNEXES: &str = "Annexes";
/// The word 附件 over an annex.
pub const ANNEX: &str = "Annex";
/// The title of an annex.
pub const ANNEX_TITLE: &str = "AnnexTitle";
/// The signing office.
pub const SIGNATURE: &str = "SignatureName";
/// The date below it.
pub const DATE: &str = "SignatureDate";
/// Page number of odd pages.
pub const FOLIO_ODD: &str = "FooterOdd";
/// Page number of even pages.
pub const FOLIO_EVEN: &str = "FooterEven";
/// Every table: its rules, the distance of the text from them, and that it stands half-way up its cell.
pub const TABLE: &str = "Table";
/// An empty paragraph, where Word demands one beside a table.
pub const SPACER: &str = "Spacer";
/// Its height: as little as keeps two tables apart to the eye.
pub const SPACER_SIZE: Pt = Pt(6.0);

/// Distance of baselines in a table, in type sizes.
pub const TABLE_LEADING: Em = Em(1.3);

/// The style of paragraphs in cells of one kind.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CellStyle {
    /// What the cell is.
    pub role: Role,
    /// How its lines stand.
    pub align: Align,
    /// Type size: that of the style file, or less in a table that must fit on a page.
    pub size: Pt,
}

/// Identifier of a heading's style; `level` is 1 to 4.
pub fn heading(level: u8) -> String {
    format!("Heading{}", level.clamp(1, 4))
}

/// Identifier of the style of the characters of a heading that runs into its paragraph.
pub fn run_in(level: u8) -> String {
    format!("{}Char", heading(level))
}

/// The name that Word knows the font of a role by; a role without a face is the font's own name.
pub fn font<'a>(role: &'a str, style: &'a Style) -> &'a str {
    style.faces.get(role).map_or(role, |face| &face.word)
}

impl CellStyle {
    /// The identifier. How a cell of its role usually stands, and the usual size, go without saying.
    pub fn id(&self, style: &Style) -> String {
        let role = match self.role {
            Role::Head => "TableHead",
            Role::Label => "TableLabel",
            Role::Figure => "TableFigure",
        };
        let align = match self.align {
            align if align == self.usual_align() => "",
            Align::Left => "Left",
            Align::Center => "Center",
            Align::Right => "Right",
            Align::Justify => "Justify",
        };
        let size = if self.size == style.table.size { String::new() } else { half_points(self.size).to_string() };
        [role, align, &size].concat()
    }

    fn name(&self, style: &Style) -> String {
        let role = match self.role {
            Role::Head => "表头",
            Role::Label => "表格行名",
            Role::Figure => "表格数字",
        };
        let align = match self.align {
            align if align == self.usual_align() => "",
            Align::Left => " 居左",
            Align::Center => " 居中",
            Align::Right => " 居右",
            Align::Justify => " 两端对齐",
        };
        let size = if self.size == style.table.size { String::new() } else { format!(" {}磅", self.size) };
        format!("{role}{align}{size}")
    }

    fn usual_align(&self) -> Align {
        if self.role == Role::Label { Align::Left } else { Align::Center }
    }

    fn word_style(&self, style: &Style) -> WordStyle {
        let leading = LineSpacing::new().line_rule(LineSpacingType::Exact).line(twips(TABLE_LEADING.at(self.size)));
        let cell = paragraph(&self.id(style), &self.name(style), style.table.face(self.role), self.size, self.align, style);
        let mut cell = cell.snap_to_grid(false).line_spacing(leading);
        // A head belongs to the row below it.
        cell.paragraph_property = cell.paragraph_property.keep_next(self.role == Role::Head);
        cell
    }
}

/// Every style of a document whose tables need `cells`.
pub fn styles(style: &Style, cells: &[CellStyle]) -> Styles {
    let body = &style.body;
    let defaults = Styles::new().default_fonts(fonts(&body.face, style)).default_size(half_points(body.size));
    [title(style), block(BODY, "Body Text", body, style)]
        .into_iter()
        .chain((1..=4).flat_map(|level| [heading_paragraph(level, style), heading_characters(level, style)]))
        .chain([annexes(style), annex(style), annex_title(style), signature(style), date(style), link(), bold()])
        .chain([folio(FOLIO_ODD, "页码 单页", Align::Right, style), folio(FOLIO_EVEN, "页码 双页", Align::Left, style)])
        .chain([spacer(style), table(style)])
        .chain(cells.iter().map(|cell| cell.word_style(style)))
        .fold(defaults, Styles::add_style)
}

/// A paragraph style that says everything itself and inherits nothing but Word's own defaults.
fn paragraph(id: &str, name: &str, face: &str, size: Pt, align: Align, style: &Style) -> WordStyle {
    WordStyle::new(id, StyleType::Paragraph)
        .name(name)
        .based_on("Normal")
        .fonts(fonts(face, style))
        .size(half_points(size))
        .align(alignment(align))
}

/// A paragraph of text on the grid, with its first-line indent.
fn block(id: &str, name: &str, look: &ParagraphStyle, style: &Style) -> WordStyle {
    let block = paragraph(id, name, &look.face, look.size, look.align, style);
    let first = SpecialIndentType::FirstLine(twips(look.indent.at(look.size)));
    on_grid(block, look.size, style).indent(None, Some(first), None, None)
}

/// Spaces the characters of a style so that the grid's characters fill a line.
fn on_grid(mut block: WordStyle, size: Pt, style: &Style) -> WordStyle {
    let tracking = tracking(size, style);
    if tracking != 0 {
        block.run_property = block.run_property.spacing(tracking);
    }
    block
}

fn title(style: &Style) -> WordStyle {
    title_of(TITLE, "Title", title_spacing(style), style)
}

/// The first line of a title takes one line of the grid, every other its pitch; exact pitches stand off the grid.
fn title_spacing(style: &Style) -> LineSpacing {
    let title = &style.title;
    let line = Pt(line_pitch(style) as f64 / 20.0);
    let after = line * f64::from(title.after) - (title.pitch - line);
    LineSpacing::new().line_rule(LineSpacingType::Exact).line(twips(title.pitch)).after(extent(after) as u32)
}

/// The title of an annex: as the report's, in Word's navigation, below blank lines (GB/T 9704 7.3.7).
fn annex_title(style: &Style) -> WordStyle {
    let before = line_pitch(style) * usize::from(style.annex.after);
    title_of(ANNEX_TITLE, "附件标题", title_spacing(style).before(before as u32), style).outline_lvl(0)
}

fn title_of(id: &str, name: &str, spacing: LineSpacing, style: &Style) -> WordStyle {
    let title = &style.title;
    let word = paragraph(id, name, &title.face, title.size, title.align, style);
    let mut word = word.next(BODY).snap_to_grid(false).line_spacing(spacing);
    word.paragraph_property = word.paragraph_property.keep_next(true).keep_lines(true);
    word
}

/// The word 附件 over an annex, at the left edge.
fn annex(style: &Style) -> WordStyle {
    let look = &style.annex;
    let mut annex = paragraph(ANNEX, "附件", &look.face, look.size, Align::Left, style).next(ANNEX_TITLE);
    annex.paragraph_property = annex.paragraph_property.keep_next(true).keep_lines(true);
    on_grid(annex, look.size, style)
}

fn heading_paragraph(level: u8, style: &Style) -> WordStyle {
    let mut heading = block(&heading(level), &format!("heading {level}"), style.heading(level), style)
        .next(BODY)
        .link(run_in(level))
        .outline_lvl(usize::from(level - 1));
    heading.paragraph_property = heading.paragraph_property.keep_next(true).keep_lines(true);
    heading
}

/// A run-in heading and its paragraph are one paragraph of Word, so the heading is told by its characters. Word's navigation lists
/// paragraphs only. A style separator, a hidden end of a paragraph (`w:specVanish`), would get it listed, but LibreOffice 7.4 ends the
/// line there, and 25.2 puts the heading into a box in the line: indented twice, and never broken over two lines with the text.
fn heading_characters(level: u8, style: &Style) -> WordStyle {
    let look = style.heading(level);
    let characters = WordStyle::new(run_in(level), StyleType::Character)
        .name(format!("标题 {level} 字符"))
        .link(heading(level))
        .fonts(fonts(&look.face, style))
        .size(half_points(look.size));
    on_grid(characters, look.size, style)
}

/// 附件说明 with one annex: a line that goes on is aligned with the first character of the name (GB/T 9704 7.3.4).
fn annexes(style: &Style) -> WordStyle {
    let (size, label) = (style.body.size, Em(3.0));
    let left = twips(style.annexes.indent.at(size) + label.at(size));
    let hanging = SpecialIndentType::Hanging(twips(label.at(size)));
    let annexes = paragraph(ANNEXES, "附件说明", &style.body.face, size, Align::Left, style);
    on_grid(annexes, size, style).indent(Some(left), Some(hanging), None, None)
}

fn signature(style: &Style) -> WordStyle {
    let look = &style.signature;
    let mut name = paragraph(SIGNATURE, "署名", &look.face, look.size, Align::Left, style).next(DATE);
    name.paragraph_property = name.paragraph_property.keep_next(true).keep_lines(true);
    on_grid(name, look.size, style)
}

fn date(style: &Style) -> WordStyle {
    let look = &style.signature;
    let mut date = paragraph(DATE, "成文日期", &look.face, look.size, Align::Left, style);
    date.paragraph_property = date.paragraph_property.keep_lines(true);
    on_grid(date, look.size, style)
}

fn link() -> WordStyle {
    WordStyle::new(LINK, StyleType::Character).name("Hyperlink").color("auto").underline("none")
}

/// The numbers of lines, in the style that Word takes for them.
pub fn line_number(style: &Style) -> WordStyle {
    let folio = fonts(&style.folio.face, style);
    WordStyle::new(LINE_NUMBER, StyleType::Character)
        .name("line number")
        .fonts(folio)
        .size(half_points(style.draft.lines.size))
}

/// Characters to be seen at once.
pub fn mark(style: &Style) -> WordStyle {
    let mut mark = WordStyle::new(MARK, StyleType::Character).name("缺项");
    let tint = Shading::new().shd_type(ShdType::Clear).color("auto").fill(style.draft.mark.hexadecimal());
    mark.run_property = mark.run_property.shading(tint);
    mark
}

fn bold() -> WordStyle {
    WordStyle::new(BOLD, StyleType::Character).name("标题数字").bold()
}

/// The page number: Arabic figures of the Chinese face, at the outer side (GB/T 9704 7.5).
fn folio(id: &str, name: &str, align: Align, style: &Style) -> WordStyle {
    let folio = &style.folio;
    let outer = twips(folio.outer.at(folio.size));
    let (left, right) = if align == Align::Right { (None, Some(outer)) } else { (Some(outer), None) };
    let figures = font(&folio.face, style);
    paragraph(id, name, &folio.face, folio.size, align, style)
        .fonts(RunFonts::new().ascii(figures).hi_ansi(figures).east_asia(figures).cs(figures))
        .snap_to_grid(false)
        .line_spacing(LineSpacing::new().line_rule(LineSpacingType::Exact).line(twips(folio.size)))
        .indent(left, None, right, None)
}

fn spacer(style: &Style) -> WordStyle {
    paragraph(SPACER, "表间", &style.body.face, SPACER_SIZE, Align::Left, style)
        .snap_to_grid(false)
        .line_spacing(LineSpacing::new().line_rule(LineSpacingType::Exact).line(twips(SPACER_SIZE)))
}

fn table(style: &Style) -> WordStyle {
    use TableBorderPosition::{Bottom, InsideH, InsideV, Left, Right, Top};
    let rule = |position| {
        TableBorder::new(position).border_type(BorderType::Single).size(eighths(style.table.rule)).color("000000")
    };
    let rules = [Top, Left, Bottom, Right, InsideH, InsideV].map(rule);
    let rules = rules.into_iter().fold(TableBorders::with_empty(), TableBorders::set);
    let padding = extent(style.table.padding);
    let mut table = WordStyle::new(TABLE, StyleType::Table).name("表格");
    table.table_property = TableProperty::without_borders()
        .align(TableAlignmentType::Center)
        .set_borders(rules)
        .set_margins(TableCellMargins::new().margin(0, padding, 0, padding));
    table.table_cell_property = table.table_cell_property.vertical_align(VAlignType::Center);
    table
}

fn fonts(role: &str, style: &Style) -> RunFonts {
    let latin = &style.latin.word;
    RunFonts::new().ascii(latin).hi_ansi(latin).cs(latin).east_asia(font(role, style))
}

fn alignment(align: Align) -> AlignmentType {
    match align {
        Align::Left => AlignmentType::Left,
        Align::Center => AlignmentType::Center,
        Align::Right => AlignmentType::Right,
        Align::Justify => AlignmentType::Both,
    }
}
