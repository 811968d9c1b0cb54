//! What several whole-program tests share.
