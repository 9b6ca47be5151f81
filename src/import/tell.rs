//! What is told of an import: what has no place in the data, or was put there in another way, each with its place in the file.

use super::material::{At, Beside, Block, Line, Material};
use super::sort::Sorter;
use super::table::Twice;
use crate::diagnostic::{Code, Diagnostic, Severity};

/// The most characters that are told of a text that has no place.
pub const LONGEST: usize = 60;

/// The beginning of a text.
fn brief(text: &str) -> String {
    let short: String = text.chars().take(LONGEST).collect();
    if text.chars().count() > LONGEST { short + "……" } else { short }
}

impl Sorter<'_> {
    /// Tells what has no place: in the tables, and of the text.
    pub fn tell(&mut self, material: &Material) {
        let placed = self.placed;
        for found in &placed.strange {
            self.unplaced(&found.text, &found.at);
        }
        for found in &placed.uneven {
            let message = format!("{}“{}”一行的数字个数与表式的列数不同，没有放进数据", found.at, brief(&found.text));
            let again = "；从 PDF 取文字时写 pdftotext -layout，表的行才完整";
            let help = format!("对照原文，在 表.yaml 里补上{}", if material.wrapped { again } else { "" });
            self.push(Severity::Warning, message, &found.at, &help);
        }
        for Twice { label, kept, other } in &placed.twice {
            let message = format!(
                "{}“{}”又有一行，数不同：{}；放进数据的是{}的 {}",
                other.at,
                brief(label),
                brief(&other.text),
                kept.at,
                brief(&kept.text)
            );
            self.push(Severity::Warning, message, &other.at, "对照原文，核对哪一行是对的，在 表.yaml 里改");
        }
        for at in &placed.streamed {
            let message = format!("从{at}起的表，数字和标签不在一起，按次序放进了数据");
            self.push(Severity::Warning, message, at, "对照原文；从 PDF 取文字时写 pdftotext -layout，表的行才完整");
        }
        // Neighbours are told together: the frame of a page has a hundred lines.
        let mut run: Vec<&Line> = vec![];
        let flush = |sorter: &mut Self, run: &mut Vec<&Line>| {
            sorter.tell_run(run, Severity::Warning);
            run.clear();
        };
        for (at, block) in self.blocks.iter().enumerate() {
            match block {
                _ if self.taken.contains(&at) => flush(self, &mut run),
                Block::Line(line) => run.push(line),
                Block::Grid(grid) => {
                    flush(self, &mut run);
                    if let Some(cell) = grid.rows.iter().flatten().find(|cell| !cell.lines.is_empty()) {
                        let text: String = grid.rows.iter().flatten().take(100).map(|cell| cell.text() + " ").collect();
                        let message = format!("从{}起的整个表“{}”没有放进数据", cell.at, brief(&text));
                        self.push(Severity::Warning, message, &cell.at, "对照原文，需要的自己补上");
                    }
                }
            }
        }
        flush(self, &mut run);
        let kind = |line: &Line| if let At::Beside(kind, _) = line.at { Some(kind) } else { None };
        for run in material.asides.chunk_by(|one, other| kind(one) == kind(other)) {
            let seen = run.first().and_then(kind).is_none_or(Beside::is_seen);
            let run: Vec<_> = run.iter().collect();
            self.tell_run(&run, if seen { Severity::Warning } else { Severity::Hint });
        }
        if let Some(first) = material.folios.first() {
            let message = format!("去掉了 {} 个页码，第一个在{}", material.folios.len(), first.at);
            self.push(Severity::Hint, message, &first.at, "页码由程序排");
        }
    }

    /// Tells neighbours that have no place.
    pub fn tell_run(&mut self, run: &[&Line], severity: Severity) {
        let (Some(first), Some(last)) = (run.first(), run.last()) else { return };
        // No more of it than is shown.
        let text: Vec<_> = run.iter().take(LONGEST + 1).map(|line| line.text.as_str()).collect();
        let to = if run.len() > 1 { format!("至{}", last.at) } else { String::new() };
        let text = brief(text.join(" ").trim());
        let text = if text.is_empty() { text } else { format!("“{text}”") };
        let message = format!("{}{to}{text}没有放进数据", first.at);
        self.push(severity, message, &first.at, "对照原文，需要的自己补上");
    }

    /// Tells a piece that has no place.
    pub fn unplaced(&mut self, text: &str, at: &At) {
        let message = format!("{at}“{}”没有放进数据", brief(text));
        self.push(Severity::Warning, message, at, "对照原文，需要的自己补上");
    }

    /// Tells something of a place in the file.
    pub fn push(&mut self, severity: Severity, message: String, at: &At, help: &str) {
        let finding = Diagnostic::new(severity, Code::Unplaced, message).help(help);
        self.findings.push(match at {
            At::Span(span) => finding.at(span.clone(), ""),
            _ => finding,
        });
    }
}
