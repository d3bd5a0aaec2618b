//! Search by words: every word must stand somewhere in a stored, folded text.
