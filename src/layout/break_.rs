//! A run of text → lines: where each ends (CLREQ 3.1.4; the order is 先挤进，后推出).

use std::ops::Range;

use crate::layout::bond::{Bond, is_narrow};
use crate::layout::run::Run;
use crate::layout::space::Stretch;
use crate::style::Breaking;
use crate::typography::Class;
use crate::unit::{Em, Pt};

/// A space that opens further than this tears the line: then a word may be broken to fill it.
const TORN: Em = Em(0.25);
/// A space that opens further than this in a justified line shows.
const BAD: Em = Em(0.125);
/// How far a line may open for the sake of looks: to give the last line a second character, to end after a slash.
const GENEROUS: Em = Em(0.15);
/// How far a mark may hang out of a line too narrow for one character and its mark.
const OVERHANG: Em = Em(0.6);

/// Breaks a run into lines; `room` is the width of the line with an index.
pub fn break_lines(run: &Run, room: impl Fn(usize) -> Pt) -> Vec<Range<usize>> {
    fill(run, &room, |_| {})
}

/// Breaks a run into lines that are justified: those before one that would be badly stretched give it some of their characters.
pub fn break_justified(run: &Run, room: impl Fn(usize) -> Pt) -> Vec<Range<usize>> {
    fill(run, &room, |lines| ease(run, lines, &room))
}

/// Fills line after line; `ease` may move where the lines so far meet.
fn fill(run: &Run, room: &impl Fn(usize) -> Pt, ease: impl Fn(&mut [Range<usize>])) -> Vec<Range<usize>> {
    let careful = run.atoms.first().is_some_and(|atom| atom.breaking == Breaking::Careful);
    let mut lines: Vec<Range<usize>> = vec![];
    let mut end = 0;
    while end < run.atoms.len() {
        let room = room(lines.len());
        lines.push(end..line_end(run, end, room));
        if careful {
            ease(&mut lines);
            lines.iter_mut().last().into_iter().for_each(|last| last.end = unless_torn(run, last.start, last.end, room));
        }
        end = lines.last().map_or(end, |last| last.end);
    }
    if careful {
        feed_last(run, &mut lines, room);
    }
    lines
}

/// Evens the last of some lines and the one before, if the last is badly stretched for something that cannot be broken; then the one
/// before and its own, if that made it so. Each line gives no more than leaves it better than the next was.
fn ease(run: &Run, lines: &mut [Range<usize>], room: &impl Fn(usize) -> Pt) {
    for at in (1..lines.len()).rev() {
        let (before, line) = (lines[at - 1].clone(), lines[at].clone());
        let bad = opening(run, line.clone(), room(at));
        if line.end == run.atoms.len() || bad.fits(BAD.at(run.atoms[line.start].size)) {
            return;
        }
        let worse = |end: usize| opening(run, before.start..end, room(at - 1)).max(opening(run, end..line.end, room(at)));
        let ends =
            (before.start + 1..before.end).rev().take_while(|end| opening(run, before.start..*end, room(at - 1)) < bad);
        let open = ends.filter(|end| run.bond_after(end - 1) == Bond::Open && !is_parted(run, *end));
        let fitting = open.filter(|end| run.width(*end..line.end).fits(room(at)));
        let Some(end) = fitting.min_by(|one, other| worse(*one).0.total_cmp(&worse(*other).0)) else { return };
        (lines[at - 1].end, lines[at].start) = (end, end);
    }
}

/// Whether a line end parts an address.
fn is_parted(run: &Run, end: usize) -> bool {
    end < run.atoms.len() && is_narrow(&run.atoms[end - 1]) && is_narrow(&run.atoms[end])
}

/// Where the line that starts at an atom ends.
fn line_end(run: &Run, start: usize, room: Pt) -> usize {
    let length = run.atoms.len();
    if run.width(start..length).fits(room) {
        return length;
    }
    let mut fits = None; // the last open end that needs no pressing
    let mut next = None; // the first that does
    // What no pressing brings near the room cannot be pulled in, however far the next open end is.
    let far = room + run.atoms[start].size * 2.0;
    for end in (start + 1..=length).take_while(|end| run.squeezes(start..end - 1, far)) {
        if run.bond_after(end - 1) == Bond::Open {
            if !run.width(start..end).fits(room) {
                next = Some(end);
                break;
            }
            fits = Some(end);
        }
    }
    let pulled = next.filter(|&end| run.squeezes(start..end, room));
    match (fits, pulled) {
        (None, Some(end)) => end,
        (None, None) => emergency(run, start, room),
        (Some(fit), Some(end)) if is_better_pulled(run, start, fit, end, room) => end,
        (Some(fit), _) => beside_address(run, start, fit, room),
    }
}

/// Whether to pull in what does not fit rather than to leave it to the next line: always if it is only a mark that would start
/// it, else if the line changes less and gives up no more than a third of what it has.
fn is_better_pulled(run: &Run, start: usize, fit: usize, end: usize, room: Pt) -> bool {
    let mark_alone = run.bond_after(end.saturating_sub(2)) == Bond::Mark && run.width(start..end - 1).fits(room);
    let over = run.width(start..end) - room;
    mark_alone || (over < room - run.width(start..fit) && over.fits(run.slack(start..end) / 3.0))
}

/// A line that would end inside an address: with all of it pulled in if it can be, else after a slash rather than in a name.
fn beside_address(run: &Run, start: usize, fit: usize, room: Pt) -> usize {
    if !is_parted(run, fit) {
        return fit;
    }
    let after = (fit + 1..=run.atoms.len()).find(|end| run.bond_after(end - 1) == Bond::Open && !is_parted(run, *end));
    if let Some(end) = after.filter(|end| run.squeezes(start..*end, room)) {
        return end;
    }
    let slash = |end: &usize| run.bond_after(end - 1) == Bond::Open && run.atoms[end - 1].character == '/';
    let mut earlier = (start + 1..=fit).rev().take_while(|end| is_parted(run, *end)).filter(slash);
    earlier.find(|end| opening(run, start..*end, room).fits(GENEROUS.at(run.atoms[start].size))).unwrap_or(fit)
}

/// The end found, or one inside the Latin word after it if the line would be torn apart.
fn unless_torn(run: &Run, start: usize, fit: usize, room: Pt) -> usize {
    if opening(run, start..fit, room).fits(TORN.at(run.atoms[start].size)) {
        return fit;
    }
    // Two letters stay together on both sides.
    let inside = |end: &usize| {
        run.bond_after(end - 1) == Bond::Word && run.bond_after(end - 2) == Bond::Word && run.bond_after(*end) == Bond::Word
    };
    (fit + 2..run.atoms.len()).take_while(|end| run.width(start..*end).fits(room)).filter(inside).last().unwrap_or(fit)
}

/// How far each space of a line opens if it is justified.
fn opening(run: &Run, line: Range<usize>, room: Pt) -> Pt {
    let end = run.visible(line.clone()).end.saturating_sub(1);
    let gaps = run.gaps.get(line.start..end).unwrap_or_default();
    let spaces = gaps.iter().filter(|gap| gap.stretch != Stretch::Never).count();
    (room - run.width(line)) / spaces.max(1) as f64
}

/// The end of a line whose first word is longer than the line: anywhere a mark does not forbid it, else anywhere at all.
fn emergency(run: &Run, start: usize, room: Pt) -> usize {
    let overhang = room + OVERHANG.at(run.atoms[start].size);
    let ends = |limit: Pt| (start + 1..run.atoms.len()).take_while(move |end| run.squeezes(start..*end, limit));
    let loose = |end: &usize| run.bond_after(end - 1) < Bond::Mark;
    let firm = ends(room).last().unwrap_or(start + 1);
    ends(room).filter(loose).last().or_else(|| ends(overhang).find(loose)).unwrap_or(firm)
}

/// Gives a last line of one character a second one (孤字不成行), unless that tears the line before.
fn feed_last(run: &Run, lines: &mut [Range<usize>], room: &impl Fn(usize) -> Pt) {
    let Some(before) = lines.len().checked_sub(2) else { return };
    let (full, last) = (lines[before].clone(), lines[before + 1].clone());
    if !is_orphan(run, last.clone()) {
        return;
    }
    let Some(end) = (full.start + 2..full.end).rev().find(|end| run.bond_after(end - 1) == Bond::Open) else { return };
    let opening = opening(run, full.start..end, room(before));
    if opening.fits(GENEROUS.at(run.atoms[end].size)) && run.width(end..last.end).fits(room(before + 1)) {
        lines[before].end = end;
        lines[before + 1].start = end;
    }
}

/// Whether a line is one 汉字, with or without marks.
pub fn is_orphan(run: &Run, line: Range<usize>) -> bool {
    let mut solid = run.atoms[line].iter().filter(|atom| matches!(atom.class, Class::Han | Class::Letter | Class::Digit));
    solid.next().is_none_or(|first| first.class == Class::Han) && solid.next().is_none()
}

#[cfg(test)]
mod tests {
    use super::{break_justified, break_lines};
    use crate::layout::run::Run;
    use crate::style::Breaking;
    use crate::unit::Pt;

    /// Lines of `ems` squares.
    fn lines(text: &str, ems: f64) -> Vec<String> {
        let run = Run::sample(text);
        run.show(&break_lines(&run, |_| Pt(ems * 10.0)))
    }

    #[test]
    fn a_mark_is_pulled_in_if_the_line_gives_way() {
        // The comma inside and the full stop at the end give half an em each.
        assert_eq!(lines("一二，四五六。八九十", 6.0), ["一二，四五六。", "八九十"]);
    }

    #[test]
    fn else_it_is_pushed_out_with_the_character_before_it() {
        assert_eq!(lines("一二三四五六。八九", 6.0), ["一二三四五", "六。八九"]);
    }

    #[test]
    fn plain_lines_are_filled_and_nothing_else() {
        let lines = |text: &str, ems: f64| {
            let run = Run::broken(text, Breaking::Plain);
            run.show(&break_justified(&run, |_| Pt(ems * 10.0)))
        };
        assert_eq!(lines("一二，四五六。八九十", 6.0), ["一二，四五", "六。八九十"]);
        assert_eq!(lines("一二三四五六七八九十甲", 10.0), ["一二三四五六七八九十", "甲"]);
        assert_eq!(lines("一二三四五六七八九于2021年止", 12.0), ["一二三四五六七八九于", "2021年止"]);
        assert_eq!(lines("一二三四五六七八九十2021年止", 12.5), ["一二三四五六七八九十2021", "年止"]);
    }

    #[test]
    fn a_mark_may_give_up_its_half_at_the_end() {
        assert_eq!(lines("一二三四五，七八", 5.5), ["一二三四五，", "七八"]);
    }

    #[test]
    fn no_line_is_one_character() {
        assert_eq!(lines("一二三四五六七八九十甲", 10.0), ["一二三四五六七八九", "十甲"]);
        assert_eq!(lines("一二三四五六七八九十甲。", 10.0), ["一二三四五六七八九", "十甲。"]);
    }

    #[test]
    fn what_is_longer_than_a_line_is_broken_anywhere() {
        assert_eq!(lines("aaaaaaaaaa", 2.0), ["aaaa", "aaaa", "aa"]);
        assert_eq!(lines("1234567890", 3.0), ["123456", "7890"]);
        assert_eq!(lines("，，，，，", 2.0).concat(), "，，，，，");
    }

    #[test]
    fn a_column_of_one_character_keeps_the_mark_beside_it() {
        assert_eq!(lines("三、本年", 1.2), ["三、", "本", "年"]);
    }

    #[test]
    fn an_address_is_pulled_in_or_parted_after_a_slash() {
        assert_eq!(lines("一，二，三，四，见a@b.com止止", 12.0)[0], "一，二，三，四，见a@b.com");
        assert_eq!(lines("一二三四五六七八九十甲乙丙http://www.gov.cn/xxgk/", 18.0)[0], "一二三四五六七八九十甲乙丙http://");
    }

    #[test]
    fn a_word_is_broken_rather_than_a_line_torn() {
        assert_eq!(lines("一二三abcdefghijklmnop", 8.0)[0], "一二三abcdefghi");
    }

    #[test]
    fn no_line_starts_or_ends_with_an_apostrophe() {
        for room in 6..16 {
            for line in lines("一二三abcdefgh’ijklmn一二三四五", f64::from(room)) {
                assert!(!line.starts_with('’') && !line.ends_with('’'), "{line} of {room}");
            }
        }
    }

    #[test]
    fn lines_before_something_unbreakable_are_stretched_alike() {
        let justified = |text: &str, ems: f64| {
            let run = Run::sample(text);
            run.show(&break_justified(&run, |_| Pt(ems * 10.0)))
        };
        let text = "一二三四五六七八九十甲乙丙丁戊己庚辛壬癸子丑寅卯0123-45678901234567止止止";
        assert_eq!(lines(text, 16.0)[..2], ["一二三四五六七八九十甲乙丙丁戊己", "庚辛壬癸子丑寅卯"]);
        assert_eq!(justified(text, 16.0)[..2], ["一二三四五六七八九十甲乙", "丙丁戊己庚辛壬癸子丑寅卯"]);
        // Where hardly anything is lacking nothing moves, nor is a last line filled.
        for text in
            ["一二三四五六七八九十甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午12345止止止", "一二三四五六七八九十甲乙丙丁戊己庚辛"]
        {
            assert_eq!(justified(text, 16.0), lines(text, 16.0));
        }
    }
}
