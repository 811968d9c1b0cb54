//! A new file for a secret: nobody else may read it, and nothing is overwritten.

use std::fs::{self, File, OpenOptions};
use std::io::Write;
use std::path::{Path, PathBuf};

use app::Error;

use crate::failure::Failure;

/// A file that was made and has nothing in it yet. Dropped before it has, it is taken away again.
pub(crate) struct SecretFile {
    file: File,
    path: PathBuf,
    is_kept: bool,
}

impl SecretFile {
    /// Makes it.
    ///
    /// # Errors
    /// When there is one of the name, or the folder does not take it.
    pub(crate) fn create(path: &Path) -> Result<Self, Failure> {
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let file = options.open(path).map_err(|error| refused(path, error))?;
        Ok(Self { file, path: path.to_path_buf(), is_kept: false })
    }

    /// Writes all of it, to the disk.
    ///
    /// # Errors
    /// When the disk does not take it; the file is gone then.
    pub(crate) fn write(mut self, content: &[u8]) -> Result<(), Failure> {
        let written = self.file.write_all(content).and_then(|()| self.file.sync_all());
        written.map_err(|error| refused(&self.path, error))?;
        self.is_kept = true;
        Ok(())
    }
}

impl Drop for SecretFile {
    fn drop(&mut self) {
        if !self.is_kept {
            // What is left of it is empty or torn; nothing better can be done.
            let _ = fs::remove_file(&self.path);
        }
    }
}

fn refused(path: &Path, error: std::io::Error) -> Failure {
    let cause = error.to_string();
    let cause = cause.split(" (os error").next().unwrap_or_default().to_owned();
    Error::new("cli.write")
        .with("path", path.display().to_string())
        .with("cause", cause)
        .because(error)
        .into()
}
