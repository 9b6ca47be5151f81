//! The documents against the program.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use std::fs;
use std::path::Path;

use nianbao::diagnostic::Code;
use support::Desk;

/// A desk with the example as the documents name it.
fn desk() -> Desk {
    let desk = Desk::empty();
    let folder = "examples/ganzhou/2020";
    for entry in fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)).unwrap() {
        let path = entry.unwrap().path();
        desk.write(&format!("{folder}/{}", path.file_name().unwrap().to_str().unwrap()), fs::read(&path).unwrap());
    }
    desk
}

#[test]
fn the_first_samples_are_what_the_program_prints() {
    let (manual, readme) = (include_str!("../docs/manual.zh.md"), include_str!("../README.md"));
    let desk = desk();
    let checked = desk.passes(&["check", "examples/ganzhou/2020"]);
    let checked = checked.err + &checked.out;
    assert!(manual.contains(&format!("```text\n{checked}```")), "{checked}");
    let built = desk.passes(&["build", "examples/ganzhou/2020"]).out;
    for text in [manual, readme] {
        assert!(text.contains(&format!("```text\n{built}```")), "{built}");
    }
    desk.edit("examples/ganzhou/2020/表.yaml", "规范性文件: [18, 2, 9]", "规范性文件: [18, 12, 9]");
    let told = desk.run(&["check", "examples/ganzhou/2020"]).told();
    let finding = told.split("\n\n").find(|finding| finding.starts_with("error")).unwrap();
    for text in [manual, readme] {
        assert!(text.contains(&format!("```text\n{finding}\n```")), "{finding}");
    }
}

#[test]
fn the_manual_explains_every_code_in_its_words() {
    let manual = include_str!("../docs/manual.zh.md");
    for code in Code::ALL {
        let row = format!("| `{code}` | {} |", code.explanation());
        assert!(manual.contains(&row), "docs/manual.zh.md lacks: {row}");
    }
}

#[test]
fn the_readme_names_documents_that_are_there() {
    let readme = include_str!("../README.md");
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    for link in readme.split("](").skip(1).filter_map(|rest| rest.split([')', '#']).next()) {
        assert!(link.starts_with("http") || link.is_empty() || root.join(link).exists(), "{link}");
    }
}
