//! Blocks of the document → paragraphs and tables of Word, in their styles.

use docx_rs::{
    DocumentChild, LineSpacing, Paragraph as WordParagraph, Run, SpecialIndentType, Tab, TabValueType, Table as WordTable,
};

use super::measure::{extent, line_pitch, twips};
use super::styles::{self, CellStyle};
use super::table::Setting;
use super::text::{self, Look};
use super::width::ems;
use super::{fit, note, signature};
use crate::document::{Align, Annex, Block, Document, Heading, Paragraph, Role, Signature, Table, Text};
use crate::style::Style;
use crate::unit::{Em, Pt};

/// The blocks of a document on their way to Word.
pub struct Body<'a> {
    document: &'a Document,
    style: &'a Style,
    /// What is set already; an empty table stands for each of the tables.
    pub children: Vec<DocumentChild>,
    /// The tables, as they stand in the part.
    pub tables: Vec<String>,
    /// The styles that the cells set already need.
    pub cells: Vec<CellStyle>,
    /// Whether what follows starts a page.
    new_page: bool,
}

impl<'a> Body<'a> {
    /// Sets the blocks of a document.
    pub fn set(document: &'a Document, style: &'a Style) -> Self {
        // The usual styles of cells are there in any case, for who adds a table by hand.
        let usual = |(role, align)| CellStyle { role, align, size: style.table.size };
        let cells =
            [(Role::Head, Align::Center), (Role::Label, Align::Left), (Role::Figure, Align::Center)].map(usual).into();
        let mut body = Self { document, style, children: vec![], tables: vec![], cells, new_page: false };
        for (at, block) in document.blocks.iter().enumerate() {
            body.block(at, block);
        }
        // Word wants a paragraph after a table.
        if body.after_table() {
            body.spacer();
        }
        body
    }

    fn block(&mut self, at: usize, block: &Block) {
        // A signature must not stand alone on a page (7.3.5.5), nor a note under a table.
        let keep = match self.document.blocks.get(at + 1) {
            Some(Block::Signature(_)) => true,
            Some(Block::Note(_)) => matches!(block, Block::Table(_)),
            _ => false,
        };
        match block {
            Block::Title(title) => {
                let look = Look::plain(&self.style.title.face, self.style);
                self.push(text::add(WordParagraph::new().style(styles::TITLE), title, look));
            }
            Block::Heading(heading) => self.heading(at, heading),
            Block::Paragraph(paragraph) => self.paragraph(paragraph, keep),
            Block::Table(table) => self.table(at, table, keep),
            Block::Annexes(names) => self.annexes(names, keep),
            Block::Annex(annex) => self.annex(annex),
            Block::Note(texts) => self.note(at, texts, keep),
            Block::Signature(signature) => self.signature(signature),
            Block::PageBreak => self.new_page = true,
        }
    }

    fn heading(&mut self, at: usize, heading: &Heading) {
        self.new_page |= self.opens_whole_table(at);
        let look = Look::plain(&self.style.heading(heading.level).face, self.style);
        self.push(text::add(WordParagraph::new().style(&styles::heading(heading.level)), &heading.text, look));
    }

    fn paragraph(&mut self, paragraph: &Paragraph, keep: bool) {
        let mut word = WordParagraph::new().style(styles::BODY);
        if let Some(lead) = &paragraph.lead {
            let face = &self.style.heading(lead.level).face;
            let look = Look { style: Some(&styles::run_in(lead.level)), ..Look::plain(face, self.style) };
            word = text::add(word, &lead.text, look);
        }
        self.push_kept(text::add(word, &paragraph.text, self.body_look()), keep);
    }

    fn table(&mut self, at: usize, table: &Table, keep: bool) {
        let leads = self.leads_before(at);
        let mut above: Pt = leads.iter().map(|lead| self.lead_height(lead)).sum();
        // Word makes one table of two that touch, and only a paragraph can start a page.
        if self.after_table() || self.new_page || (table.whole && leads.is_empty()) {
            self.new_page |= table.whole;
            self.spacer();
            above += styles::SPACER_SIZE;
        }
        let setting =
            Setting { table, size: fit::size(table, self.style.page.depth - above, self.style), style: self.style };
        setting.cell_styles().for_each(|cell| self.need(cell));
        self.tables.push(setting.written(keep));
        self.children.push(DocumentChild::Table(Box::new(WordTable::new(vec![]))));
    }

    /// 附件：1.… (7.3.4); the names stand at a tab, and so does a name's second line.
    fn annexes(&mut self, names: &[Text], keep: bool) {
        let size = self.style.body.size;
        // Room for "1." or "10.": full stop and figures are half as wide as a 汉字.
        let number = if names.len() < 10 { Em(1.0) } else { Em(1.5) }.at(size);
        let (indent, label) = (self.style.annexes.indent.at(size), Em(3.0).at(size));
        for (at, name) in names.iter().enumerate() {
            let mut word = WordParagraph::new().style(styles::ANNEXES);
            if names.len() > 1 {
                let hanging = if at == 0 { label + number } else { number };
                let hanging = SpecialIndentType::Hanging(twips(hanging));
                word = word.indent(Some(twips(indent + label + number)), Some(hanging), None, None);
            }
            if at == 0 {
                word = self.below_blank_lines(word, self.style.annexes.before);
                word = word.add_run(Run::new().add_text("附件："));
            }
            if names.len() > 1 {
                word = word.add_run(Run::new().add_text(format!("{}.", at + 1)));
            }
            word = word.add_run(Run::new().add_tab());
            self.push_kept(text::add(word, name, self.body_look()), keep || at + 1 < names.len());
        }
    }

    /// An annex starts a page: 附件 at the left edge, then the title (7.3.7).
    fn annex(&mut self, annex: &Annex) {
        self.new_page = true;
        let label = WordParagraph::new().style(styles::ANNEX);
        self.push(text::add(label, &annex.label, Look::plain(&self.style.annex.face, self.style)));
        let title = WordParagraph::new().style(styles::ANNEX_TITLE);
        self.push(text::add(title, &annex.title, Look::plain(&self.style.title.face, self.style)));
    }

    /// A line over or under a table, in the style of the labels in it; its texts stand at tabs.
    fn note(&mut self, at: usize, texts: &[Text], keep: bool) {
        let over = self.leads(at);
        self.new_page |= over && self.opens_whole_table(at);
        let note::Places { size, starts } = note::places(texts, self.style);
        let look = CellStyle { role: Role::Label, align: Align::Left, size };
        let space = extent(note::SPACE) as u32;
        let mut word = WordParagraph::new().style(&look.id(self.style));
        word = word.line_spacing(LineSpacing::new().before(space).after(space));
        for start in &starts {
            word = word.add_tab(Tab::new().val(TabValueType::Left).pos(extent(*start)));
        }
        word = word.add_tab(Tab::new().val(TabValueType::Right).pos(extent(self.style.page.measure)));
        for (at, text) in texts.iter().enumerate() {
            if at > 0 {
                word = word.add_run(Run::new().add_tab());
            }
            word = text::add(word, text, Look::plain(&self.style.table.label, self.style));
        }
        self.need(look);
        self.push_kept(word, keep || over);
    }

    fn signature(&mut self, signature: &Signature) {
        if !signature.seals.is_empty() {
            return self.sealed(signature);
        }
        let look = Look::plain(&self.style.signature.face, self.style);
        let indents = signature::indents(signature, self.style);
        for (at, name) in signature.names.iter().enumerate() {
            let mut word = WordParagraph::new().style(styles::SIGNATURE).indent(Some(twips(indents.name)), None, None, None);
            if at == 0 {
                word = self.below_blank_lines(word, self.style.signature.before);
            }
            self.push(text::add(word, name, look));
        }
        let date = WordParagraph::new().style(styles::DATE).indent(Some(twips(indents.date)), None, None, None);
        self.push(text::add(date, &signature.date, look));
    }

    /// Names and date stand at tabs, in the middle of their seals.
    fn sealed(&mut self, signature: &Signature) {
        let look = Look::plain(&self.style.signature.face, self.style);
        let centred =
            |word: WordParagraph, middle: Pt| word.add_tab(Tab::new().val(TabValueType::Center).pos(extent(middle)));
        let rows = signature::rows(signature, self.style);
        for row in &rows {
            let word = row.middles.iter().copied().fold(WordParagraph::new().style(styles::SIGNATURE), centred);
            let word = signature.names[row.offices.clone()]
                .iter()
                .fold(word, |word, name| text::add(word.add_run(Run::new().add_tab()), name, look));
            self.push(self.below_blank_lines(word, row.blank));
        }
        let middle = rows.last().and_then(|row| row.middles.last()).copied().unwrap_or_default();
        let date = centred(WordParagraph::new().style(styles::DATE), middle).add_run(Run::new().add_tab());
        self.push(text::add(date, &signature.date, look));
    }

    fn below_blank_lines(&self, word: WordParagraph, lines: u16) -> WordParagraph {
        let lines = u32::from(lines);
        let before = LineSpacing::new().before(lines * line_pitch(self.style) as u32).before_lines(lines * 100);
        if lines == 0 { word } else { word.line_spacing(before) }
    }

    fn push_kept(&mut self, word: WordParagraph, keep: bool) {
        self.push(if keep { word.keep_next(true) } else { word });
    }

    fn push(&mut self, word: WordParagraph) {
        let word = if std::mem::take(&mut self.new_page) { word.page_break_before(true) } else { word };
        self.children.push(DocumentChild::Paragraph(Box::new(word)));
    }

    fn spacer(&mut self) {
        self.push(WordParagraph::new().style(styles::SPACER));
    }

    fn after_table(&self) -> bool {
        matches!(self.children.last(), Some(DocumentChild::Table(_)))
    }

    fn body_look(&self) -> Look<'a> {
        Look::plain(&self.style.body.face, self.style)
    }

    /// Notes that a style of cells is needed.
    fn need(&mut self, cell: CellStyle) {
        if !self.cells.contains(&cell) {
            self.cells.push(cell);
        }
    }

    /// Whether a block belongs to what follows: a heading, a note that is not under a table.
    fn leads(&self, at: usize) -> bool {
        let under = at.checked_sub(1).is_some_and(|before| matches!(self.document.blocks[before], Block::Table(_)));
        match self.document.blocks[at] {
            Block::Heading(_) => true,
            Block::Note(_) => !under,
            _ => false,
        }
    }

    /// Whether this block is the first of those that lead to a table with a page of its own.
    fn opens_whole_table(&self, at: usize) -> bool {
        let follows = (at..self.document.blocks.len()).find(|at| !self.leads(*at)).map(|at| &self.document.blocks[at]);
        let whole = matches!(follows, Some(Block::Table(table)) if table.whole);
        whole && self.leads_before(at).is_empty()
    }

    /// The blocks before one that lead to it.
    fn leads_before(&self, at: usize) -> Vec<&'a Block> {
        (0..at).rev().take_while(|at| self.leads(*at)).map(|at| &self.document.blocks[at]).collect()
    }

    fn lead_height(&self, lead: &Block) -> Pt {
        let Block::Heading(heading) = lead else {
            return styles::TABLE_LEADING.at(self.style.table.size) + note::SPACE * 2.0;
        };
        let look = self.style.heading(heading.level);
        let length = look.indent.at(look.size) + Em(ems(&heading.text.plain())).at(look.size);
        self.style.line_pitch() * (length / self.style.page.measure).ceil()
    }
}
