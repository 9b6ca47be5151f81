//! What could be a row of a table, in a table or in lines of text: words, then figures.

use super::label::{Label, Vocabulary, bare, plain_digit};
use super::material::{At, Block, Cell, Grid, Line};

/// A figure as it was found.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    /// As a clerk types it.
    pub text: String,
    /// Where it stands.
    pub at: At,
}

/// What could be a row.
#[derive(Debug)]
pub struct Candidate<'a> {
    /// The words before the figures, bare.
    pub words: String,
    /// Those of them that stand in the last line.
    nearest: String,
    /// Where it stands.
    pub at: At,
    /// The blocks it takes, first and last.
    pub blocks: (usize, usize),
    /// The row of the grid, if the block is one.
    pub row: Option<usize>,
    figures: Figures<'a>,
}

#[derive(Debug)]
enum Figures<'a> {
    /// One after another in lines.
    Listed(Vec<Found>),
    /// In the cells of a row.
    Cells { cells: Vec<&'a Cell>, width: usize },
}

/// The columns a row of the form has.
#[derive(Clone, Debug)]
pub struct Columns {
    /// The first grid column of each figure and how many it covers; a column filled from the form is none.
    pub places: Vec<(usize, usize)>,
    /// The grid columns of the whole table.
    pub width: usize,
}

impl Candidate<'_> {
    /// The figures under some columns; nothing if there are not as many.
    pub fn figures(&self, columns: &Columns) -> Option<Vec<Found>> {
        match &self.figures {
            Figures::Listed(figures) => (figures.len() == columns.places.len()).then(|| figures.clone()),
            // A row of the right grid may still stand in it beside its place.
            Figures::Cells { cells, width } => (*width == columns.width)
                .then(|| on_grid(cells, columns))
                .flatten()
                .or_else(|| in_order(cells, columns.places.len())),
        }
    }

    /// The figures that stand one after another in lines.
    pub fn listed(&self) -> &[Found] {
        if let Figures::Listed(figures) = &self.figures { figures } else { &[] }
    }

    /// Whether the words nearest to the figures are a table's.
    pub fn is_within(&self, words: &Vocabulary) -> bool {
        words.has(&self.nearest)
    }

    /// How well the words fit a label, from 0 to 1. The words may begin with heads, group labels or ends of the row before.
    pub fn fits(&self, label: &Label) -> f64 {
        if label.length == 0 || self.words == label.text {
            return 1.0;
        }
        if self.words.ends_with(&label.text) {
            return 0.95;
        }
        let tail = self.words.char_indices().rev().nth(2 * label.length + 11).map_or(0, |(at, _)| at);
        let share = label.common(self.words[tail..].chars()) as f64 / label.length as f64;
        if share < if label.length < 6 { 0.75 } else { 0.5 } { 0.0 } else { 0.9 * share }
    }
}

/// Figures under the columns of a table that has the form's grid: in the first filled cell of each.
fn on_grid(cells: &[&Cell], columns: &Columns) -> Option<Vec<Found>> {
    let found = |(start, span): &(usize, usize)| {
        let mut under = cells.iter().filter(|cell| cell.column >= *start && cell.column < start + span).peekable();
        let first = under.peek().copied();
        let cell = under.find(|cell| !cell.lines.is_empty()).or(first)?;
        Some((figure(&cell.text()), cell))
    };
    let found = columns.places.iter().map(found).collect::<Option<Vec<_>>>()?;
    // A cell with words among figures is put as it stands, to be told of; a row of words is a head, however many are empty.
    let filled = found.iter().filter(|(_, cell)| !cell.lines.is_empty());
    let (figures, words): (Vec<_>, Vec<_>) = filled.partition(|(figure, _)| figure.is_some());
    if figures.len() <= words.len() && !words.is_empty() {
        return None;
    }
    let put =
        found.into_iter().map(|(figure, cell)| Found { text: figure.unwrap_or_else(|| cell.text()), at: cell.at.clone() });
    Some(put.collect())
}

/// Figures of a table with another grid: the last cells, or the filled ones among those behind the words.
fn in_order(cells: &[&Cell], count: usize) -> Option<Vec<Found>> {
    let words = cells.iter().rposition(|cell| figure(&cell.text()).is_none()).map_or(0, |at| at + 1);
    let rest = &cells[words..];
    let filled: Vec<_> = rest.iter().filter(|cell| !cell.lines.is_empty()).copied().collect();
    let rest = if rest.len() == count { rest.to_vec() } else { filled };
    let found = rest.iter().filter_map(|cell| Some(Found { text: figure(&cell.text())?, at: cell.at.clone() }));
    (rest.len() == count).then(|| found.collect())
}

/// The candidates among some blocks.
pub fn candidates(blocks: &[Block], range: std::ops::Range<usize>) -> Vec<Candidate<'_>> {
    let mut found = vec![];
    let mut words = Words::default();
    for at in range {
        match &blocks[at] {
            Block::Grid(grid) => in_grid(grid, at, std::mem::take(&mut words).all, &mut found),
            Block::Line(line) => in_line(line, at, &mut words, &mut found),
        }
    }
    found
}

/// Words that no figures have followed yet, bare.
#[derive(Default)]
struct Words {
    all: String,
    /// Those of the last line.
    nearest: String,
}

/// Takes in a table; a first row without words has those of the lines before it.
fn in_grid<'a>(grid: &'a Grid, block: usize, mut before: String, found: &mut Vec<Candidate<'a>>) {
    let width = grid.width();
    for (at, row) in grid.rows.iter().enumerate() {
        let mut words: String =
            row.iter().filter(|cell| figure(&cell.text()).is_none()).map(|cell| bare(&cell.text())).collect();
        let before = std::mem::take(&mut before);
        if words.is_empty() {
            words = before;
        }
        let Some(first) = row.first() else { continue };
        found.push(Candidate {
            words,
            nearest: String::new(),
            at: first.at.clone(),
            blocks: (block, block),
            row: Some(at),
            figures: Figures::Cells { cells: row.iter().collect(), width },
        });
    }
}

/// Takes in a line: figures at its end end a row, words are before the next.
fn in_line(line: &Line, at: usize, words: &mut Words, found: &mut Vec<Candidate>) {
    let (said, figures) = split(line);
    let goes_on = said.is_empty() && words.all.is_empty();
    if !said.is_empty() {
        words.nearest = bare(&said);
        words.all.push_str(&words.nearest);
    }
    if figures.is_empty() {
        return;
    }
    // Figures on lines of their own: one row, one figure a line.
    if goes_on
        && let Some(Candidate { figures: Figures::Listed(before), blocks, .. }) = found.last_mut()
        && blocks.1 + 1 == at
    {
        before.extend(figures);
        blocks.1 = at;
        return;
    }
    let Words { all, nearest } = std::mem::take(words);
    let figures = Figures::Listed(figures);
    found.push(Candidate { words: all, nearest, at: line.at.clone(), blocks: (at, at), row: None, figures });
}

/// The words of a line and the figures at its end.
pub fn split(line: &Line) -> (String, Vec<Found>) {
    let mut pieces: Vec<String> = vec![];
    for piece in line.text.split(' ').filter(|piece| !piece.is_empty()) {
        match pieces.last_mut() {
            // 30828837.28 元
            Some(last) if matches!(piece, "元" | "万元") && figure(last).is_some() => last.push_str(piece),
            _ => pieces.push(piece.into()),
        }
    }
    let from = pieces.iter().rposition(|piece| figure(piece).is_none()).map_or(0, |at| at + 1);
    let figures = pieces.split_off(from).into_iter();
    let figures = figures.filter_map(|piece| Some(Found { text: figure(&piece)?, at: line.at.clone() })).collect();
    (pieces.join(" "), figures)
}

/// A figure as a clerk types it: `1,234`, `１２`, `减3`, `251000元` as published are these figures. Nothing for words.
pub fn figure(text: &str) -> Option<String> {
    let narrow = |c: char| match c {
        '－' | '−' | '–' | '—' | '―' => '-',
        '＋' => '+',
        '．' => '.',
        '，' => ',',
        '／' => '/',
        c => plain_digit(c),
    };
    let text: String = text.chars().filter(|c| !c.is_whitespace()).map(narrow).collect();
    if matches!(text.as_str(), "" | "/" | "-") {
        return Some(text);
    }
    let (number, unit) =
        ["万元", "元"].iter().find_map(|unit| Some((text.strip_suffix(unit)?, *unit))).unwrap_or((&text, ""));
    let (sign, digits) = match number.chars().next()? {
        '增' | '+' => ("+", number.trim_start_matches(['增', '+'])),
        '减' | '-' => ("-", number.trim_start_matches(['减', '-'])),
        _ => ("", number),
    };
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
    let plain = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    let whole = if grouped(whole) { whole.replace(',', "") } else { whole.into() };
    if !plain(&whole) || !plain(fraction) || text.len() > 40 {
        return None;
    }
    let fraction = digits.split_once('.').map(|(_, fraction)| format!(".{fraction}")).unwrap_or_default();
    let space = if unit.is_empty() { "" } else { " " };
    // Nothing has no sign.
    let sign = if whole.trim_matches('0').is_empty() && fraction.trim_matches(['.', '0']).is_empty() { "" } else { sign };
    Some(format!("{sign}{whole}{fraction}{space}{unit}"))
}

/// Whether commas stand where thousands are told apart.
fn grouped(whole: &str) -> bool {
    let mut groups = whole.split(',');
    groups.next().is_some_and(|first| (1..=3).contains(&first.len())) && groups.all(|group| group.len() == 3)
}

#[cfg(test)]
mod tests {
    use super::{figure, split};
    use crate::import::material::{At, Line};

    #[test]
    fn figures_as_they_are_published() {
        let pairs = [
            ("1,234,567", "1234567"),
            ("１２", "12"),
            ("减3", "-3"),
            ("+20", "+20"),
            ("－5", "-5"),
            ("+0", "0"),
            ("59237.2449", "59237.2449"),
            ("251000元", "251000 元"),
            ("30828837.28 元", "30828837.28 元"),
            ("160.5964万元", "160.5964 万元"),
            ("／", "/"),
            ("—", "-"),
            ("", ""),
        ];
        for (published, typed) in pairs {
            assert_eq!(figure(published).as_deref(), Some(typed), "{published}");
        }
        for words in ["——", "1.", "第3", "12件", "1,23", "元", "+", "1.属于国家秘密", "2021年"] {
            assert_eq!(figure(words), None, "{words}");
        }
    }

    #[test]
    fn only_figures_at_the_end_of_a_line_are_a_row() {
        let of = |text: &str| {
            let line = Line { text: text.into(), indent: 0, at: At::Nowhere };
            let (words, figures) = split(&line);
            (words, figures.into_iter().map(|found| found.text).collect::<Vec<_>>())
        };
        assert_eq!(of("政府集中采购 1824 30828837.28 元").1, ["1824", "30828837.28 元"]);
        assert_eq!(of("2020 年收到 5 件").1.len(), 0);
        assert_eq!(of("1.属于国家秘密 0 0"), ("1.属于国家秘密".into(), vec!["0".into(), "0".into()]));
    }
}
