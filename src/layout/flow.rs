//! Strips → pages: what stands together stays together.

use crate::layout::strip::Strip;
use crate::layout::table::Grid;
use crate::unit::Pt;

/// A piece of the text on its way to the pages.
pub enum Matter<'a> {
    /// A strip that does not break.
    Strip(Strip),
    /// A table, which may.
    Table(Grid<'a>),
    /// The signature, all of it on one page and never alone.
    Signature(Vec<Strip>),
    /// A new page.
    Break,
}

/// The pages so far.
pub struct Flow {
    pitch: Pt,
    /// The least to which the pitch of a page may shrink.
    least: Pt,
    depth: usize,
    done: Vec<Vec<Strip>>,
    page: Vec<Strip>,
}

/// A table that does not fit.
pub struct Unfit {
    /// Whether it must stand on one page; else one of its rows is higher than a page.
    pub whole: bool,
    /// Its path in the data.
    pub from: Option<String>,
}

/// A table moves to the next page as a whole if it leaves no more than this part of a page empty; else it breaks.
const EMPTY: f64 = 1.0 / 3.0;

impl Flow {
    /// Empty pages of `depth` lines; the pitch of one may shrink to a `least`.
    pub fn new(depth: usize, pitch: Pt, least: Pt) -> Self {
        Self { pitch, least, depth, done: vec![], page: vec![] }
    }

    /// Puts pieces on pages.
    ///
    /// # Errors
    /// Tells the table that does not fit.
    pub fn fill(mut self, matter: Vec<Matter>) -> Result<Vec<Vec<Strip>>, Unfit> {
        let mut matter = matter.into_iter();
        while let Some(piece) = matter.next() {
            match piece {
                Matter::Strip(strip) => self.push(strip),
                Matter::Signature(strips) => self.sign(strips),
                Matter::Break => self.turn(),
                Matter::Table(table) => {
                    let notes = clinging(&mut matter);
                    if table.table.whole {
                        self.whole(table, notes)?;
                    } else {
                        self.table(table, notes, ends_page(matter.as_slice()))?;
                    }
                }
            }
        }
        self.turn();
        Ok(self.done)
    }

    /// Adds a strip; one that does not fit goes to a new page with what must stay beside it.
    fn push(&mut self, strip: Strip) {
        if self.used() + strip.lines > self.depth {
            // A page of nothing but strips that keep together would move on for ever.
            let kept = if self.page.iter().all(|strip| strip.keeps) { vec![] } else { self.take_kept() };
            self.turn();
            self.page.extend(kept);
        }
        self.page.push(strip);
    }

    /// Adds a signature. Where the page cannot hold it, its lines first get closer; only if that is not enough, the text before
    /// goes along to the next (GB/T 9704 7.3.5.5).
    fn sign(&mut self, strips: Vec<Strip>) {
        match self.pressing(&strips) {
            Some(each) => {
                self.page.extend(strips);
                let giving = self.page.iter_mut().filter(|strip| strip.gives);
                giving.for_each(|strip| strip.pressed = each * strip.lines as f64);
            }
            None => strips.into_iter().for_each(|strip| self.push(strip)),
        }
    }

    /// How much less high each line of the page must be for strips to find room; nothing if they have it, or none can be made.
    fn pressing(&self, strips: &[Strip]) -> Option<Pt> {
        let over = (self.used() + height(strips)).checked_sub(self.depth).filter(|over| *over > 0)?;
        let giving: usize = self.page.iter().chain(strips).filter(|strip| strip.gives).map(|strip| strip.lines).sum();
        let each = self.pitch * (over as f64 / giving.max(1) as f64);
        each.fits(self.pitch - self.least).then_some(each)
    }

    /// A table on a page of its own, with its heading and its notes.
    fn whole(&mut self, mut table: Grid, notes: Vec<Strip>) -> Result<(), Unfit> {
        let kept = self.take_kept();
        self.turn();
        self.page.extend(kept);
        let room = self.depth.saturating_sub(self.used() + height(&notes));
        if !table.fill(self.pitch * room as f64, self.pitch) {
            return Err(Unfit { whole: true, from: table.table.from.clone() });
        }
        self.page.push(table.strip(0..table.rows(), room, self.pitch));
        self.page.extend(notes);
        self.turn();
        Ok(())
    }

    /// A table where it fits: here, on the next page, or broken between rows. To break it gains nothing if it is the `last` on its
    /// page anyway.
    fn table(&mut self, table: Grid, notes: Vec<Strip>, last: bool) -> Result<(), Unfit> {
        let lines = table.lines(0..table.rows(), self.pitch) + height(&notes);
        let left = self.depth.saturating_sub(self.used());
        if lines > left {
            let kept = self.take_kept();
            let heading = height(&kept);
            let little = (left + heading) as f64 <= EMPTY * self.depth as f64;
            let moves = lines + heading <= self.depth && (little || last);
            if moves || table.fitting(0, self.pitch * left as f64, self.pitch).is_none() {
                self.turn();
            }
            self.page.extend(kept);
        }
        self.rows(&table, height(&notes))?;
        notes.into_iter().for_each(|note| self.push(note));
        Ok(())
    }

    /// The rows of a table, on as many pages as they need; below the last of them there is room for the notes.
    fn rows(&mut self, table: &Grid, notes: usize) -> Result<(), Unfit> {
        let mut start = 0;
        while start < table.rows() {
            let room = |below: usize| self.pitch * self.depth.saturating_sub(self.used() + below) as f64;
            let mut end = table.fitting(start, room(0), self.pitch);
            if end == Some(table.rows()) && notes > 0 {
                // Where not even one row stands over the notes on an empty page, they must do without.
                let bare = end.filter(|_| self.used() == 0);
                end = table.fitting(start, room(notes), self.pitch).or(bare);
            }
            let end = match end {
                Some(end) => end,
                None if self.used() == 0 => return Err(Unfit { whole: false, from: table.table.from.clone() }),
                None => {
                    self.turn();
                    continue;
                }
            };
            let lines = table.lines(start..end, self.pitch);
            self.page.push(table.strip(start..end, lines, self.pitch));
            start = end;
            if start < table.rows() {
                self.turn();
            }
        }
        Ok(())
    }

    /// Starts a new page, unless this one is empty.
    fn turn(&mut self) {
        if !self.page.is_empty() {
            self.done.push(std::mem::take(&mut self.page));
        }
    }

    /// Takes the strips at the page's end that stay with what follows.
    fn take_kept(&mut self) -> Vec<Strip> {
        let kept = self.page.iter().rev().take_while(|strip| strip.keeps).count();
        self.page.split_off(self.page.len() - kept)
    }

    /// How many lines of the page are taken.
    fn used(&self) -> usize {
        height(&self.page)
    }
}

/// The lines that strips take.
fn height(strips: &[Strip]) -> usize {
    strips.iter().map(|strip| strip.lines).sum()
}

/// Takes the strips that stay with the table before them.
fn clinging(matter: &mut std::vec::IntoIter<Matter>) -> Vec<Strip> {
    let mut strips = vec![];
    while matches!(matter.as_slice(), [Matter::Strip(strip), ..] if strip.clings) {
        if let Some(Matter::Strip(strip)) = matter.next() {
            strips.push(strip);
        }
    }
    strips
}

/// Whether a new page starts after what has been set: for a table of its own page with its heading, by order, or at the end.
fn ends_page(after: &[Matter]) -> bool {
    let heading = |piece: &&Matter| matches!(piece, Matter::Strip(strip) if strip.keeps);
    match after.iter().find(|piece| !heading(piece)) {
        Some(Matter::Strip(_) | Matter::Signature(_)) => false,
        Some(Matter::Table(table)) => table.table.whole,
        Some(Matter::Break) | None => true,
    }
}
