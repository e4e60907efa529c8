use inertia::{InertiaProps, Lazy};

#[derive(InertiaProps)]
#[serde(rename_all = "camelcase")]
struct Page {
    #[defer(gruop = "stats", timeout = "soon")]
    #[always]
    stats: Lazy<u64>,
    #[serde(rename = "a,b")]
    both: u64,
    #[once(key = "")]
    plans: Lazy<u64>,
}

// The struct is still a page to the code around it.
#[inertia::page("Page")]
async fn page() -> Page {
    todo!()
}

fn main() {}
