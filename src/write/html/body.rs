//! Blocks of the document → elements.

use super::look::{Look, Looks};
use super::markup::Markup;
use crate::document::{Annex, Block, Document, Heading, Inline, Paragraph, Signature, Table, Text};
use crate::style::Style;
use crate::unit::{Em, Pt};

/// The blocks of a document on their way to a page.
pub struct Body<'a> {
    /// What is written.
    pub document: &'a Document,
    /// The style file.
    pub style: &'a Style,
    /// How elements are told what they look like.
    pub looks: &'a Looks,
    /// Whether elements may have an `id`.
    pub names: bool,
    /// Where it is written to.
    pub out: &'a mut Markup,
}

impl Body<'_> {
    /// Writes the blocks into an element.
    pub fn write(&mut self, element: &str) {
        let mut attributes = self.looks.attributes(&[Look::Sheet], "");
        if !self.names {
            attributes.push(("lang", self.document.info.language.clone()));
        }
        self.open(element, &attributes);
        self.out.line();
        let document = self.document;
        let (mut heading, mut since, mut tables) = (document.info.title.clone(), 0, 0);
        let mut whole = None;
        for (at, block) in document.blocks.iter().enumerate() {
            if whole.is_none() {
                whole = self.whole_from(at);
                if whole.is_some() {
                    let look = self.looks.attributes(&[Look::Whole], "");
                    self.open("div", &look);
                    self.out.line();
                }
            }
            match block {
                Block::Heading(Heading { text, .. }) | Block::Annex(Annex { title: text, .. }) => {
                    (heading, since) = (text.plain(), 0);
                }
                Block::Table(_) => (since, tables) = (since + 1, tables + 1),
                _ => {}
            }
            match block {
                Block::Table(table) => {
                    let name = if since > 1 { format!("{heading}（表{since}）") } else { heading.clone() };
                    self.table(table, &name, tables, self.above(at));
                }
                block => self.block(block),
            }
            if whole == Some(at) {
                self.close("div");
                self.out.line();
                whole = None;
            }
        }
        self.close(element);
        self.out.line();
    }

    fn block(&mut self, block: &Block) {
        match block {
            Block::Title(title) => self.line("h1", &[Look::Title], title),
            Block::Heading(Heading { level, text }) => self.line(&heading(*level), &[Look::Heading(*level)], text),
            Block::Paragraph(paragraph) => self.paragraph(paragraph),
            Block::Table(_) => {}
            Block::Annexes(names) => self.annexes(names),
            Block::Annex(annex) => {
                self.line("p", &[Look::Annex], &annex.label);
                self.line("h2", &[Look::Title], &annex.title);
            }
            Block::Note(texts) => self.note(texts),
            Block::Signature(signature) => self.signature(signature),
            Block::PageBreak => {
                let look = self.looks.attributes(&[Look::Break], "");
                self.open("hr", &look);
                self.out.line();
            }
        }
    }

    fn line(&mut self, name: &str, looks: &[Look], text: &Text) {
        let look = self.looks.attributes(looks, "");
        self.open(name, &look);
        self.text(text);
        self.close(name);
        self.out.line();
    }

    /// A heading that runs in is no element of its own line, but a heading all the same for those who jump from one to the next.
    fn paragraph(&mut self, paragraph: &Paragraph) {
        let look = self.looks.attributes(&[Look::Paragraph], "");
        self.open("p", &look);
        if let Some(Heading { level, text }) = &paragraph.lead {
            let mut look = self.looks.attributes(&[Look::Lead(*level)], "");
            look.extend([("role", "heading".into()), ("aria-level", (level + 1).to_string())]);
            self.open("span", &look);
            self.text(text);
            self.close("span");
        }
        self.text(&paragraph.text);
        self.close("p");
        self.out.line();
    }

    /// 附件：1.… (GB/T 9704 7.3.4); a name's second line stands under its first.
    fn annexes(&mut self, names: &[Text]) {
        let look = self.looks.attributes(&[Look::Annexes], "");
        self.open("div", &look);
        self.out.line();
        let indent = self.style.annexes.indent.0;
        let (label, number) = (3.0, if names.len() < 10 { 1.0 } else { 1.5 });
        for (at, name) in names.iter().enumerate() {
            let hanging = label + if names.len() > 1 { number } else { 0.0 };
            let back = if at == 0 { hanging } else { number };
            let place = format!("margin:0;padding-left:{}em;text-indent:-{back}em", indent + hanging);
            self.open("p", &[("style", place)]);
            if at == 0 {
                self.out.text("附件：");
            }
            if names.len() > 1 {
                self.out.text(&format!("{}.", at + 1));
            }
            self.text(name);
            self.close("p");
            self.out.line();
        }
        self.close("div");
        self.out.line();
    }

    fn note(&mut self, texts: &[Text]) {
        let look = self.looks.attributes(&[Look::Note], "");
        self.open("p", &look);
        for (at, text) in texts.iter().enumerate() {
            if at > 0 {
                self.out.text(" ");
            }
            self.open("span", &[]);
            self.text(text);
            self.close("span");
        }
        self.close("p");
        self.out.line();
    }

    fn signature(&mut self, signature: &Signature) {
        let look = self.looks.attributes(&[Look::Signature], "");
        self.open("div", &look);
        self.out.line();
        signature.names.iter().for_each(|name| self.line("p", &[Look::Signed], name));
        let look = self.looks.attributes(&[Look::Date], "");
        self.open("p", &look);
        let date = self.document.info.date;
        if signature.date.plain() == date.chinese() {
            self.open("time", &[("datetime", date.to_string())]);
            self.text(&signature.date);
            self.close("time");
        } else {
            self.text(&signature.date);
        }
        self.close("p");
        self.out.line();
        self.close("div");
        self.out.line();
    }

    /// The pieces of a text.
    pub fn text(&mut self, text: &Text) {
        for inline in &text.inlines {
            match inline {
                Inline::Text(text) | Inline::Mark(text) => self.out.text(text),
                Inline::Link { href, text } => {
                    let mut look = self.looks.attributes(&[Look::Link], "");
                    look.push(("href", href.clone()));
                    self.open("a", &look);
                    self.out.text(text);
                    self.close("a");
                }
                Inline::Break => self.out.empty("br", &[]),
            }
        }
    }

    /// A start tag.
    pub fn open(&mut self, name: &str, attributes: &[(&'static str, String)]) {
        let attributes: Vec<_> = attributes.iter().map(|(name, value)| (*name, value.as_str())).collect();
        self.out.open(name, &attributes);
    }

    /// An end tag.
    pub fn close(&mut self, name: &str) {
        self.out.close(name);
    }

    /// The table with a page of its own that a block leads to, or is.
    fn whole_from(&self, at: usize) -> Option<usize> {
        let blocks = &self.document.blocks;
        let table = (at..blocks.len()).find(|at| !leads(&blocks[*at]))?;
        matches!(&blocks[table], Block::Table(Table { whole: true, .. })).then_some(table)
    }

    /// How high what leads to a table is in print, about.
    fn above(&self, table: usize) -> Pt {
        let leads = self.document.blocks[..table].iter().rev().take_while(|block| leads(block));
        leads.map(|_| self.style.line_pitch()).sum::<Pt>() + Em(1.0).at(self.style.table.size)
    }
}

/// Whether a block belongs to a table that follows.
fn leads(block: &Block) -> bool {
    matches!(block, Block::Heading(_) | Block::Note(_))
}

/// The element of a heading: the title is the first level of the page.
fn heading(level: u8) -> String {
    format!("h{}", level.clamp(1, 5) + 1)
}
