//! Use cases of Sixboard, one file each; knows no window and no terminal.
