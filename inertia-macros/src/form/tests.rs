//! What the derive emits for each feature.
