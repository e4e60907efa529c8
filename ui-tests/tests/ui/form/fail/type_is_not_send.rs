use inertia::InertiaForm;

#[derive(serde::Deserialize)]
struct Local(#[serde(skip)] std::marker::PhantomData<*const u8>);

#[derive(InertiaForm)]
struct Form {
    local: Local,
}

fn main() {}
