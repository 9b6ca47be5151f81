//! The marks of Markdown, which programs that read scanned pages put into their text: tables between bars, headings, strong words.

/// The cells of a line that is a row of a table: `| 规章 | 0 | 0 |`.
pub fn row(line: &str) -> Option<Vec<&str>> {
    let inner = line.trim().strip_prefix('|')?.strip_suffix('|')?;
    Some(inner.split('|').map(str::trim).collect())
}

/// Whether a row is the line under the head of a table: `|---|:--:|`.
pub fn is_rule(cells: &[&str]) -> bool {
    cells.iter().all(|cell| cell.contains('-') && cell.chars().all(|c| matches!(c, '-' | ':')))
}

/// A line without the marks of a heading and of strong words.
pub fn plain(line: &str) -> String {
    let bare = line.trim_start().trim_start_matches('#');
    let marks = line.trim_start().len() - bare.len();
    let line = if (1..=6).contains(&marks) && bare.starts_with(' ') { bare } else { line };
    line.replace("**", "")
}

#[cfg(test)]
mod tests {
    use super::{is_rule, plain, row};

    #[test]
    fn marks_are_told_from_text() {
        assert_eq!(row(" | 规章 | 0 |  | "), Some(vec!["规章", "0", ""]));
        assert_eq!(row("甲|乙|"), None);
        assert_eq!(row("|"), None);
        assert!(is_rule(&["---", ":-:", "--"]) && !is_rule(&["-1", "-"]) && !is_rule(&["", "0"]));
        assert_eq!(plain("## 一、总体情况"), " 一、总体情况");
        assert_eq!(plain("（一）**主动公开**。"), "（一）主动公开。");
        assert_eq!(plain("#1 号楼"), "#1 号楼");
    }
}
