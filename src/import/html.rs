//! HTML as sites publish it → lines and tables. No tree is built: tags that are not closed, or closed twice, do no harm.

use html5gum::{DefaultEmitter, StartTag, Token, Tokenizer};

use super::build::Builder;
use super::decode::{declared_in_html, decode};
use super::hidden::{Aside, has_class, kind};
use super::material::{Beside, Material, tidy};
use crate::diagnostic::Result;

/// What is no text of the page.
const SILENT: [&str; 8] = ["title", "script", "style", "textarea", "select", "svg", "iframe", "template"];
/// The class of the name of a table for those who hear the page, in its caption; our own pages repeat there what is seen.
const REPEATED: &str = "visually-hidden";
/// The name under which the sites of governments list the title of an article.
const LISTED: &str = "ArticleTitle";
/// What ends a line where it begins and where it ends.
pub const BLOCKS: [&str; 33] = [
    "p",
    "div",
    "br",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "li",
    "ul",
    "ol",
    "dl",
    "dt",
    "dd",
    "section",
    "article",
    "header",
    "footer",
    "blockquote",
    "hr",
    "center",
    "caption",
    "body",
    "nav",
    "aside",
    "main",
    "form",
    "fieldset",
    "pre",
    "address",
    "figure",
    "figcaption",
];

/// Reads a page.
///
/// # Errors
/// `wrong-encoding`; `cannot-import` if there is too much in it.
pub fn read(bytes: &[u8]) -> Result<Material> {
    let text = decode(bytes, declared_in_html(bytes).as_deref())?;
    let mut emitter = DefaultEmitter::default();
    emitter.naively_switch_states(true);
    let mut reader = Reader::default();
    for token in Tokenizer::new_with_emitter(text.as_str(), emitter) {
        // Reading from memory cannot fail; the error type has no value.
        let Ok(token) = token;
        match token {
            Token::StartTag(tag) => reader.start(&tag)?,
            Token::EndTag(tag) => reader.end(&String::from_utf8_lossy(&tag.name))?,
            Token::String(text) if reader.silent.is_none() => reader.builder.text(&String::from_utf8_lossy(&text.value))?,
            Token::String(text) if reader.silent.as_ref().is_some_and(|(silent, _)| silent == "title") => {
                reader.names.push(tidy(&String::from_utf8_lossy(&text.value)));
            }
            Token::String(_) | Token::Comment(_) | Token::Doctype(_) | Token::Error(_) => {}
        }
    }
    Ok(Material { names: reader.names, ..reader.builder.finish()? })
}

#[derive(Default)]
struct Reader {
    builder: Builder,
    /// The element whose content is no text, and how many of its name are open.
    silent: Option<(String, usize)>,
    /// Whether the name of a table is being read.
    caption: bool,
    /// The element whose content stands beside the text.
    aside: Option<Aside>,
    /// What the page calls itself: in its head, and for those who list it.
    names: Vec<String>,
}

impl Reader {
    fn start(&mut self, tag: &StartTag<()>) -> Result<()> {
        let name = String::from_utf8_lossy(&tag.name);
        // A page that forgets to end a script before its body begins with its body.
        if let Some((silent, depth)) = &mut self.silent
            && name != "body"
        {
            *depth += usize::from(*silent == name && !tag.self_closing);
            return Ok(());
        }
        self.silent = None;
        if matches!(name.as_ref(), "caption" | "table" | "tbody" | "thead" | "tr" | "td" | "th" | "body") {
            self.caption = name == "caption";
        }
        let repeated = self.caption && name == "span" && has_class(tag, &[REPEATED]);
        if self.aside.as_mut().is_some_and(|aside| aside.ends_before(&name)) {
            self.close_aside()?;
        }
        if self.aside.is_none()
            && !repeated
            && let Some(kind) = kind(tag)
        {
            self.builder.open_aside(kind);
            self.aside = Some(Aside::of(&name));
        }
        match name.as_ref() {
            "meta" => {
                self.names.extend(value(tag, "content").filter(|_| value(tag, "name").as_deref() == Some(LISTED)));
                Ok(())
            }
            "table" => self.builder.open_table(),
            "tr" => self.builder.open_row(),
            "td" | "th" => self.builder.open_cell(span(tag, "colspan"), span(tag, "rowspan")),
            "img" => self.builder.beside(Beside::Picture, value(tag, "alt").unwrap_or_default()),
            name if (SILENT.contains(&name) || repeated) && !tag.self_closing => {
                self.silent = Some((name.into(), 1));
                Ok(())
            }
            name if BLOCKS.contains(&name) => self.builder.end_line(),
            _ => Ok(()),
        }
    }

    fn end(&mut self, name: &str) -> Result<()> {
        if let Some((silent, depth)) = &mut self.silent {
            *depth -= usize::from(silent == name);
            self.silent.take_if(|(_, depth)| *depth == 0);
            return Ok(());
        }
        if name == "caption" {
            self.caption = false;
        }
        if let Some(aside) = &mut self.aside {
            if aside.ends_at(name) {
                return self.close_aside();
            }
            if aside.ends_around(name) {
                self.close_aside()?;
            }
        }
        match name {
            "table" => self.builder.close_table(),
            "td" | "th" | "tr" => self.builder.close_cell(),
            name if BLOCKS.contains(&name) => self.builder.end_line(),
            _ => Ok(()),
        }
    }

    fn close_aside(&mut self) -> Result<()> {
        self.aside = None;
        self.builder.close_aside()
    }
}

/// How many columns or rows a cell covers; nonsense is one.
fn span(tag: &StartTag<()>, name: &str) -> usize {
    value(tag, name).and_then(|value| value.trim().parse().ok()).unwrap_or(1)
}

/// The value of an attribute.
fn value(tag: &StartTag<()>, name: &str) -> Option<String> {
    tag.attributes.get(name.as_bytes()).map(|value| String::from_utf8_lossy(&value.value).into_owned())
}

#[cfg(test)]
mod tests {
    use super::read;
    use crate::import::material::{Block, Material};

    fn shown(material: &Material) -> String {
        let block = |block: &Block| match block {
            Block::Line(line) => format!("{}: {}", line.at, line.text),
            Block::Grid(grid) => {
                let row = |row: &Vec<super::super::material::Cell>| {
                    let cells =
                        row.iter().map(|cell| format!("{}@{}+{}x{}", cell.text(), cell.column, cell.columns, cell.rows));
                    cells.collect::<Vec<_>>().join(" ")
                };
                grid.rows.iter().map(row).collect::<Vec<_>>().join(" / ")
            }
        };
        material.blocks.iter().map(block).collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn reads_what_a_browser_shows() {
        let page = "<html><head><title>题</title><body><script>1<2</script><p>甲&nbsp;<b>乙</b>&lt;\n丙<p>丁<br>戊</div>己";
        assert_eq!(shown(&read(page.as_bytes()).unwrap()), "第1段: 甲 乙< 丙\n第2段: 丁\n第3段: 戊\n第4段: 己");
    }

    #[test]
    fn what_only_repeats_the_page_for_those_who_hear_it_is_left_out() {
        let page = "<table><caption><span class='x visually-hidden'>题</span></caption><tr><td>甲<td>丁</table><p><span>乙</span>丙";
        assert_eq!(shown(&read(page.as_bytes()).unwrap()), "甲@0+1x1 丁@1+1x1\n第1段: 乙丙");
    }

    #[test]
    fn what_only_some_readers_meet_is_told() {
        let page = "<noscript>请打开脚本</noscript><p><span class=sr-only>甲<span>乙</span>丙</span>丁\
                    <table><caption><span class='visually-hidden'>题<span>一</span>二</span>三</caption><tr><td>1<td>2</table>\
                    <div class='visually-hidden'>戊</div><span class='visually-hidden'>己</span>庚";
        let material = read(page.as_bytes()).unwrap();
        let asides: Vec<_> = material.asides.iter().map(|line| format!("{} {}", line.at, line.text)).collect();
        assert_eq!(shown(&material), "第1段: 丁\n第2段: 三\n1@0+1x1 2@1+1x1\n第3段: 庚");
        assert_eq!(asides, ["隐藏文字1 请打开脚本", "隐藏文字2 甲乙丙", "隐藏文字3 戊", "隐藏文字4 己"]);
    }

    #[test]
    fn cells_stand_where_spans_leave_room() {
        let page = "<table><tr><td rowspan=2>甲<td colspan='2'>乙<tr><td>丙</td><td>丁</table>";
        assert_eq!(shown(&read(page.as_bytes()).unwrap()), "甲@0+1x2 乙@1+2x1 / 丙@1+1x1 丁@2+1x1");
    }

    #[test]
    fn a_table_that_arranges_the_page_is_taken_apart() {
        let page = "<table><tr><td>左<td><p>甲<table><tr><td>1<td>2</table><p>乙</table>";
        assert_eq!(shown(&read(page.as_bytes()).unwrap()), "第1段: 左\n第2段: 甲\n1@0+1x1 2@1+1x1\n第3段: 乙");
    }

    #[test]
    fn what_stands_beside_the_text_is_told_apart() {
        let page = "<p>甲<nav><ul><li>首页<li>公开</ul></nav><p style='display: none'>乙<p>丙<div hidden><div>丁</div>戊</div>\
                    <table><tr><td>1<td>2<td hidden>3</td></tr><tr style=\"DISPLAY:NONE\"><td>4<tr><td>5<td>6</table>己<img src=x alt=章>\
                    <footer>版权";
        let material = read(page.as_bytes()).unwrap();
        assert_eq!(shown(&material), "第1段: 甲\n第2段: 丙\n1@0+1x1 2@1+1x1 / 5@0+1x1 6@1+1x1\n第3段: 己");
        let asides: Vec<_> = material.asides.iter().map(|line| format!("{} {}", line.at, line.text)).collect();
        let expected = [
            "网页栏目1 首页 公开",
            "隐藏文字1 乙",
            "隐藏文字2 丁 戊",
            "隐藏文字3 3",
            "隐藏文字4 4",
            "图片1 章",
            "网页栏目2 版权",
        ];
        assert_eq!(asides, expected);
    }

    #[test]
    fn a_table_with_passages_of_text_arranges_the_page() {
        let page = format!("<table><tr><td>索引号<td>1<tr><td colspan=2><p>{}</table>", "公开。".repeat(200));
        assert_eq!(read(page.as_bytes()).unwrap().blocks.len(), 3);
    }

    #[test]
    fn tables_do_not_nest_for_ever() {
        let page = "<table><tr><td>".repeat(100_000);
        assert!(read(page.as_bytes()).is_err());
    }
}
