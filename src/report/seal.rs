//! 印章: the pictures of the seals beside the data.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use super::Meta;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, reason};
use crate::picture::{Picture, Unreadable};
use crate::source::sha256;
use crate::unit::Pt;

/// A seal as read.
#[derive(Clone, Debug)]
pub struct Seal {
    /// The file as the data name it.
    pub name: String,
    /// The SHA-256 of the file.
    pub hash: String,
    /// The picture, without empty margins.
    pub picture: Arc<Picture>,
}

/// A ring, a star and characters leave most of the ground bare; a picture that hides more has a white ground.
const BARE: f64 = 0.6;
/// Fewer pixels an inch print blurred.
const SHARP: f64 = 200.0;
/// More pixels an inch than this nobody sees; they only make the files larger.
const FINEST: f64 = 600.0;
/// Higher for its width, or wider for its height, no seal is.
const OBLONG: f64 = 2.0;

/// Reads the seals that the data name, from the folder of the data; `width` is how wide they are printed.
pub fn read(folder: &Path, meta: &Meta, width: Pt, faults: &mut Diagnostics) -> Vec<Seal> {
    let mut seals = vec![];
    for (at, name) in meta.seals.iter().enumerate() {
        match load(folder, name, width) {
            Ok(seal) => {
                let doubts = [blurred(&seal, width), pale(&seal)].into_iter().flatten();
                faults.0.extend(doubts.map(|told| told.at_data(meta.seal_path(at), "")));
                seals.push(seal);
            }
            Err(fault) => faults.push(fault.at_data(meta.seal_path(at), "")),
        }
    }
    seals
}

fn load(folder: &Path, name: &str, width: Pt) -> Result<Seal, Diagnostic> {
    // The same data are the same report on any machine, so no path of one machine stands in them.
    if Path::new(name).has_root() || name.contains('\\') || name.contains(':') {
        let finding = Diagnostic::error(Code::BadSeal, format!("“{name}”不是相对于年度文件夹的路径"));
        return Err(finding.help("图片放在年度文件夹里，只写文件名；放在上一级文件夹就写 ../印章.png"));
    }
    // The mark-up has the name in an attribute, where XML reads them as spaces (XML 1.0, 3.3.3).
    if name.contains(['\t', '\n']) {
        let finding = Diagnostic::error(Code::BadSeal, "印章图片的文件名里有制表符或换行");
        return Err(finding.help("给图片改名，例如 印章.png"));
    }
    let bytes = fs::read(folder.join(name)).map_err(|error| {
        let message = format!("读不出印章图片 {name}：{}", reason(&error));
        Diagnostic::error(Code::CannotRead, message).help("图片放在年度文件夹里；没有电子印章就删去“印章”，打印后加盖")
    })?;
    let bad = |what: &str, help: &str| Diagnostic::error(Code::BadSeal, format!("印章图片 {name} {what}")).help(help);
    let picture = Picture::read(&bytes).map_err(|unreadable| match unreadable {
        Unreadable::NoPng => bad("不是 PNG 图片", "另存为底色透明的 PNG；JPEG 等格式没有透明的底色"),
        Unreadable::Damaged => bad("已损坏", "重新从印章软件或扫描软件存一份"),
        Unreadable::TooLarge => bad("太大", "缩到宽高 1000 像素左右，印出来已经足够清楚"),
    })?;
    let picture = picture.trimmed().ok_or_else(|| bad("里什么也没有", "不得出现空白印章；重新存一份"))?;
    if picture.opaque() > BARE {
        return Err(bad("的底色不透明，会盖住署名和日期", "把底色改成透明，另存为 PNG"));
    }
    let (across, down) = (picture.width as f64, picture.height as f64);
    if across > down * OBLONG || down > across * OBLONG {
        return Err(bad("又长又窄，不像印章", "图片里只留印章一枚"));
    }
    Ok(Seal { name: name.into(), hash: sha256(&bytes), picture: Arc::new(picture.reduced(pixels(width, FINEST))) })
}

/// Told of a seal that is not red.
fn pale(seal: &Seal) -> Option<Diagnostic> {
    let [red, green, blue] = seal.picture.ink().map(f64::from);
    let message = format!("印章图片 {} 不是红色", seal.name);
    let finding = Diagnostic::warning(Code::BadSeal, message).help("印章用红色（GB/T 9704 7.3.5.1）；换彩色的图片");
    (red < 1.3 * green.max(blue)).then_some(finding)
}

/// Told of a picture with too few pixels for its size.
fn blurred(seal: &Seal, width: Pt) -> Option<Diagnostic> {
    let (found, needed) = (seal.picture.width, pixels(width, SHARP));
    let message = format!("印章图片 {} 只有 {found} 像素宽，印出来会模糊", seal.name);
    let finding = Diagnostic::warning(Code::BadSeal, message).help(format!("换一张宽 {needed} 像素以上的"));
    (found < needed).then_some(finding)
}

/// How many pixels make up a width.
fn pixels(width: Pt, per_inch: f64) -> usize {
    (width.0 / 72.0 * per_inch).round() as usize
}
