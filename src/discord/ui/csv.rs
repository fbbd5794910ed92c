//! Tables as CSV files that people open in a spreadsheet.

/// Excel reads a file as UTF-8 only if it begins with this mark.
const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();

/// A spreadsheet runs a cell that begins with one of these characters as a formula. Source: OWASP, "CSV Injection".
const FORMULA_STARTS: [char; 10] = ['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠'];

/// A CSV file with this header and these rows. A cell that a spreadsheet would run as a formula begins with an
/// apostrophe, so that the spreadsheet shows it as text.
pub fn file(header: &[String], rows: &[Vec<String>]) -> Vec<u8> {
    let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(BYTE_ORDER_MARK.to_vec());
    for row in std::iter::once(header).chain(rows.iter().map(Vec::as_slice)) {
        writer.write_record(row.iter().map(|cell| safe_cell(cell))).expect("writing to memory succeeds");
    }
    writer.into_inner().expect("writing to memory succeeds")
}

fn safe_cell(cell: &str) -> String {
    // Some spreadsheets ignore leading spaces.
    match cell.trim_start_matches(' ').starts_with(FORMULA_STARTS) {
        true => format!("'{cell}"),
        false => cell.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(rows: &[&[&str]]) -> String {
        let rows: Vec<Vec<String>> =
            rows.iter().map(|row| row.iter().map(|cell| (*cell).to_owned()).collect()).collect();
        String::from_utf8(file(&["Name".to_owned()], &rows)).expect("the file is UTF-8")
    }

    #[test]
    fn file_begins_with_the_mark_and_quotes_what_csv_needs() {
        assert_eq!(text(&[&["Ana, \"the\" lead"], &["José"]]), "\u{feff}Name\n\"Ana, \"\"the\"\" lead\"\nJosé\n");
    }

    #[test]
    fn cell_that_a_spreadsheet_would_run_is_shown_as_text() {
        for start in FORMULA_STARTS {
            let cell = format!("{start}HYPERLINK(1)");
            let file = text(&[&[&cell]]);
            assert!(file.contains(&format!("'{cell}")), "{file}");
        }
        assert!(text(&[&["  =1+1"]]).contains("'  =1+1"));
        assert!(text(&[&["2020-11-10"]]).ends_with("\n2020-11-10\n"));
    }
}
