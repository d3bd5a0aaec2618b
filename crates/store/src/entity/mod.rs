//! Rows as they lie in the tables; they never leave this crate.
