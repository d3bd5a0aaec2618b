//! What comes out of a spreadsheet's clipboard: lines of cells. Pure.

/// The cells of a pasted text, line by line. Tabs part cells, as every spreadsheet copies them; semicolons do where
/// there is no tab. A line end at the very end opens no further line.
pub fn block(text: &str) -> Vec<Vec<String>> {
    let separator = if text.contains('\t') { '\t' } else { ';' };
    let text = text.strip_suffix('\n').unwrap_or(text);
    text.split('\n').map(|line| line.trim_end_matches('\r').split(separator).map(cell).collect()).collect()
}

/// Whether a text is more than one cell.
pub fn is_block(text: &str) -> bool {
    block(text).iter().map(Vec::len).sum::<usize>() > 1
}

/// A cell without the quotes and the wrapper a spreadsheet may put around it.
fn cell(text: &str) -> String {
    let text = text.trim();
    let text = text.strip_prefix('=').filter(|rest| rest.starts_with('"')).unwrap_or(text);
    match text.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')) {
        Some(inner) => inner.replace("\"\"", "\""),
        None => text.to_owned(),
    }
}

/// The first cells of a pasted column that are not empty: names, one on each line.
pub fn column(text: &str) -> Vec<String> {
    block(text).into_iter().filter_map(|line| line.into_iter().next()).filter(|name| !name.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_block_has_lines_and_cells() {
        assert_eq!(block("40\t30\r\n60\t70\r\n"), [["40", "30"], ["60", "70"]]);
        assert_eq!(block("33,3\t\n"), [["33,3", ""]]);
        assert_eq!(block("a;1\nb;2"), [["a", "1"], ["b", "2"]]);
        assert_eq!(block("=\"541\"\t\"say \"\"hi\"\"\""), [["541", "say \"hi\""]]);
    }

    #[test]
    fn one_cell_is_no_block() {
        assert!(!is_block("40"));
        assert!(!is_block("40\n"), "a single copied cell ends with a line end");
        assert!(is_block("40\t60"));
        assert!(is_block("40\n60"));
    }

    #[test]
    fn a_column_of_names_skips_empty_lines() {
        assert_eq!(column("School\n\nShop\tx\r\n"), ["School", "Shop"]);
    }
}
