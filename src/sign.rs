//! 签发 is entered into the manifest: from then on the files are replaced only by the same bytes.

use std::path::Path;

use crate::diagnostic::{Code, Diagnostic, Result};
use crate::output::{self, Signing};
use crate::verify::{Standing, verify};

/// Enters that the report a file belongs to was signed off.
///
/// # Errors
/// `cannot-sign` unless the file and all others of the report are finals as the program wrote them, from the same data, and not
/// yet signed off otherwise; `cannot-read`, `cannot-write`.
pub fn sign(path: &Path, signing: Signing) -> Result<()> {
    let Some((note, manifest)) = verify(path)?.record else {
        return Err(refusal(
            path,
            "旁边没有它的清单（.manifest.json）",
            "签发登记在清单里；用 nianbao build 重新生成，再登记",
        )
        .into());
    };
    if let Some(before) = manifest.signed.as_ref().filter(|before| **before != signing) {
        return Err(
            refusal(path, &format!("已{}", before.told()), "签发只登记一次；要重新签发，先用 build --force 替换它").into()
        );
    }
    for name in manifest.written().map(|(name, _)| note.with_file_name(name)).filter(|path| path.exists()) {
        let verdict = verify(&name)?;
        let of = name.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        if verdict.standing != Standing::Untouched {
            return Err(refusal(&name, "写出之后被人改过", "签发的应当是程序写出的原样；改数据，重新生成").into());
        }
        if verdict.is_draft() {
            return Err(refusal(&name, "是送审稿", "改好数据，不带 --draft 生成定稿，再登记").into());
        }
        if !manifest.outputs.contains_key(&of) {
            return Err(refusal(&name, "是用更早的数据生成的", "用 --format 把各种格式一起重新生成，或者删去它").into());
        }
    }
    output::sign(&note, &manifest, signing)
}

fn refusal(path: &Path, why: &str, help: &str) -> Diagnostic {
    Diagnostic::error(Code::CannotSign, format!("{} {why}，没有登记签发", path.display())).help(help)
}
