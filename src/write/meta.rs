//! What an office enters with a report into the catalogue of its site (公开目录): its 索引号, name, office, date, and the files with
//! their SHA-256.

use serde::Serialize;

use crate::diagnostic::Result;
use crate::document::Info;
use crate::hashed::Hashed;
use crate::report::Report;

#[derive(Serialize)]
struct Catalogue<'a> {
    #[serde(rename = "名称")]
    title: &'a str,
    #[serde(rename = "索引号")]
    index: Option<&'a str>,
    #[serde(rename = "发布机构")]
    author: String,
    #[serde(rename = "发文日期")]
    date: String,
    #[serde(rename = "公开方式")]
    disclosure: Option<&'a str>,
    #[serde(rename = "年度")]
    year: u16,
    #[serde(rename = "网址")]
    site: Option<&'a str>,
    #[serde(rename = "文件")]
    files: Vec<File>,
}

#[derive(Serialize)]
struct File {
    #[serde(rename = "名称")]
    name: String,
    #[serde(rename = "类型")]
    kind: &'static str,
    #[serde(rename = "字节")]
    length: usize,
    #[serde(rename = "SHA-256")]
    hash: String,
}

/// Writes the entry of a report; `files` are those to be published, by the endings of their names after `stem`.
///
/// # Errors
/// `cannot-write` if the library fails, which it does not in memory.
pub fn write(report: &Report, info: &Info, stem: &str, files: &[&(String, Hashed)]) -> Result<Vec<u8>> {
    let meta = &report.meta;
    let file = |(ending, bytes): &&(String, Hashed)| File {
        name: format!("{stem}.{ending}"),
        kind: kind(ending),
        length: bytes.len(),
        hash: bytes.sha256().into(),
    };
    let catalogue = Catalogue {
        title: &info.title,
        index: meta.index.as_deref(),
        author: meta.names.join("、"),
        date: meta.date.to_string(),
        disclosure: meta.disclosure.as_deref(),
        year: meta.year,
        site: meta.site.as_deref(),
        files: files.iter().map(file).collect(),
    };
    super::json::pretty(&catalogue)
}

/// The media type of a file.
fn kind(ending: &str) -> &'static str {
    match ending.rsplit('.').next() {
        Some("docx") => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        Some("pdf") => "application/pdf",
        Some("png") => "image/png",
        Some("html") => "text/html",
        Some("csv") => "text/csv",
        Some("json") => "application/json",
        _ => "application/octet-stream",
    }
}
