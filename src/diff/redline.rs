//! Two reports → a DOCX with tracked changes.

use crate::Composed;
use crate::diagnostic::Result;
use crate::document::Document;
use crate::origin::{Origin, State};
use crate::source::sha256;
use crate::style::Style;
use crate::write::docx;
use crate::write::docx::review::Signed;

/// The new report with all that differs from the old one as tracked changes of an author, made on the new report's date of issue,
/// both in one style.
///
/// # Errors
/// What forbids setting either of them; `bad-value` for a text that no DOCX can hold.
pub fn redline(old: &Composed, new: &Composed, style: &Style, author: &str) -> Result<Vec<u8>> {
    let by = Signed { author: author.into(), date: new.document.info.date };
    docx::write_redline(&old.document, &compared(old, new), style, &by)
}

/// The new document, which says of itself that it is a comparison.
fn compared(old: &Composed, new: &Composed) -> Document {
    let mut document = new.document.clone();
    let both = |one: &str, other: &str| sha256(format!("{one}{other}").as_bytes());
    let [before, now] = [old, new].map(|composed| &composed.document.info.origin);
    document.info.title = format!("{}（{}）", document.info.title, State::Comparison.chinese());
    document.info.origin = Origin {
        state: State::Comparison,
        data: both(&before.data, &now.data),
        text: both(&before.text, &now.text),
        ..now.clone()
    };
    document
}

/// Whether some bytes are a comparison that nobody changed since it was written.
pub fn is_untouched(bytes: &[u8]) -> bool {
    docx::origin::read(bytes).is_some_and(|claim| claim.whole && claim.origin.state == State::Comparison)
}
