use inertia::InertiaProps;

struct Local(*const u8);

impl serde::Serialize for Local {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_unit()
    }
}

#[derive(InertiaProps)]
struct Page {
    local: Local,
}

fn main() {}
