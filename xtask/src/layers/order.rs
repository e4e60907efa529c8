//! The tables of layers in `ARCHITECTURE.md`.

use crate::command::Outcome;

/// The modules of a crate, the lowest layer first.
pub(super) struct Order {
    /// The folder of its sources, from the root of the repository.
    pub(super) folder: String,
    layers: Vec<Vec<String>>,
}

impl Order {
    /// The layer of a module, counted from the lowest.
    pub(super) fn rank(&self, module: &str) -> Option<usize> {
        self.layers.iter().position(|layer| layer.iter().any(|other| other == module))
    }

    pub(super) fn modules(&self) -> impl Iterator<Item = &str> {
        self.layers.iter().flatten().map(String::as_str)
    }
}

/// All tables below a line `<!-- layers of folder -->`. The first cell of a row has the modules of a layer in backticks.
pub(super) fn all(document: &str) -> Outcome<Vec<Order>> {
    let mut orders = Vec::new();
    let mut lines = document.lines();
    while let Some(line) = lines.next() {
        let marker = line.trim().strip_prefix("<!-- layers of ").and_then(|rest| rest.strip_suffix("-->"));
        let Some(folder) = marker else { continue };
        let rows = lines.by_ref().skip_while(|line| line.trim().is_empty());
        let rows = rows.take_while(|line| line.trim_start().starts_with('|'));
        let layers: Vec<Vec<String>> = rows.skip(2).map(modules).collect();
        if layers.is_empty() || layers.iter().any(Vec::is_empty) {
            return Err(format!("the table of layers of {folder}needs a module in backticks in each row"));
        }
        orders.push(Order { folder: folder.trim().to_owned(), layers });
    }
    Ok(orders)
}

fn modules(row: &str) -> Vec<String> {
    let cell = row.split('|').nth(1).unwrap_or_default();
    // What is between backticks has an odd position.
    cell.split('`').skip(1).step_by(2).map(|name| name.trim_end_matches('/').to_owned()).collect()
}
