//! Bytes → text: UTF-8, UTF-16, or what a Chinese system wrote before these were common, GBK and its successor GB 18030.

use encoding_rs::{Encoding, GB18030, UTF_8, UTF_16BE, UTF_16LE};

use crate::diagnostic::{Code, Diagnostic, Result};

/// Decodes a text; `declared` is the encoding that the file itself names, which is believed only if the bytes bear it out.
///
/// # Errors
/// `wrong-encoding` if it is none of the encodings known.
pub fn decode(bytes: &[u8], declared: Option<&str>) -> Result<String> {
    let declared = declared.and_then(|label| Encoding::for_label(label.as_bytes()));
    let marked = Encoding::for_bom(bytes).map(|(encoding, _)| encoding);
    let candidates = [marked, wide(bytes), Some(UTF_8), declared, Some(GB18030)];
    let sound = candidates.into_iter().flatten().find_map(|encoding| {
        // It stops at the first byte that is not of the encoding.
        let mark = Encoding::for_bom(bytes).filter(|(marked, _)| *marked == encoding).map_or(0, |(_, length)| length);
        encoding.decode_without_bom_handling_and_without_replacement(&bytes[mark..]).map(std::borrow::Cow::into_owned)
    });
    sound.ok_or_else(|| {
        Diagnostic::error(Code::WrongEncoding, "认不出文件的编码：不是 UTF-8、UTF-16，也不是 GBK（GB 18030）")
            .help("在编辑器里用“另存为”，编码选 UTF-8，再导入")
            .into()
    })
}

/// UTF-16 without mark: every other byte of its ASCII characters, line ends at least, is zero.
fn wide(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = &bytes[..bytes.len().min(4096)];
    let zeros = |from: usize| head.iter().skip(from).step_by(2).filter(|byte| **byte == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    // A stray zero in a text that is UTF-8 does not make it anything else.
    let stray = (even + odd) * 4 < head.len() && std::str::from_utf8(bytes).is_ok();
    if even + odd == 0 || bytes.len() % 2 == 1 || stray {
        return None;
    }
    Some(if odd > even { UTF_16LE } else { UTF_16BE })
}

/// The encoding that the head of an HTML page names.
pub fn declared_in_html(bytes: &[u8]) -> Option<String> {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(4096)]).to_ascii_lowercase();
    let after = head.split("charset").nth(1)?.trim_start().strip_prefix('=')?;
    let name = after.trim_start().trim_start_matches(['"', '\'']);
    let name: String = name.chars().take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_')).collect();
    (!name.is_empty()).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::{declared_in_html, decode};

    #[test]
    fn every_encoding_gives_the_same_text() {
        let text = "甲区2020年政府信息公开工作年度报告\n一、总体情况\n";
        let gbk = encoding_rs::GBK.encode(text).0.into_owned();
        let wide = |big: bool| -> Vec<u8> {
            text.encode_utf16().flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() }).collect()
        };
        let marked = |mark: &[u8], bytes: &[u8]| [mark, bytes].concat();
        for bytes in [
            text.as_bytes().to_vec(),
            marked(b"\xEF\xBB\xBF", text.as_bytes()),
            gbk.clone(),
            wide(false),
            wide(true),
            marked(b"\xFF\xFE", &wide(false)),
            marked(b"\xFE\xFF", &wide(true)),
        ] {
            assert_eq!(decode(&bytes, None).unwrap(), text);
        }
        // A page that names the wrong encoding is read by its bytes.
        assert_eq!(decode(text.as_bytes(), Some("gb2312")).unwrap(), text);
        assert_eq!(decode(&gbk, Some("utf-8")).unwrap(), text);
        // A zero byte that strayed into a text of even length does not make it UTF-16.
        let stray = "甲区2020年\0年报";
        assert_eq!(stray.len() % 2, 0);
        assert_eq!(decode(stray.as_bytes(), None).unwrap(), stray);
        assert!(decode(b"\xFF\xFF\x80\x80\xFF", None).is_err());
    }

    #[test]
    fn a_page_names_its_encoding() {
        let named = |text: &str| declared_in_html(text.as_bytes());
        assert_eq!(named("<meta charset=\"GB2312\">").as_deref(), Some("gb2312"));
        assert_eq!(named("<META http-equiv=Content-Type content='text/html; charset = gbk'>").as_deref(), Some("gbk"));
        assert_eq!(named("<p>charset</p>"), None);
    }
}
