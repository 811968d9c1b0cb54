//! Tables for spreadsheets.

/// Writes a table as comma-separated values (RFC 4180). A cell that a spreadsheet would take for a
/// formula begins with an apostrophe: names come from outside, and must not compute anything there.
pub fn write(headings: &[&str], rows: &[Vec<String>]) -> Vec<u8> {
    let mut writer =
        csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    // Writing to memory does not fail, and the rows are as long as the headings.
    let _ = writer.write_record(headings);
    for row in rows {
        let _ = writer.write_record(row.iter().map(|cell| guarded(cell)));
    }
    writer.into_inner().unwrap_or_default()
}

fn guarded(cell: &str) -> String {
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        format!("'{cell}")
    } else {
        cell.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_cannot_compute_anything_in_a_spreadsheet() {
        let cells = ["=1+1", "+44 20", "-1", "@SUM(A1)", "a=b", "say \"so\", she said"];
        let rows = [cells.map(str::to_owned).to_vec()];
        let written = String::from_utf8(write(&["a", "b", "c", "d", "e", "f"], &rows)).unwrap();
        assert_eq!(
            written,
            "a,b,c,d,e,f\r\n'=1+1,'+44 20,'-1,'@SUM(A1),a=b,\"say \"\"so\"\", she said\"\r\n"
        );
    }
}
