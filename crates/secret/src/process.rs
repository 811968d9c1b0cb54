//! What a program that holds secrets forbids itself.

/// Forbids core files: one would hold keys. Where the system refuses there is nothing to be done.
pub fn keep_keys_out_of_core_files() {
    #[cfg(unix)]
    {
        use rustix::process::{Resource, Rlimit, setrlimit};
        let none = Rlimit { current: Some(0), maximum: Some(0) };
        // Forbidden only where it is forbidden to lower a limit, which no system does.
        let _ = setrlimit(Resource::Core, none);
    }
}
