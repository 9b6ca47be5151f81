//! HTML as sites publish it → lines and tables. No tree is built: tags that are not closed, or closed twice, do no harm.

use html5gum::{DefaultEmitter, StartTag, Token, Tokenizer};

use super::build::Builder;
use super::decode::{declared_in_html, decode};
use super::material::Material;
use crate::diagnostic::Result;

/// What is no text of the page.
const SILENT: [&str; 9] = ["head", "script", "style", "noscript", "textarea", "select", "svg", "iframe", "template"];
/// The classes that sites give to words for those who hear the page; they repeat what is seen.
const UNSEEN: [&str; 2] = ["visually-hidden", "sr-only"];
/// What ends a line where it begins and where it ends.
const BLOCKS: [&str; 24] = [
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
            Token::String(_) | Token::Comment(_) | Token::Doctype(_) | Token::Error(_) => {}
        }
    }
    reader.builder.finish()
}

#[derive(Default)]
struct Reader {
    builder: Builder,
    /// The element whose content is left out.
    silent: Option<String>,
}

impl Reader {
    fn start(&mut self, tag: &StartTag<()>) -> Result<()> {
        let name = String::from_utf8_lossy(&tag.name);
        // A page that forgets to end its head begins with its body.
        if self.silent.is_some() && name != "body" {
            return Ok(());
        }
        self.silent = None;
        match name.as_ref() {
            "table" => self.builder.open_table(),
            "tr" => self.builder.open_row(),
            "td" | "th" => self.builder.open_cell(span(tag, "colspan"), span(tag, "rowspan")),
            "img" => {
                self.builder.pictures += 1;
                Ok(())
            }
            name if (SILENT.contains(&name) || name == "span" && is_unseen(tag)) && !tag.self_closing => {
                self.silent = Some(name.into());
                Ok(())
            }
            name if BLOCKS.contains(&name) => self.builder.end_line(),
            _ => Ok(()),
        }
    }

    fn end(&mut self, name: &str) -> Result<()> {
        if self.silent.is_some() {
            self.silent.take_if(|silent| silent == name);
            return Ok(());
        }
        match name {
            "table" => self.builder.close_table(),
            "td" | "th" | "tr" => self.builder.close_cell(),
            name if BLOCKS.contains(&name) => self.builder.end_line(),
            _ => Ok(()),
        }
    }
}

fn is_unseen(tag: &StartTag<()>) -> bool {
    let class = tag.attributes.get(b"class".as_slice()).map(|class| String::from_utf8_lossy(&class.value).into_owned());
    class.is_some_and(|class| class.split_whitespace().any(|class| UNSEEN.contains(&class)))
}

/// How many columns or rows a cell covers; nonsense is one.
fn span(tag: &StartTag<()>, name: &str) -> usize {
    let value = tag.attributes.get(name.as_bytes()).map(|value| String::from_utf8_lossy(&value.value).into_owned());
    value.and_then(|value| value.trim().parse().ok()).unwrap_or(1)
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
    fn tables_do_not_nest_for_ever() {
        let page = "<table><tr><td>".repeat(100_000);
        assert!(read(page.as_bytes()).is_err());
    }
}
