//! What `#[inertia::precognition]` emits.
