//! The tables of a government as the sum of those of its units.
//!
//! ```text
//! unit's Report ──▶ Addend ─┐
//! unit's Report ──▶ Addend ─┼─▶ Gathering ─▶ Sum ─┬─▶ 表.yaml
//! unit's Report ──▶ Addend ─┘       ▲             └─▶ findings, where the government has figures already
//!                               单位.yaml
//! ```
//!
//! What adds up follows from the form: every figure of its tables, unless it says that a figure does not ([`Leaf::adds`]). Units are
//! taken one by one in any order and forgotten; what is kept of each is its name. Sums are exact decimals, so that no order and no
//! grouping of the units changes them.
//!
//! [`Leaf::adds`]: crate::form::Leaf::adds

mod addend;
mod gathering;
mod list;
mod share;
mod standing;
mod sum;
mod write;

pub use addend::{Addend, called};
pub use gathering::{Gathered, Gathering};
pub use list::{LIST, List};
pub use share::{Explained, Share};
pub use standing::Standing;
pub use sum::Sum;
pub use write::{Settled, settle};
