//! Even lines for titles and the heads of tables: as few as possible, of like length, parted at a mark where that is as good.

use std::ops::Range;

use crate::layout::bond::Bond;
use crate::layout::break_::{break_lines, is_orphan};
use crate::layout::run::Run;
use crate::typography::Class;
use crate::unit::Pt;

/// Breaks a run into lines of a width, evenly.
pub fn balance(run: &Run, room: Pt) -> Vec<Range<usize>> {
    let greedy = break_lines(run, |_| room);
    if greedy.len() < 2 || run.atoms.len() > 200 {
        return greedy;
    }
    even(run, room, greedy.len()).unwrap_or(greedy)
}

/// The cheapest way into just `count` lines, if there is one.
fn even(run: &Run, room: Pt, count: usize) -> Option<Vec<Range<usize>>> {
    let length = run.atoms.len();
    // best[end]: the cost of the lines so far and where the last of them starts, for a text ending there.
    let mut table: Vec<Vec<Option<(f64, usize)>>> = vec![vec![None; length + 1]; count + 1];
    table[0][0] = Some((0.0, 0));
    for line in 1..=count {
        // The last line ends where the text does.
        let ends = if line == count { length..=length } else { 1..=length };
        for end in ends.filter(|end| run.bond_after(end - 1) == Bond::Open) {
            let starts = (0..end).rev().filter(|start| table[line - 1][*start].is_some());
            // What is longer than the longest line that fits is no line at all.
            let starts = starts.take_while(|start| run.squeezes(*start..end, room));
            table[line][end] = starts
                .filter_map(|start| Some((table[line - 1][start]?.0 + cost(run, start..end, room)?, start)))
                // Of equals the last: the longer line stands above.
                .min_by(|one, other| one.0.total_cmp(&other.0).then(other.1.cmp(&one.1)));
        }
    }
    let mut lines = vec![];
    let mut end = length;
    for line in (1..=count).rev() {
        let (_, start) = table[line][end]?;
        lines.push(start..end);
        end = start;
    }
    lines.reverse();
    Some(lines)
}

/// How uneven lines are: the squares of what each is short of the longest, in ems; less for every line that ends with a mark.
pub fn unevenness(run: &Run, lines: &[Range<usize>]) -> f64 {
    let longest = lines.iter().map(|line| run.width(line.clone())).fold(Pt::ZERO, Pt::max);
    lines.iter().filter_map(|line| cost(run, line.clone(), longest)).sum()
}

/// What a line costs: the square of what it leaves empty, in ems; less if it ends with a mark; much for a lone character.
fn cost(run: &Run, line: Range<usize>, room: Pt) -> Option<f64> {
    let width = run.width(line.clone());
    if !run.squeezes(line.clone(), room) {
        return None;
    }
    let last = &run.atoms[line.end - 1];
    let empty = (room - width).max(Pt::ZERO) / last.size;
    let at_mark = line.end < run.atoms.len() && matches!(last.class, Class::Closing | Class::Comma | Class::Stop);
    let lone = if is_orphan(run, line.clone()) && line.len() < 2 { 9.0 } else { 0.0 };
    Some(empty * empty + lone - if at_mark { 1.0 } else { 0.0 })
}

#[cfg(test)]
mod tests {
    use super::balance;
    use crate::layout::run::Run;
    use crate::unit::Pt;

    fn lines(text: &str, ems: f64) -> Vec<String> {
        let run = Run::sample(text);
        run.show(&balance(&run, Pt(ems * 10.0)))
    }

    #[test]
    fn heads_are_even() {
        assert_eq!(lines("社会公益组织", 4.0), ["社会公", "益组织"]);
        assert_eq!(lines("结果维持", 3.0), ["结果", "维持"]);
        assert_eq!(lines("对外公开总数量", 6.0), ["对外公开", "总数量"]);
    }

    #[test]
    fn they_part_at_marks() {
        assert_eq!(lines("（三）不予公开", 4.0), ["（三）", "不予公开"]);
    }
}
