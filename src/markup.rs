//! Mark-up → document tree. The mark-up is a strict subset of XHTML; `docs/layout.md` lists it. What it does not know is an error
//! at its byte, so that a slip in a layout is told and not swallowed.

mod blank;
mod poured;

use std::borrow::Cow;
use std::sync::Arc;

use roxmltree::{Node, ParsingOptions};

use crate::diagnostic::{Code, Diagnostic, Result};
use crate::document::{
    Align, Annex, Block, Cell, Date, Document, Heading, Info, Inline, Paragraph, Role, Row, Seal, Signature, Table, Text,
};
use crate::origin::Origin;
use crate::picture::Pictures;
use crate::source::{Source, Span};
use crate::typography::tidy;
use crate::unit::Pt;

pub use blank::{Blank, Filled};
pub use poured::{Poured, mark};

/// Parses a report's mark-up that names no pictures.
///
/// # Errors
/// As [`parse_with`].
pub fn parse(markup: &str) -> Result<Document> {
    parse_with(markup, &Pictures::new())
}

/// Parses a report's mark-up; `pictures` has those it may name.
///
/// # Errors
/// `bad-markup` at the first place that is not of the vocabulary.
pub fn parse_with(markup: &str, pictures: &Pictures) -> Result<Document> {
    Parser { text: markup, pictures, tables: &[], marks: 0 }.document()
}

/// Parses a table that stands alone.
fn table(markup: &str) -> Result<Table> {
    let parser = Parser { text: markup, pictures: &Pictures::new(), tables: &[], marks: 0 };
    Ok(parser.table(parser.tree()?.root_element())?)
}

/// A text with the characters that mean something in mark-up written so that they do not.
pub fn escape(text: &str) -> Cow<'_, str> {
    if !text.contains(['&', '<', '>', '"']) {
        return text.into();
    }
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;").into()
}

/// Why a text is no XML, in the user's words.
fn malformed(error: &roxmltree::Error) -> String {
    use roxmltree::Error;
    match error {
        Error::UnexpectedCloseTag(expected, found, _) => format!("应当是 </{expected}>，写的是 </{found}>"),
        Error::UnexpectedEntityCloseTag(_) | Error::UnclosedRootNode | Error::UnexpectedEndOfStream => "元素没有结束".into(),
        Error::UnknownEntityReference(name, _) => format!("不认识“&{name};”"),
        Error::MalformedEntityReference(_) => "“&”要写成“&amp;”".into(),
        Error::InvalidAttributeValue(_) => "属性的值里不能有“<”，写成“&lt;”".into(),
        Error::DuplicatedAttribute(name, _) => format!("属性“{name}”写了不止一次"),
        Error::NoRootNode => "没有元素".into(),
        Error::UnexpectedDeclaration(_) => "“<?xml …?>”只能在最前面".into(),
        Error::DtdDetected => "不能有“<!DOCTYPE …>”".into(),
        Error::NonXmlChar(c, _) => format!("有不能用的字符 U+{:04X}", u32::from(*c)),
        Error::InvalidComment(_) => "注释里不能有“--”".into(),
        Error::InvalidCharacterData(_) => "文字里不能有“]]>”".into(),
        Error::InvalidName(_) | Error::InvalidChar(..) | Error::InvalidChar2(..) | Error::InvalidString(..) => {
            "元素或属性写得不对；文字里的“<”要写成“&lt;”".into()
        }
        Error::NodesLimitReached | Error::AttributesLimitReached | Error::NamespacesLimitReached => "标记太多".into(),
        _ => "不合 XML 的写法".into(),
    }
}

/// Reads elements; knows the text for telling where one stands.
struct Parser<'a> {
    text: &'a str,
    pictures: &'a Pictures,
    /// The tables that the text only has marks of.
    tables: &'a [Filled],
    /// How many marks it has.
    marks: usize,
}

/// The parser's own result: it stops at the first fault.
type Parsed<T> = std::result::Result<T, Diagnostic>;

impl<'a> Parser<'a> {
    fn document(&self) -> Result<Document> {
        Ok(self.article(self.tree()?.root_element())?)
    }

    fn tree(&self) -> Result<roxmltree::Document<'a>> {
        let options = ParsingOptions { allow_dtd: false, ..ParsingOptions::default() };
        roxmltree::Document::parse_with_options(self.text, options).map_err(|error| {
            let at = error.pos();
            Diagnostic::error(Code::BadMarkup, format!("标记不成形：{}", malformed(&error)))
                .at(Span::at(&self.source(), at.row as usize, at.col as usize), "")
                .into()
        })
    }

    fn article(&self, root: Node) -> Parsed<Document> {
        self.expect(root, "article", &["lang", "title", "author", "date"])?;
        let info = Info {
            title: self.required(root, "title")?.into(),
            author: self.required(root, "author")?.into(),
            date: self.date(root)?,
            language: self.required(root, "lang")?.into(),
            origin: Origin::default(),
        };
        let mut blocks = vec![];
        let mut lead = None;
        let nodes = self.children(root, |node| node.is_element() || poured::marked(node, self.tables).is_some())?;
        if nodes.iter().filter(|node| node.is_pi()).count() != self.marks {
            return Err(self.fault(root, "表只能在 article 里"));
        }
        for node in nodes {
            match (node.tag_name().name(), lead.take()) {
                ("p", lead) => {
                    self.known(node, &["from"])?;
                    blocks.push(Block::Paragraph(Paragraph { lead, text: self.text(node)? }));
                }
                (_, Some(_)) => {
                    return Err(self.fault(node, "接排标题（class=\"run-in\"）之后必须是 <p>"));
                }
                ("h2" | "h3" | "h4" | "h5", None) => {
                    self.known(node, &["from", "class"])?;
                    let level = node.tag_name().name().as_bytes()[1] - b'1';
                    let heading = Heading { level, text: self.text(node)? };
                    match node.attribute("class") {
                        None => blocks.push(Block::Heading(heading)),
                        Some("run-in") => lead = Some(heading),
                        Some(_) => return Err(self.fault(node, "标题的 class 只能是 run-in")),
                    }
                }
                ("h1", None) => {
                    self.known(node, &["from"])?;
                    blocks.push(Block::Title(self.text(node)?));
                }
                ("table", None) => blocks.push(Block::Table(self.table(node)?)),
                ("", None) => {
                    let table = poured::marked(&node, self.tables).and_then(Filled::table);
                    blocks.push(Block::Table(table.ok_or_else(|| self.fault(node, "表式里的这张表读不出来"))?));
                }
                ("section", None) => blocks.push(self.section(node)?),
                ("hr", None) => {
                    self.known(node, &[])?;
                    blocks.push(Block::PageBreak);
                }
                _ => return Err(self.fault(node, "这里不能有这个元素")),
            }
        }
        match lead {
            None => Ok(Document { info, blocks }),
            Some(_) => Err(self.fault(root, "接排标题（class=\"run-in\"）之后必须是 <p>")),
        }
    }

    fn section(&self, node: Node) -> Parsed<Block> {
        self.known(node, &["class"])?;
        match node.attribute("class") {
            Some("annex") => return self.annex(node),
            Some("signature") => return self.signature(node),
            _ => {}
        }
        let mut texts = vec![];
        for line in self.elements(node)? {
            self.expect(line, "p", &["from"])?;
            texts.push(self.text(line)?);
        }
        match node.attribute("class") {
            Some("annexes") => Ok(Block::Annexes(texts)),
            Some("note") => Ok(Block::Note(texts)),
            _ => Err(self.fault(node, "section 的 class 是 annexes、annex、note 或 signature")),
        }
    }

    fn signature(&self, node: Node) -> Parsed<Block> {
        let (mut names, mut seals, mut date) = (vec![], vec![], None);
        for line in self.elements(node)? {
            if line.has_tag_name("img") {
                seals.push(self.seal(line)?);
                continue;
            }
            self.expect(line, "p", &["from", "class"])?;
            match line.attribute("class") {
                None => names.push(self.text(line)?),
                Some("date") if date.is_none() => date = Some(self.text(line)?),
                Some(_) => return Err(self.fault(line, "这里的 class 只能是 date，且只有一个")),
            }
        }
        let date = date.ok_or_else(|| self.fault(node, "signature 里要有一行 class=\"date\""))?;
        if !seals.is_empty() && seals.len() != names.len() {
            return Err(self.fault(node, "signature 里的 img 与署名一一对应，或者一个也没有"));
        }
        Ok(Block::Signature(Signature { names, seals, date }))
    }

    fn seal(&self, node: Node) -> Parsed<Seal> {
        self.known(node, &["src", "width", "alt", "from"])?;
        let name = self.required(node, "src")?;
        let picture = self.pictures.get(name).ok_or_else(|| self.fault(node, &format!("没有图片 {name}")))?;
        let width = Pt::try_from(self.required(node, "width")?.to_string());
        let width = width.ok().filter(|width| (10.0..=200.0).contains(&width.0));
        Ok(Seal {
            picture: Arc::clone(picture),
            name: name.into(),
            width: width.ok_or_else(|| self.fault(node, "width 写成 42mm 这样"))?,
            alt: self.required(node, "alt")?.into(),
            from: node.attribute("from").map(Into::into),
        })
    }

    fn annex(&self, node: Node) -> Parsed<Block> {
        let [label, title] = self.elements(node)?[..] else {
            return Err(self.fault(node, "附件（class=\"annex\"）里是一个 <p> 和一个 <h1>"));
        };
        self.expect(label, "p", &["from"])?;
        self.expect(title, "h1", &["from"])?;
        Ok(Block::Annex(Annex { label: self.text(label)?, title: self.text(title)? }))
    }

    fn table(&self, node: Node) -> Parsed<Table> {
        self.known(node, &["class", "from"])?;
        let whole = match node.attribute("class") {
            None => false,
            Some("whole") => true,
            Some(_) => return Err(self.fault(node, "table 的 class 只能是 whole")),
        };
        let mut widths = vec![];
        let mut rows: Vec<(Node, bool)> = vec![];
        for part in self.elements(node)? {
            self.known(part, &[])?;
            match part.tag_name().name() {
                "colgroup" => {
                    for column in self.elements(part)? {
                        self.expect(column, "col", &["width"])?;
                        let width = self
                            .required(column, "width")?
                            .parse()
                            .ok()
                            .filter(|width: &f64| *width > 0.0 && width.is_finite());
                        widths.push(width.ok_or_else(|| self.fault(column, "width 是大于 0 的数"))?);
                    }
                }
                name @ ("thead" | "tbody") => {
                    for row in self.elements(part)? {
                        self.expect(row, "tr", &["class"])?;
                        let head = match row.attribute("class") {
                            None => name == "thead",
                            Some("head") => true,
                            Some(_) => return Err(self.fault(row, "tr 的 class 只能是 head")),
                        };
                        rows.push((row, head));
                    }
                }
                _ => return Err(self.fault(part, "table 里只能有 colgroup、thead、tbody")),
            }
        }
        let rows = self.grid(node, &rows, widths.len())?;
        Ok(Table { widths, whole, rows, from: node.attribute("from").map(Into::into) })
    }

    /// Puts the cells on the grid; together they must cover every place just once.
    fn grid(&self, table: Node, rows: &[(Node, bool)], columns: usize) -> Parsed<Vec<Row>> {
        let mut open = vec![0_usize; columns]; // rows that the cell above still covers
        let mut result = vec![];
        for (at, (node, head)) in rows.iter().enumerate() {
            let mut cells = vec![];
            for node in self.elements(*node)? {
                let column = open.iter().position(|rows| *rows == 0).ok_or_else(|| self.fault(node, "这一格多出来了"))?;
                let cell = self.cell(node, column, *head)?;
                let place = open
                    .get_mut(column..column.saturating_add(cell.columns))
                    .filter(|place| place.iter().all(|rows| *rows == 0));
                place.ok_or_else(|| self.fault(node, "这一格与别的格重叠，或者超出表宽"))?.fill(cell.rows);
                if at.saturating_add(cell.rows) > rows.len() {
                    return Err(self.fault(node, "rowspan 超出表的最后一行"));
                }
                cells.push(cell);
            }
            if open.contains(&0) {
                return Err(self.fault(*node, "这一行的格数不够"));
            }
            open.iter_mut().for_each(|rows| *rows -= 1);
            result.push(Row { head: *head, cells });
        }
        if columns == 0 || rows.is_empty() { Err(self.fault(table, "表没有列或没有行")) } else { Ok(result) }
    }

    fn cell(&self, node: Node, column: usize, head: bool) -> Parsed<Cell> {
        self.known(node, &["colspan", "rowspan", "class", "indent", "from"])?;
        let role = match node.tag_name().name() {
            "th" if head => Role::Head,
            "th" => Role::Label,
            "td" => Role::Figure,
            _ => return Err(self.fault(node, "行里只能有 th 和 td")),
        };
        let span = |name| match node.attribute(name) {
            None => Ok(1),
            Some(n) => n
                .parse()
                .ok()
                .filter(|n| (1..=1000).contains(n))
                .ok_or_else(|| self.fault(node, "colspan 和 rowspan 是 1 到 1000 的整数")),
        };
        let align = match node.attribute("class") {
            None | Some("center") => Align::Center,
            Some("left") => Align::Left,
            Some("right") => Align::Right,
            Some(_) => return Err(self.fault(node, "格的 class 是 left、center 或 right")),
        };
        let indent = match node.attribute("indent") {
            None => 0,
            Some(n) if align == Align::Left => {
                n.parse().ok().filter(|n| *n < 10).ok_or_else(|| self.fault(node, "indent 是 0 到 9"))?
            }
            Some(_) => return Err(self.fault(node, "有 indent 的格 class 是 left")),
        };
        let (columns, rows) = (span("colspan")?, span("rowspan")?);
        Ok(Cell { role, column, columns, rows, align, indent, text: self.text(node)? })
    }

    fn text(&self, node: Node) -> Parsed<Text> {
        let mut inlines = vec![];
        for child in node.children() {
            if child.is_text() {
                inlines.push(Inline::Text(child.text().unwrap_or_default().into()));
            } else if child.has_tag_name("br") {
                self.known(child, &[])?;
                inlines.push(Inline::Break);
            } else if child.has_tag_name("mark") {
                self.known(child, &[])?;
                if let Some(inner) = child.children().find(|inner| !inner.is_text()) {
                    return Err(self.fault(inner, "<mark> 里只能有文字"));
                }
                inlines.push(Inline::Mark(child.text().unwrap_or_default().into()));
            } else if child.has_tag_name("a") {
                self.known(child, &["href"])?;
                let (href, text) = (self.required(child, "href")?, self.text(child)?.plain());
                if !["http://", "https://", "mailto:"].iter().any(|scheme| href.starts_with(scheme)) {
                    return Err(self.fault(child, "href 以 http://、https:// 或 mailto: 开头"));
                }
                inlines.push(Inline::Link { href: href.into(), text });
            } else if !child.is_comment() {
                return Err(self.fault(child, "文字里只能有 <a>、<mark> 和 <br/>"));
            }
        }
        Ok(Text { inlines: tidy(inlines), from: node.attribute("from").map(Into::into) })
    }

    fn date(&self, node: Node) -> Parsed<Date> {
        let text = self.required(node, "date")?;
        Date::parse(text).ok_or_else(|| self.fault(node, "date 写成 2021-02-19 这样"))
    }

    /// The child elements; text between them is a fault.
    fn elements<'n, 'i>(&self, node: Node<'n, 'i>) -> Parsed<Vec<Node<'n, 'i>>> {
        self.children(node, Node::is_element)
    }

    fn children<'n, 'i>(&self, node: Node<'n, 'i>, wanted: impl Fn(&Node<'n, 'i>) -> bool) -> Parsed<Vec<Node<'n, 'i>>> {
        let stray = node.children().find(|child| child.is_text() && !child.text().unwrap_or_default().trim().is_empty());
        match stray {
            Some(text) => Err(self.fault(text, "这里不能直接写文字")),
            None => Ok(node.children().filter(|child| wanted(child)).collect()),
        }
    }

    fn expect(&self, node: Node, name: &str, attributes: &[&str]) -> Parsed<()> {
        if !node.has_tag_name(name) {
            return Err(self.fault(node, &format!("这里应当是 <{name}>")));
        }
        self.known(node, attributes)
    }

    fn known(&self, node: Node, attributes: &[&str]) -> Parsed<()> {
        match node.attributes().find(|attribute| !attributes.contains(&attribute.name())) {
            Some(other) => Err(self.fault(node, &format!("<{}> 没有 {} 属性", node.tag_name().name(), other.name()))),
            None => Ok(()),
        }
    }

    fn required<'n>(&self, node: Node<'n, '_>, attribute: &str) -> Parsed<&'n str> {
        node.attribute(attribute).ok_or_else(|| self.fault(node, &format!("缺少 {attribute} 属性")))
    }

    fn fault(&self, node: Node, message: &str) -> Diagnostic {
        let range = node.range();
        let tag = self.text[range.clone()].find('>').map_or(range.end, |end| range.start + end + 1);
        let span = Span { source: self.source(), range: range.start..tag };
        Diagnostic::error(Code::BadMarkup, message).at(span, "")
    }

    fn source(&self) -> Arc<Source> {
        Arc::new(Source { name: "<markup>".into(), text: self.text.into() })
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::{parse, parse_with};
    use crate::document::{Block, Inline};
    use crate::picture::{Picture, Pictures};

    fn article(inside: &str) -> String {
        format!("<article lang='zh-CN' title='题' author='甲' date='2021-02-19'>{inside}</article>")
    }

    #[test]
    fn run_in_heading_opens_its_paragraph() {
        let document = parse(&article("<h3 class='run-in'>（一）甲。</h3><p from='正文'>乙</p>")).unwrap();
        let [Block::Paragraph(paragraph)] = document.blocks.as_slice() else { panic!("{document:?}") };
        assert_eq!(paragraph.lead.as_ref().unwrap().level, 2);
        assert_eq!(paragraph.text.from.as_deref(), Some("正文"));
    }

    #[test]
    fn line_ends_between_han_are_no_spaces() {
        let document = parse(&article("<p>全年 12 条，\n   其中 PDF file 3 个</p>")).unwrap();
        let [Block::Paragraph(paragraph)] = document.blocks.as_slice() else { panic!() };
        assert_eq!(paragraph.text.inlines, [Inline::Text("全年12条，其中PDF file 3个".into())]);
    }

    #[test]
    fn each_office_has_a_seal_that_the_data_name_or_none_has() {
        let picture = Picture { width: 1, height: 1, pixels: vec![[200, 0, 0, 255]] };
        let pictures = Pictures::from([("章".to_string(), Arc::new(picture))]);
        let signed = |seals: &str| {
            let names = "<p>甲</p><p>乙</p><p class='date'>2021年2月9日</p>";
            parse_with(&article(&format!("<section class='signature'>{seals}{names}</section>")), &pictures)
        };
        let seal = "<img src='章' width='42mm' alt='印章'/>";
        assert!(signed("").is_ok() && signed(&seal.repeat(2)).is_ok());
        for broken in [
            seal.into(),
            seal.repeat(3),
            seal.repeat(2).replace("章'", "别的'"),
            seal.repeat(2).replace("42mm", "420mm"),
            seal.repeat(2).replace("alt='印章'", ""),
        ] {
            assert_eq!(signed(&broken).unwrap_err().0.len(), 1, "{broken}");
        }
        assert!(parse_with(&article(seal), &pictures).is_err(), "a seal stands in a signature only");
    }

    #[test]
    fn widths_are_finite() {
        let table = |width: &str| {
            article(&format!("<table><colgroup><col width='{width}'/></colgroup><tbody><tr><td>1</td></tr></tbody></table>"))
        };
        assert!(parse(&table("1.5")).is_ok());
        for width in ["0", "-1", "inf", "NaN", "1e999", ""] {
            assert!(parse(&table(width)).is_err(), "{width}");
        }
    }

    #[test]
    fn spans_must_tile_the_grid() {
        let table = |rows: &str| {
            article(&format!("<table><colgroup><col width='1'/><col width='1'/></colgroup><tbody>{rows}</tbody></table>"))
        };
        assert!(parse(&table("<tr><th rowspan='2'>甲</th><td>1</td></tr><tr><td>2</td></tr>")).is_ok());
        for broken in [
            "<tr><td>1</td></tr>",
            "<tr><td>1</td><td>2</td><td>3</td></tr>",
            "<tr><td rowspan='2'>1</td><td>2</td></tr>",
            "<tr><td>1</td><td rowspan='2'>2</td></tr><tr><td colspan='2'>3</td></tr>",
            "<tr><td>1</td><td colspan='18446744073709551615'>2</td></tr>",
            "<tr><td>1</td><td>2</td></tr><tr><td>3</td><td rowspan='18446744073709551615'>4</td></tr>",
        ] {
            assert_eq!(parse(&table(broken)).unwrap_err().0.len(), 1, "{broken}");
        }
    }

    #[test]
    fn an_annex_has_a_label_and_a_title() {
        let document = parse(&article("<section class='annex'><p>附件</p><h1>甲表</h1></section>")).unwrap();
        let [Block::Annex(annex)] = document.blocks.as_slice() else { panic!("{document:?}") };
        assert_eq!((annex.label.plain(), annex.title.plain()), ("附件".into(), "甲表".into()));
        for broken in ["<p>附件</p>", "<h1>甲表</h1><p>附件</p>", "<p>附件</p><h1>甲表</h1><p>乙</p>"] {
            assert!(parse(&article(&format!("<section class='annex'>{broken}</section>"))).is_err(), "{broken}");
        }
    }

    #[test]
    fn only_what_stands_at_the_left_is_indented() {
        let cell = |attributes: &str| {
            let row = format!("<tr><th {attributes}>甲</th></tr>");
            parse(&article(&format!("<table><colgroup><col width='1'/></colgroup><tbody>{row}</tbody></table>")))
        };
        let document = cell("class='left' indent='2'").unwrap();
        let [Block::Table(table)] = document.blocks.as_slice() else { panic!("{document:?}") };
        assert_eq!(table.rows[0].cells[0].indent, 2);
        for broken in ["indent='1'", "class='left' indent='10'", "class='left' indent='-1'"] {
            assert!(cell(broken).is_err(), "{broken}");
        }
    }

    #[test]
    fn what_it_does_not_know_is_told_at_its_place() {
        let findings = parse(&article("<p style='x'>甲</p>")).unwrap_err();
        let [finding] = findings.0.as_slice() else { panic!() };
        assert_eq!(finding.message, "<p> 没有 style 属性");
    }
}
