trait Pages {
    #[inertia::page("Home")]
    async fn home() -> u32;
}

fn main() {}
