//! The document tree as text, for looking into the middle of the pipeline and for golden files.

use std::fmt::{self, Write};

use crate::document::{Align, Block, Cell, Document, Inline, Role, Seal, Table, Text};

/// Writes a document tree, one block or cell a line.
pub fn write(document: &Document) -> String {
    let mut out = String::new();
    // Writing into a String cannot fail.
    let _ = Tree { out: &mut out }.document(document);
    out
}

struct Tree<'a> {
    out: &'a mut String,
}

impl Tree<'_> {
    fn document(&mut self, document: &Document) -> fmt::Result {
        let info = &document.info;
        writeln!(self.out, "document {} | {} | {} | {}", info.language, info.title, info.author, info.date)?;
        document.blocks.iter().try_for_each(|block| self.block(block))
    }

    fn block(&mut self, block: &Block) -> fmt::Result {
        match block {
            Block::Title(text) => self.line("title", text),
            Block::Heading(heading) => self.line(&format!("heading {}", heading.level), &heading.text),
            Block::Paragraph(paragraph) => {
                if let Some(lead) = &paragraph.lead {
                    self.line(&format!("lead {}", lead.level), &lead.text)?;
                }
                self.line("paragraph", &paragraph.text)
            }
            Block::Table(table) => self.table(table),
            Block::Annexes(names) => names.iter().try_for_each(|name| self.line("annex", name)),
            Block::Signature(signature) => {
                signature.names.iter().try_for_each(|name| self.line("signature", name))?;
                signature.seals.iter().try_for_each(|seal| self.seal(seal))?;
                self.line("date", &signature.date)
            }
            Block::Annex(annex) => {
                self.line("annex label", &annex.label)?;
                self.line("annex title", &annex.title)
            }
            Block::Note(texts) => {
                let mut texts = (1..).zip(texts).map(|(at, text)| (format!("note {at}/{}", texts.len()), text));
                texts.try_for_each(|(what, text)| self.line(&what, text))
            }
            Block::PageBreak => writeln!(self.out, "page break"),
        }
    }

    fn table(&mut self, table: &Table) -> fmt::Result {
        let whole = if table.whole { " whole" } else { "" };
        writeln!(self.out, "table{whole} {:?}{}", table.widths, from(table.from.as_deref()))?;
        for row in &table.rows {
            writeln!(self.out, "  row{}", if row.head { " head" } else { "" })?;
            row.cells.iter().try_for_each(|cell| self.cell(cell))?;
        }
        Ok(())
    }

    fn cell(&mut self, cell: &Cell) -> fmt::Result {
        let role = match cell.role {
            Role::Head => "head",
            Role::Label => "label",
            Role::Figure => "figure",
        };
        let align = match cell.align {
            Align::Left => "left",
            Align::Center => "center",
            Align::Right => "right",
            Align::Justify => "justify",
        };
        let indent = if cell.indent > 0 { format!("+{}", cell.indent) } else { String::new() };
        self.line(&format!("    {role} {}+{}x{} {align}{indent}", cell.column, cell.columns, cell.rows), &cell.text)
    }

    fn seal(&mut self, seal: &Seal) -> fmt::Result {
        let Seal { name, width, alt, picture, .. } = seal;
        let (place, height) = (from(seal.from.as_deref()), seal.height());
        let pixels = (picture.width, picture.height);
        writeln!(self.out, "seal{place} {name} {width} × {height}, {} × {} pixels: {alt}", pixels.0, pixels.1)
    }

    fn line(&mut self, what: &str, text: &Text) -> fmt::Result {
        let words: String = text
            .inlines
            .iter()
            .map(|inline| match inline {
                Inline::Text(text) => text.clone(),
                Inline::Link { href, text } => format!("<{text} → {href}>"),
                Inline::Mark(text) => format!("⟦{text}⟧"),
                Inline::Break => "|".into(),
            })
            .collect();
        writeln!(self.out, "{what}{}: {words}", from(text.from.as_deref()))
    }
}

fn from(path: Option<&str>) -> String {
    path.map(|path| format!(" [{path}]")).unwrap_or_default()
}
