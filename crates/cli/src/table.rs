//! Columns that stay in line, whatever script a label is in.

use std::io;

use unicode_width::UnicodeWidthStr;

use crate::output;

/// Prints the rows, a line each.
///
/// # Errors
/// When standard output does not take it.
pub(crate) fn print<const N: usize>(rows: &[[String; N]]) -> io::Result<()> {
    lines(rows).iter().try_for_each(|line| output::print(line))
}

/// The rows as lines: each column as wide as its widest cell, two spaces between, none at the end.
fn lines<const N: usize>(rows: &[[String; N]]) -> Vec<String> {
    let rows: Vec<[String; N]> =
        rows.iter().map(|row| row.each_ref().map(|cell| output::harmless(cell))).collect();
    let widths: [usize; N] = std::array::from_fn(|column| {
        rows.iter().map(|row| row[column].width()).max().unwrap_or_default()
    });
    rows.iter().map(|row| line(row, &widths)).collect()
}

/// The end of a user ID, as it stands beside a label.
pub(crate) fn hint(hint: Option<&str>) -> String {
    hint.map_or_else(String::new, |hint| format!("..{hint}"))
}

fn line<const N: usize>(row: &[String; N], widths: &[usize; N]) -> String {
    let mut line = String::new();
    for (cell, width) in row.iter().zip(widths) {
        line.push_str(cell);
        line.extend(std::iter::repeat_n(' ', width - cell.width() + 2));
    }
    line.trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wide_letters_keep_the_columns_in_line() {
        let rows = [["日本", "a"], ["VAT", "b"], ["", "c"]].map(|row| row.map(str::to_owned));
        assert_eq!(lines(&rows), ["日本  a", "VAT   b", "      c"]);
    }
}
