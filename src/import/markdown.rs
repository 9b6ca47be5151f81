//! The marks of Markdown, which programs that read scanned pages put into their text: tables between bars, headings, strong words.

/// The cells of a line that is a row of a table: `| 规章 | 0 | 0 |`.
pub fn row(line: &str) -> Option<Vec<&str>> {
    let inner = line.trim().strip_prefix('|')?.strip_suffix('|')?;
    Some(inner.split('|').map(str::trim).collect())
}

/// Whether a row is the line under the head of a table: `|---|:-:|`. A cell with a dash alone stands for no figure.
pub fn is_rule(cells: &[&str]) -> bool {
    cells.iter().all(|cell| cell.len() > 1 && cell.contains('-') && cell.chars().all(|c| matches!(c, '-' | ':')))
}

/// Whether a text has marks that no other text has: the line under the head of a table, or a heading.
pub fn is_markdown(text: &str) -> bool {
    text.lines().any(|line| row(line).is_some_and(|cells| is_rule(&cells)) || heading(line).is_some())
}

/// The words of a heading: `## 一、总体情况`.
fn heading(line: &str) -> Option<&str> {
    let words = line.trim_start().trim_start_matches('#');
    let marks = line.trim_start().len() - words.len();
    ((1..=6).contains(&marks) && words.starts_with(' ')).then_some(words)
}

/// A line without the marks of a heading and of strong words.
pub fn plain(line: &str) -> String {
    let mut rest = heading(line).unwrap_or(line);
    let mut plain = String::new();
    while let Some(at) = rest.find('*') {
        plain += &rest[..at];
        rest = &rest[at..];
        match strong(rest) {
            // Stars behind a letter or a digit hide those of a name or a number: 张**, 138****1234.
            Some((words, after)) if !plain.ends_with(char::is_alphanumeric) => {
                plain += words;
                rest = after;
            }
            _ => {
                let stars = stars(rest);
                plain += &rest[..stars];
                rest = &rest[stars..];
            }
        }
    }
    plain + rest
}

/// The strong words that a text begins with, and what follows them.
fn strong(text: &str) -> Option<(&str, &str)> {
    let (words, after) = text.strip_prefix("**")?.split_once('*')?;
    let after = after.strip_prefix('*').filter(|after| stars(after) == 0)?;
    (!words.is_empty() && words.trim() == words).then_some((words, after))
}

/// How many stars a text begins with.
fn stars(text: &str) -> usize {
    text.len() - text.trim_start_matches('*').len()
}

#[cfg(test)]
mod tests {
    use super::{is_markdown, is_rule, plain, row};

    #[test]
    fn marks_are_told_from_text() {
        assert_eq!(row(" | 规章 | 0 |  | "), Some(vec!["规章", "0", ""]));
        assert_eq!(row("甲|乙|"), None);
        assert_eq!(row("|"), None);
        assert!(is_rule(&["---", ":-:", "--"]) && !is_rule(&["-1", "-"]) && !is_rule(&["", "0"]) && !is_rule(&["-", "-"]));
        assert!(is_markdown("甲\n|--|\n") && is_markdown("## 甲") && !is_markdown("#甲\n| - |\n2**3\n"));
        assert_eq!(plain("## 一、总体情况"), " 一、总体情况");
        assert_eq!(plain("（一）**主动公开**。"), "（一）主动公开。");
        assert_eq!(plain("#1 号楼"), "#1 号楼");
    }

    #[test]
    fn stars_that_hide_a_name_or_a_number_stay() {
        assert_eq!(plain("**甲**、**乙**：丙"), "甲、乙：丙");
        for hidden in [
            "张**，李**。",
            "138****1234",
            "（6207**********1234，张**）",
            "2**3 2**3",
            "** 甲 **",
            "****",
            "***甲***",
            "**甲*",
            "**",
        ] {
            assert_eq!(plain(hidden), hidden);
        }
    }
}
