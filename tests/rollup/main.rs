//! The tables of a government as the sum of those of its units.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod command;
mod district;
mod list;
mod standing;
mod sums;
