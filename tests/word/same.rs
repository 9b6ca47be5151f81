//! The same report gives the same bytes, whatever the program wrote before or writes beside it.

use nianbao::document::Document;
use nianbao::write::docx;

use super::style;

fn documents() -> Vec<Document> {
    let document = |at: usize| {
        let links: String = (0..at).map(|link| format!("<a href='https://example.org/{link}'>网站</a>、")).collect();
        let inside = format!("<h2>一、概述</h2><p>见{links}等{at}处。</p>");
        let row = "<tr><th class='left'>甲</th><td>1</td></tr>".repeat(at + 1);
        let table = format!("<table><colgroup><col width='1'/><col width='1'/></colgroup><tbody>{row}</tbody></table>");
        let head = "<article lang='zh-CN' title='题' author='甲局' date='2021-01-20'>";
        nianbao::markup::parse(&format!("{head}{inside}{table}</article>")).unwrap()
    };
    (0..8).map(document).collect()
}

#[test]
fn in_any_order_and_in_threads() {
    let (documents, style) = (documents(), style());
    let write = |document: &Document| docx::write(document, &style).unwrap();
    let first: Vec<_> = documents.iter().map(write).collect();
    // Backwards, then twice over.
    for (document, bytes) in documents.iter().zip(&first).rev().chain(documents.iter().zip(&first)) {
        assert!(write(document) == *bytes);
    }
    std::thread::scope(|scope| {
        let others: Vec<_> = (0..8)
            .map(|at| {
                let (documents, write) = (&documents, &write);
                // Each thread starts with another document.
                scope.spawn(move || {
                    (0..8).map(|step| (at + step) % 8).map(|at| (at, write(&documents[at]))).collect::<Vec<_>>()
                })
            })
            .collect();
        for (at, bytes) in others.into_iter().flat_map(|other| other.join().unwrap()) {
            assert!(bytes == first[at]);
        }
    });
}
