//! The documents against the program.

use nianbao::diagnostic::Code;

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
