//! Everything a developer starts.
fn main() {}
