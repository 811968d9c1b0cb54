//! The `sixboard` command.
fn main() {}
