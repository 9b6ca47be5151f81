//! The mark-up of a report as the layout has it: a table of the form is but a mark in it, since nobody changes what it says.

use std::fmt;

use roxmltree::Node;

use super::blank::Filled;
use super::{Parser, parse_with};
use crate::diagnostic::Result;
use crate::document::Document;
use crate::picture::Pictures;

/// What the mark of a table opens and closes with, around its number: an instruction of XML with a character that Unicode keeps for
/// the inner use of programs, and no text of the data can have.
const OPEN: &str = "<?table \u{FDD2}";
const CLOSE: &str = "?>";

/// Mark-up with marks for the tables of the form. As text it has the tables in their places.
#[derive(Clone, Debug)]
pub struct Poured {
    text: String,
    tables: Vec<Filled>,
}

/// The mark of a table, from 0.
pub fn mark(table: usize) -> String {
    format!("{OPEN}{table}{CLOSE}")
}

/// The table that an instruction is the mark of, if it is one.
pub(super) fn marked<'a>(node: &Node, tables: &'a [Filled]) -> Option<&'a Filled> {
    let instruction = node.pi().filter(|instruction| instruction.target == "table")?;
    let table: usize = instruction.value?.strip_prefix('\u{FDD2}')?.parse().ok()?;
    tables.get(table)
}

impl Poured {
    /// Mark-up with marks, and the tables that they count.
    pub fn new(text: String, tables: Vec<Filled>) -> Self {
        Self { text, tables }
    }

    /// The document tree; `pictures` has those that the mark-up may name.
    ///
    /// # Errors
    /// As [`parse_with`], each place as it is in the whole text.
    pub fn document(&self, pictures: &Pictures) -> Result<Document> {
        let marks = self.text.matches(OPEN).count();
        let parser = Parser { text: &self.text, pictures, tables: &self.tables, marks };
        parser.document().or_else(|_| parse_with(&self.to_string(), pictures))
    }
}

impl From<String> for Poured {
    /// Mark-up that is whole.
    fn from(text: String) -> Self {
        Self { text, tables: vec![] }
    }
}

impl fmt::Display for Poured {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        let mut pieces = self.text.split(OPEN);
        f.write_str(pieces.next().unwrap_or_default())?;
        for piece in pieces {
            let (number, rest) = piece.split_once(CLOSE).unwrap_or_default();
            let table = number.parse().ok().and_then(|table: usize| self.tables.get(table));
            f.write_str(&table.map(Filled::markup).unwrap_or_default())?;
            f.write_str(rest)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::{Poured, mark};
    use crate::document::Block;
    use crate::markup::{Blank, Filled, parse};
    use crate::picture::Pictures;

    fn poured(inside: &str) -> Poured {
        let start = "<table>\n<colgroup><col width='1'/></colgroup>\n<tbody><tr><td from='甲'>".to_string();
        let blank = Blank::new(vec![(start, "甲".into())], "</td></tr></tbody>\n</table>\n".into());
        let text = format!("<article lang='zh-CN' title='题' author='甲' date='2021-02-19'>\n{inside}\n</article>");
        Poured::new(text, vec![Filled::new(&Arc::new(blank), |_| "1")])
    }

    #[test]
    fn tables_stand_where_their_marks_do() {
        let poured = poured(&format!("<p>甲</p>{0}<?table 0?><p>乙</p>{0}", mark(0)));
        let document = poured.document(&Pictures::new()).unwrap();
        let tables: Vec<_> = document.blocks.iter().map(|block| matches!(block, Block::Table(_))).collect();
        assert_eq!(tables, [false, true, false, true]);
        assert_eq!(parse(&poured.to_string()).as_ref(), Ok(&document));
    }

    #[test]
    fn what_is_wrong_is_told_in_the_whole_text() {
        let table = mark(0);
        for inside in [
            format!("{table}<p style='x'>甲</p>"),
            format!("{table}<section class='note'>{table}</section>"),
            format!("<h3 class='run-in'>甲</h3>{table}"),
            format!("<p>{table}</p>"),
            format!("{table}<p title='{table}'>甲</p>"),
        ] {
            let poured = poured(&inside);
            let told = poured.document(&Pictures::new()).unwrap_err();
            assert_eq!(told, parse(&poured.to_string()).unwrap_err());
        }
    }

    #[test]
    fn a_table_that_is_no_block_is_what_it_was_meant_to_be() {
        for inside in [format!("<!-- {} -->", mark(0)), format!("<p><![CDATA[{}]]></p>", mark(0))] {
            let poured = poured(&inside);
            assert_eq!(poured.document(&Pictures::new()), parse(&poured.to_string()));
        }
    }
}
