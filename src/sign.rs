//! 签发 is entered into the manifest: from then on the files are replaced only by the same bytes.

use std::path::Path;
use std::{fs, io};

use crate::diagnostic::{Code, Diagnostic, Result, cannot_read};
use crate::output::{self, Records, Signing};
use crate::source::sha256;
use crate::verify::verify;

/// Enters that the report a file belongs to was signed off.
///
/// # Errors
/// `cannot-sign` unless the file and all others of the report are finals as the program wrote them, from the same data, and not
/// yet signed off otherwise, unless `again`; `cannot-read`, `cannot-write`.
pub fn sign(path: &Path, signing: Signing, again: bool, records: &mut Records) -> Result<()> {
    let Some((note, manifest)) = verify(path, records)?.record else {
        return Err(refusal(
            path,
            "旁边没有它的清单（.manifest.json）",
            "签发登记在清单里；用 nianbao build 重新生成，再登记",
        )
        .into());
    };
    if let Some(before) = manifest.signed.as_ref().filter(|before| **before != signing && !again) {
        return Err(refusal(path, &format!("已{}", before.told()), "登记错了，加 --again 重新登记").into());
    }
    if manifest.is_draft() {
        return Err(refusal(path, "是送审稿", "改好数据，不带 --draft 生成定稿，再登记").into());
    }
    for (name, hash) in manifest.written() {
        let file = note.with_file_name(name);
        let bytes = match fs::read(&file) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
            read => read.map_err(|error| cannot_read(&file, &error))?,
        };
        if sha256(&bytes) != *hash {
            return Err(refusal(
                &file,
                "写出之后被人改过，或者换成了另一份",
                "签发的应当是程序写出的原样；改数据，重新生成",
            )
            .into());
        }
        if !manifest.outputs.contains_key(name) {
            return Err(refusal(&file, "是用更早的数据生成的", "用 --format 把各种格式一起重新生成，或者删去它").into());
        }
    }
    output::sign(&note, &manifest, signing.clone())?;
    records.sign(&note, &signing);
    Ok(())
}

fn refusal(path: &Path, why: &str, help: &str) -> Diagnostic {
    Diagnostic::error(Code::CannotSign, format!("{} {why}，没有登记签发", path.display())).help(help)
}
