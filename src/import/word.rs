//! WordprocessingML → lines and tables: what a reader of the document sees, tracked changes accepted.

use quick_xml::Reader as XmlReader;
use quick_xml::events::{BytesStart, Event};

use super::build::{Builder, Merge};
use super::docx::{attribute, fault};
use super::material::Beside;
use super::numbering::Numbering;
use super::styles::Styles;
use super::symbol::symbol;
use crate::diagnostic::Result;

/// How deep elements may stand in one another.
const DEEPEST: usize = 400;

/// What is not part of the text: deleted, moved elsewhere, field codes, ruby, the second writing of what an older program cannot show.
const SILENT: [&[u8]; 6] = [b"del", b"moveFrom", b"instrText", b"delText", b"rt", b"Fallback"];

/// Reads the parts of a document one after another.
pub struct Reader {
    /// What has been read.
    pub builder: Builder,
    numbering: Numbering,
    styles: Styles,
    /// The elements around.
    path: Vec<Vec<u8>>,
    /// How many elements are around the one whose content is left out.
    silent: Option<usize>,
    paragraph: Paragraph,
    /// What stands beside the text and is being read: how many elements are around it, and the paragraph it stands in.
    beside: Vec<(usize, Paragraph)>,
    /// Whether the run is not shown.
    hidden: bool,
}

/// A paragraph that is being read.
#[derive(Default)]
struct Paragraph {
    style: Option<String>,
    list: Option<String>,
    level: Option<usize>,
    /// Whether it has text.
    begun: bool,
    /// Whether its mark is deleted, so that the next goes on with it.
    open: bool,
}

impl Reader {
    /// A reader that adds to what has been taken in.
    pub fn new(builder: Builder, numbering: Numbering, styles: Styles) -> Self {
        Self {
            builder,
            numbering,
            styles,
            path: vec![],
            silent: None,
            paragraph: Paragraph::default(),
            beside: vec![],
            hidden: false,
        }
    }

    /// Reads a part.
    ///
    /// # Errors
    /// `cannot-import` if it is broken or too large.
    pub fn read(&mut self, part: &str) -> Result<()> {
        let broken = || fault("DOCX 文件已损坏：正文不是完整的 XML", "能用 Word 或 WPS 打开的，另存之后再导入");
        let mut xml = XmlReader::from_str(part);
        xml.config_mut().check_end_names = true;
        xml.config_mut().expand_empty_elements = true;
        loop {
            match xml.read_event().map_err(|_| broken())? {
                Event::Start(tag) | Event::Empty(tag) => {
                    self.path.push(tag.local_name().as_ref().to_vec());
                    if self.path.len() > DEEPEST {
                        return Err(fault("文档的结构套得太深，不像一份年度报告", "只留报告本身，另存之后再导入"));
                    }
                    self.start(&tag)?;
                }
                Event::End(tag) => {
                    self.end(tag.local_name().as_ref())?;
                    self.path.pop();
                    self.silent.take_if(|depth| self.path.len() < *depth);
                }
                Event::Text(text) => {
                    let text = text.decode().map_err(|_| broken())?;
                    self.text(&text)?;
                }
                Event::CData(text) => {
                    let text = text.decode().map_err(|_| broken())?;
                    self.text(&text)?;
                }
                Event::GeneralRef(name) => {
                    let name = name.decode().map_err(|_| broken())?;
                    let text = quick_xml::escape::unescape(&format!("&{name};")).map_err(|_| broken())?.into_owned();
                    self.text(&text)?;
                }
                Event::Eof if self.path.is_empty() => return Ok(()),
                Event::Eof => return Err(broken()),
                Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => {}
            }
        }
    }

    fn start(&mut self, tag: &BytesStart) -> Result<()> {
        if self.silent.is_some() {
            return Ok(());
        }
        let value = |name: &str| attribute(tag, name);
        let number = || value("val").and_then(|value| value.parse().ok());
        let on = || value("val").is_none_or(|value| !["0", "false", "off"].contains(&value.as_str()));
        match tag.local_name().as_ref() {
            // The mark of a paragraph is deleted.
            b"del" | b"moveFrom" if self.stands_in(&[b"pPr", b"rPr"]) => self.paragraph.open = true,
            name if SILENT.contains(&name) || name.ends_with(b"Change") => self.silent = Some(self.path.len()),
            b"tbl" => self.builder.open_table()?,
            b"tr" => self.builder.open_row()?,
            b"gridBefore" => self.builder.skip(number().unwrap_or(0)),
            b"tc" => self.builder.open_cell(1, 1)?,
            b"gridSpan" => self.builder.widen(number().unwrap_or(1)),
            b"vMerge" if value("val").is_some_and(|value| value == "restart") => self.builder.merge(Merge::Begins),
            b"vMerge" => self.builder.merge(Merge::Above),
            b"hMerge" if value("val").is_none_or(|value| value == "continue") => self.builder.merge(Merge::Before),
            b"p" => self.begin_paragraph()?,
            b"pStyle" => self.paragraph.style = value("val"),
            b"numId" => self.paragraph.list = value("val"),
            b"ilvl" => self.paragraph.level = number(),
            b"r" => self.hidden = false,
            b"vanish" if on() && self.stands_in(&[b"r", b"rPr"]) => self.hidden = true,
            b"br" | b"cr" => self.builder.end_line()?,
            b"tab" | b"ptab" if !self.path.iter().any(|element| element == b"pPr") => self.builder.text("\t")?,
            b"noBreakHyphen" => self.shown("-")?,
            b"sym" => {
                let shown = symbol(&value("font").unwrap_or_default(), &value("char").unwrap_or_default());
                self.shown(&shown.map(String::from).unwrap_or_default())?;
            }
            b"blip" | b"imagedata" | b"chart" | b"relIds" | b"altChunk" => {
                self.builder.beside(Beside::Picture, String::new())?;
            }
            b"txbxContent" => self.open_beside(Beside::Box),
            b"footnote" | b"endnote" => match value("type").as_deref() {
                None | Some("normal") => self.open_beside(Beside::Note),
                // The line over the notes.
                Some(_) => self.silent = Some(self.path.len()),
            },
            b"comment" => self.open_beside(Beside::Comment),
            b"hdr" => self.open_beside(Beside::Head),
            b"ftr" => self.open_beside(Beside::Foot),
            _ => {}
        }
        Ok(())
    }

    fn end(&mut self, name: &[u8]) -> Result<()> {
        if self.silent.is_some() {
            return Ok(());
        }
        match name {
            b"tbl" => self.builder.close_table(),
            b"tc" => self.builder.close_cell(),
            b"p" => self.end_paragraph(),
            _ => match self.beside.pop_if(|(depth, _)| *depth == self.path.len()) {
                Some((_, around)) => {
                    self.paragraph = around;
                    self.builder.close_aside()
                }
                None => Ok(()),
            },
        }
    }

    fn text(&mut self, text: &str) -> Result<()> {
        if self.silent.is_some() || self.path.last().is_none_or(|name| name != b"t") {
            return Ok(());
        }
        self.shown(text)
    }

    /// Takes in characters of a run.
    fn shown(&mut self, text: &str) -> Result<()> {
        if self.hidden {
            return self.builder.beside(Beside::Hidden, text.into());
        }
        self.begin_text()?;
        self.builder.text(text)
    }

    fn begin_paragraph(&mut self) -> Result<()> {
        // A paragraph whose mark is deleted goes on with this one.
        let before = std::mem::take(&mut self.paragraph);
        if before.open {
            self.paragraph.begun = before.begun;
            return Ok(());
        }
        self.builder.end_line()
    }

    fn end_paragraph(&mut self) -> Result<()> {
        if self.paragraph.open {
            return Ok(());
        }
        // An empty paragraph of a list has its number, too.
        self.begin_text()?;
        self.builder.end_line()
    }

    /// Puts the number that Word puts itself: it is part of what is seen.
    fn begin_text(&mut self) -> Result<()> {
        if std::mem::replace(&mut self.paragraph.begun, true) {
            return Ok(());
        }
        let Paragraph { style, list, level, .. } = &self.paragraph;
        let styled = self.styles.list(style.as_deref());
        let Some(list) = list.as_deref().or(styled.map(|(list, ..)| list)) else { return Ok(()) };
        let of_style = styled.and_then(|(_, level, style)| level.or_else(|| self.numbering.level_of(list, style)));
        let number = self.numbering.next(list, level.or(of_style).unwrap_or(0));
        self.builder.text(&number)
    }

    fn open_beside(&mut self, kind: Beside) {
        self.builder.open_aside(kind);
        self.beside.push((self.path.len(), std::mem::take(&mut self.paragraph)));
    }

    /// Whether the element begun stands in these, the innermost last.
    fn stands_in(&self, elements: &[&[u8]]) -> bool {
        let around = self.path.split_last().map_or(&[][..], |(_, around)| around);
        around.len() >= elements.len() && around.iter().rev().zip(elements.iter().rev()).all(|(one, other)| one == other)
    }
}

#[cfg(test)]
mod tests {
    use super::Reader;
    use crate::import::build::Builder;
    use crate::import::material::{Block, Cell};
    use crate::import::numbering::Numbering;
    use crate::import::styles::Styles;

    /// The cells of a table with two rows: text, first column, columns and rows covered.
    fn cells(rows: [&str; 2]) -> String {
        let part = format!("<tbl><tr>{}</tr><tr>{}</tr></tbl>", rows[0], rows[1]);
        let mut reader = Reader::new(Builder::default(), Numbering::default(), Styles::default());
        reader.read(&part).unwrap();
        let material = reader.builder.finish().unwrap();
        let Some(Block::Grid(grid)) = material.blocks.first() else { panic!("no table") };
        let cell = |cell: &Cell| format!("{}@{}+{}x{}", cell.text(), cell.column, cell.columns, cell.rows);
        let rows = grid.rows.iter().map(|row| row.iter().map(cell).collect::<Vec<_>>().join(" "));
        rows.collect::<Vec<_>>().join(" / ")
    }

    fn cell(properties: &str, text: &str) -> String {
        format!("<tc><tcPr>{properties}</tcPr><p><r><t>{text}</t></r></p></tc>")
    }

    #[test]
    fn cells_go_on_with_their_neighbours() {
        let plain = |text: &str| cell("", text);
        let row = |cells: &[String]| cells.concat();
        // Old programs merge cells of a row by name.
        let merged = row(&[
            cell("<hMerge val='restart'/>", "甲"),
            cell("<hMerge/>", ""),
            cell("<hMerge val='continue'/>", ""),
            plain("乙"),
        ]);
        assert_eq!(cells([&merged, &row(&["丙", "丁"].map(plain))]), "甲@0+3x1 乙@3+1x1 / 丙@0+1x1 丁@1+1x1");
        let begins = cell("<vMerge val='restart'/>", "甲");
        let goes_on = cell("<vMerge/>", "");
        assert_eq!(
            cells([&row(&[begins, plain("乙")]), &row(&[goes_on.clone(), plain("丙")])]),
            "甲@0+1x2 乙@1+1x1 / 丙@1+1x1"
        );
        // One that goes on with nothing that is merged stands for itself; the next may go on with it.
        assert_eq!(
            cells([&row(&["甲", "乙"].map(plain)), &row(&[goes_on.clone(), plain("丙")])]),
            "甲@0+1x1 乙@1+1x1 / @0+1x1 丙@1+1x1"
        );
        assert_eq!(
            cells([&row(&[cell("<vMerge/>", "甲"), plain("乙")]), &row(&[goes_on, plain("丙")])]),
            "甲@0+1x2 乙@1+1x1 / 丙@1+1x1"
        );
    }

    #[test]
    fn a_row_may_begin_inside_the_grid() {
        let wide = cell("<gridSpan val='2'/>", "甲") + &cell("", "乙");
        let inside = format!("<trPr><gridBefore val='2'/><gridAfter val='1'/></trPr>{}", cell("", "丙"));
        assert_eq!(cells([&wide, &inside]), "甲@0+2x1 乙@2+1x1 / 丙@2+1x1");
    }
}
