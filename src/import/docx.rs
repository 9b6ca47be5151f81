//! DOCX of any producer → lines and tables: what a reader of the document sees, tracked changes accepted.

use std::io::{Cursor, Read};

use quick_xml::Reader as XmlReader;
use quick_xml::events::{BytesStart, Event};
use zip::ZipArchive;

use super::build::Builder;
use super::decode::decode;
use super::material::Material;
use super::numbering::Numbering;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Result};

/// The most bytes of a part that are unpacked.
const PART: u64 = 32 << 20;
/// The most files that a package may have.
const FILES: usize = 10_000;
/// How deep elements may stand in one another.
const DEEPEST: usize = 400;

/// What is not part of the text: deleted, moved elsewhere, field codes, ruby, the second writing of what an older program cannot show.
const SILENT: [&[u8]; 7] = [b"del", b"moveFrom", b"instrText", b"delText", b"rt", b"Fallback", b"rPrChange"];

/// Reads a document.
///
/// # Errors
/// `cannot-import` if it is no Word document, broken, or too large.
pub fn read(bytes: &[u8]) -> Result<Material> {
    // Each file of a package has an entry that begins so. They are counted before anything is made of them.
    if bytes.windows(4).filter(|window| window == b"PK\x01\x02").count() > FILES {
        return Err(fault("压缩包里的文件太多，不像 Word 文档", "用 Word 或 WPS 打开，另存为 DOCX 再导入"));
    }
    let mut package = ZipArchive::new(Cursor::new(bytes)).map_err(|_| {
        fault("DOCX 文件已损坏：压缩包不完整", "重新下载或者复制一次；能用 Word 或 WPS 打开的，另存之后再导入")
    })?;
    let name = main_part(&mut package);
    let Some(body) = part(&mut package, &name)? else {
        return Err(fault("文件不是 Word 文档：里面没有正文", "能导入的是 DOCX、HTML 和文本；别的格式先另存为 DOCX"));
    };
    let folder = name.rsplit_once('/').map_or("", |(folder, _)| folder);
    let numbering = match part(&mut package, &format!("{folder}/numbering.xml"))? {
        Some(numbering) => Numbering::read(&numbering),
        None => Numbering::default(),
    };
    let mut reader =
        Reader { builder: Builder::default(), path: vec![], silent: None, numbering, list: (None, 0), at_start: true };
    reader.read(&body)?;
    reader.builder.finish()
}

/// The part with the text, which the package may call as it likes.
fn main_part(package: &mut ZipArchive<Cursor<&[u8]>>) -> String {
    let usual = "word/document.xml".to_string();
    if package.index_for_name(&usual).is_some() {
        return usual;
    }
    let relations = part(package, "_rels/.rels").ok().flatten().unwrap_or_default();
    let target = relations.split('<').find(|element| element.contains("/officeDocument\""));
    let target = target.and_then(|element| element.split("Target=\"").nth(1)?.split('"').next());
    target.map_or(usual, |target| target.trim_start_matches('/').into())
}

/// A part as text, if the package has it.
fn part(package: &mut ZipArchive<Cursor<&[u8]>>, name: &str) -> Result<Option<String>> {
    let Ok(file) = package.by_name(name) else {
        // A part that is there and cannot be opened is encrypted or packed in a way Word does not know.
        return match package.index_for_name(name) {
            Some(_) => Err(fault("DOCX 文件打不开：可能加了密码", "用 Word 或 WPS 打开，去掉密码，另存之后再导入")),
            None => Ok(None),
        };
    };
    let mut bytes = vec![];
    let read = file.take(PART + 1).read_to_end(&mut bytes);
    if bytes.len() as u64 > PART {
        return Err(fault("解开压缩之后太大，不像一份年度报告", "只留报告本身，另存之后再导入"));
    }
    if read.is_err() {
        return Err(fault("DOCX 文件已损坏：正文解不开", "重新下载或者复制一次；能用 Word 或 WPS 打开的，另存之后再导入"));
    }
    decode(&bytes, None).map(Some)
}

fn fault(message: &str, help: &str) -> Diagnostics {
    Diagnostic::error(Code::CannotImport, message).help(help).into()
}

struct Reader {
    builder: Builder,
    /// The elements around, with how deep.
    path: Vec<Vec<u8>>,
    /// How many elements are around the one whose content is left out.
    silent: Option<usize>,
    numbering: Numbering,
    /// The numbering and level of the paragraph.
    list: (Option<String>, usize),
    /// Whether the paragraph has no text yet.
    at_start: bool,
}

impl Reader {
    fn read(&mut self, body: &str) -> Result<()> {
        let broken = || fault("DOCX 文件已损坏：正文不是完整的 XML", "能用 Word 或 WPS 打开的，另存之后再导入");
        let mut xml = XmlReader::from_str(body);
        xml.config_mut().check_end_names = true;
        loop {
            match xml.read_event().map_err(|_| broken())? {
                Event::Start(tag) => {
                    self.path.push(tag.local_name().as_ref().to_vec());
                    if self.path.len() > DEEPEST {
                        return Err(fault("文档的结构套得太深，不像一份年度报告", "只留报告本身，另存之后再导入"));
                    }
                    self.start(&tag)?;
                }
                Event::Empty(tag) if SILENT.contains(&tag.local_name().as_ref()) => {}
                Event::Empty(tag) => {
                    self.start(&tag)?;
                    self.end(tag.local_name().as_ref())?;
                }
                Event::End(tag) => {
                    self.end(tag.local_name().as_ref())?;
                    self.path.pop();
                    self.silent.take_if(|depth| self.path.len() < *depth);
                }
                Event::Text(text) => {
                    let text = text.decode().map_err(|_| broken())?;
                    self.text(&text)?;
                }
                Event::CData(text) => {
                    let text = text.decode().map_err(|_| broken())?;
                    self.text(&text)?;
                }
                Event::GeneralRef(name) => {
                    let name = name.decode().map_err(|_| broken())?;
                    let text = quick_xml::escape::unescape(&format!("&{name};")).map_err(|_| broken())?.into_owned();
                    self.text(&text)?;
                }
                Event::Eof if self.path.is_empty() => return Ok(()),
                Event::Eof => return Err(broken()),
                Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => {}
            }
        }
    }

    fn start(&mut self, tag: &BytesStart) -> Result<()> {
        if self.silent.is_some() {
            return Ok(());
        }
        let value = |name: &str| attribute(tag, name);
        match tag.local_name().as_ref() {
            name if SILENT.contains(&name) => self.silent = Some(self.path.len()),
            b"tbl" => self.builder.open_table()?,
            b"tr" => self.builder.open_row()?,
            b"tc" => self.builder.open_cell(1, 1)?,
            b"gridSpan" => self.builder.widen(value("val").and_then(|value| value.parse().ok()).unwrap_or(1)),
            b"vMerge" if value("val").is_none_or(|value| value == "continue") => self.builder.join_above(),
            b"p" => {
                self.builder.end_line()?;
                (self.list, self.at_start) = ((None, 0), true);
            }
            b"numId" if self.is_in(b"pPr") => self.list.0 = value("val"),
            b"ilvl" if self.is_in(b"pPr") => self.list.1 = value("val").and_then(|value| value.parse().ok()).unwrap_or(0),
            b"br" | b"cr" if value("type").is_none_or(|kind| kind == "textWrapping") => self.builder.end_line()?,
            b"tab" if !self.is_in(b"pPr") => self.builder.text("\t")?,
            b"noBreakHyphen" => self.builder.text("-")?,
            b"blip" | b"imagedata" => self.builder.pictures += 1,
            _ => {}
        }
        Ok(())
    }

    fn end(&mut self, name: &[u8]) -> Result<()> {
        match name {
            _ if self.silent.is_some() => Ok(()),
            b"tbl" => self.builder.close_table(),
            b"tc" => self.builder.close_cell(),
            b"p" => self.builder.end_line(),
            _ => Ok(()),
        }
    }

    fn text(&mut self, text: &str) -> Result<()> {
        if self.silent.is_some() || self.path.last().is_none_or(|name| name != b"t") {
            return Ok(());
        }
        // Numbers that Word puts itself are part of what is seen.
        if std::mem::take(&mut self.at_start)
            && let (Some(list), level) = &self.list
        {
            let number = self.numbering.next(list, *level);
            self.builder.text(&number)?;
        }
        self.builder.text(text)
    }

    fn is_in(&self, name: &[u8]) -> bool {
        self.path.iter().any(|element| element == name)
    }
}

/// The value of an attribute, whatever its prefix.
pub fn attribute(tag: &BytesStart, name: &str) -> Option<String> {
    let found = tag.attributes().flatten().find(|attribute| attribute.key.local_name().as_ref() == name.as_bytes())?;
    Some(String::from_utf8_lossy(&found.value).into_owned())
}
