//! DOCX of any producer → lines and tables: the parts of its package, and what stands beside the text in them.

use std::io::{Cursor, Read};

use quick_xml::events::{BytesStart, Event};
use zip::ZipArchive;

use super::build::Builder;
use super::decode::decode;
use super::material::{At, Beside, Material};
use super::numbering::Numbering;
use super::styles::Styles;
use super::text::is_page_number;
use super::word::Reader;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Result};

/// The most bytes that are unpacked of all parts together.
const UNPACKED: u64 = 32 << 20;
/// The most files that a package may have.
const FILES: usize = 10_000;

/// The parts beside the text that are read, by how their names begin.
const BESIDE: [&str; 5] = ["footnotes", "endnotes", "comments.", "header", "footer"];

/// Reads a document.
///
/// # Errors
/// `cannot-import` if it is no Word document, broken, or too large.
pub fn read(bytes: &[u8]) -> Result<Material> {
    let mut package = Package::open(bytes)?;
    let name = package.main_part();
    let Some(body) = package.part(&name)? else {
        return Err(fault("文件不是 Word 文档：里面没有正文", "能导入的是 DOCX、HTML 和文本；别的格式先另存为 DOCX"));
    };
    let folder = name.rsplit_once('/').map_or("", |(folder, _)| folder);
    let numbering = package.part(&format!("{folder}/numbering.xml"))?.map(|part| Numbering::read(&part));
    let styles = package.part(&format!("{folder}/styles.xml"))?.map(|part| Styles::read(&part));

    // What a reader of the document sees in its text, then what stands at the heads and feet of its pages.
    let builder = Builder::default();
    let mut reader = Reader::new(builder, numbering.unwrap_or_default(), styles.unwrap_or_default());
    reader.read(&body)?;
    for name in package.beside(folder) {
        if let Some(part) = package.part(&name)? {
            reader.read(&part)?;
        }
    }
    let mut material = reader.builder.finish()?;

    // A foot that has but the number of the page says nothing.
    let (folios, asides) = material
        .asides
        .into_iter()
        .partition(|line| matches!(line.at, At::Beside(Beside::Head | Beside::Foot, _)) && is_page_number(&line.text));
    material.folios.extend::<Vec<_>>(folios);
    material.asides = asides;
    Ok(material)
}

/// A package, and how much may still be unpacked of it.
struct Package<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
    left: u64,
}

impl<'a> Package<'a> {
    fn open(bytes: &'a [u8]) -> Result<Self> {
        // Each file of a package has an entry that begins so. They are counted before anything is made of them.
        if bytes.windows(4).filter(|window| window == b"PK\x01\x02").count() > FILES {
            return Err(fault("压缩包里的文件太多，不像 Word 文档", "用 Word 或 WPS 打开，另存为 DOCX 再导入"));
        }
        let archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| {
            fault("DOCX 文件已损坏：压缩包不完整", "重新下载或者复制一次；能用 Word 或 WPS 打开的，另存之后再导入")
        })?;
        Ok(Self { archive, left: UNPACKED })
    }

    /// The part with the text, which the package may call as it likes.
    fn main_part(&mut self) -> String {
        let usual = "word/document.xml".to_string();
        if self.archive.index_for_name(&usual).is_some() {
            return usual;
        }
        let relations = self.part("_rels/.rels").ok().flatten().unwrap_or_default();
        let target = relations.split('<').find(|element| element.contains("/officeDocument\""));
        let target = target.and_then(|element| element.split("Target=\"").nth(1)?.split('"').next());
        target.map_or(usual, |target| target.trim_start_matches('/').into())
    }

    /// The names of the parts beside the text.
    fn beside(&self, folder: &str) -> Vec<String> {
        let is_beside = |name: &&str| {
            let inner = name.strip_prefix(folder).and_then(|rest| rest.strip_prefix('/'));
            inner.is_some_and(|inner| inner.ends_with(".xml") && BESIDE.iter().any(|known| inner.starts_with(known)))
        };
        let mut names: Vec<String> = self.archive.file_names().filter(is_beside).map(String::from).collect();
        names.sort_by_key(|name| (name.len(), name.clone()));
        names
    }

    /// A part as text, if the package has it.
    fn part(&mut self, name: &str) -> Result<Option<String>> {
        let Ok(file) = self.archive.by_name(name) else {
            // A part that is there and cannot be opened is encrypted or packed in a way Word does not know.
            return match self.archive.index_for_name(name) {
                Some(_) => Err(fault("DOCX 文件打不开：可能加了密码", "用 Word 或 WPS 打开，去掉密码，另存之后再导入")),
                None => Ok(None),
            };
        };
        let mut bytes = vec![];
        let read = file.take(self.left + 1).read_to_end(&mut bytes);
        let size = bytes.len() as u64;
        if size > self.left {
            return Err(fault("解开压缩之后太大，不像一份年度报告", "只留报告本身，另存之后再导入"));
        }
        self.left -= size;
        if read.is_err() {
            return Err(fault(
                "DOCX 文件已损坏：正文解不开",
                "重新下载或者复制一次；能用 Word 或 WPS 打开的，另存之后再导入",
            ));
        }
        decode(&bytes, None).map(Some)
    }
}

/// What is wrong with a document.
pub fn fault(message: &str, help: &str) -> Diagnostics {
    Diagnostic::error(Code::CannotImport, message).help(help).into()
}

/// The tags of a part that open something, in their order; what is broken ends them.
pub fn tags(text: &str) -> impl Iterator<Item = BytesStart<'_>> {
    let mut xml = quick_xml::Reader::from_str(text);
    std::iter::from_fn(move || {
        loop {
            match xml.read_event() {
                Ok(Event::Start(tag) | Event::Empty(tag)) => return Some(tag),
                Ok(Event::Eof) | Err(_) => return None,
                Ok(_) => {}
            }
        }
    })
}

/// The value of an attribute, whatever its prefix.
pub fn attribute(tag: &BytesStart, name: &str) -> Option<String> {
    let found = tag.attributes().flatten().find(|attribute| attribute.key.local_name().as_ref() == name.as_bytes())?;
    let raw = String::from_utf8_lossy(&found.value);
    Some(quick_xml::escape::unescape(&raw).map_or_else(|_| raw.to_string(), Into::into))
}
