//! The typed contract with the page: commands and views, from Rust to TypeScript.

use tauri::Wry;
use tauri_specta::{Builder, ErrorHandlingMode};

use crate::commands::{
    accounts, add, backup, codes, firm, giving, kit, leaving, log, page, people, settings, sharing,
    sheet, vault,
};

include!("commands/list.rs");

macro_rules! collect {
    ($($module:ident :: $name:ident),* $(,)?) => {
        tauri_specta::collect_commands![$($module::$name),*]
    };
}

/// The commands, ready for the invoke handler and for export. A command that fails rejects with an
/// error view; the views of events ride along.
pub fn builder() -> Builder<Wry> {
    Builder::new()
        .commands(commands!(collect))
        .typ::<app::view::CopyView>()
        .typ::<app::view::DoneView>()
        .error_handling(ErrorHandlingMode::Throw)
        .disable_serde_phases()
}

#[cfg(test)]
mod tests {
    use std::path::Path;
    use std::{env, fs};

    use specta_typescript::Typescript;

    use super::*;

    /// With `SIXBOARD_WRITE_CONTRACT=1` the file is written; without, it must be up to date.
    #[test]
    fn the_committed_contract_is_what_the_commands_say() {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../ui/src/lib/host/bindings.gen.ts");
        let folder = tempfile::tempdir().unwrap();
        let exported = folder.path().join("bindings.ts");
        builder().export(Typescript::default(), &exported).unwrap();
        let now = fs::read_to_string(exported).unwrap();
        if env::var_os("SIXBOARD_WRITE_CONTRACT").is_some() {
            fs::write(&file, &now).unwrap();
        }
        let committed = fs::read_to_string(&file).unwrap_or_default();
        assert!(committed == now, "run: SIXBOARD_WRITE_CONTRACT=1 cargo test -p sixboard-desktop");
    }
}
