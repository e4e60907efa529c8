//! Tables in Markdown, with columns that line up in a terminal.

use std::fmt;

/// Rows of text under a head.
#[derive(Debug)]
pub struct Table {
    rows: Vec<Vec<String>>,
}

impl Table {
    /// A table with these columns.
    #[must_use]
    pub fn new<const N: usize>(head: [&str; N]) -> Self {
        Self { rows: vec![head.map(str::to_owned).to_vec()] }
    }

    /// Adds a row; what it lacks stays empty.
    pub fn row(&mut self, cells: Vec<String>) {
        self.rows.push(cells);
    }

    fn widths(&self) -> Vec<usize> {
        let columns = self.rows.iter().map(Vec::len).max().unwrap_or_default();
        let mut widths = vec![3; columns];
        for row in &self.rows {
            for (width, cell) in widths.iter_mut().zip(row) {
                *width = cell.chars().count().max(*width);
            }
        }
        widths
    }
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let widths = self.widths();
        for (row, number) in self.rows.iter().zip(0..) {
            for (width, column) in widths.iter().zip(0..) {
                let cell = row.get(column).map_or("", String::as_str);
                if column == 0 {
                    write!(f, "| {cell:<width$} |")?;
                } else {
                    write!(f, " {cell:>width$} |")?;
                }
            }
            writeln!(f)?;
            if number == 0 {
                for (width, column) in widths.iter().zip(0..) {
                    let dashes = "-".repeat(width - 1);
                    if column == 0 {
                        write!(f, "| {dashes}- |")?;
                    } else {
                        write!(f, " {dashes}: |")?;
                    }
                }
                writeln!(f)?;
            }
        }
        Ok(())
    }
}
