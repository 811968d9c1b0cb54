//! Backing up and restoring.

use std::path::PathBuf;

use app::App;
use app::view::{DoneView, PlanView};
use secret::SecretText;
use tauri::{AppHandle, State};
use tauri_plugin_dialog::{DialogExt, FilePath};

use super::{Answer, run};

/// Ending of backup files.
pub(super) const ENDING: &str = "sixboard-backup";

/// Asks where, and writes a backup; nothing when the person cancels.
#[tauri::command]
#[specta::specta]
pub async fn backup(
    app: State<'_, App>,
    desktop: AppHandle,
    passphrase: String,
) -> Answer<Option<DoneView>> {
    let passphrase = SecretText::new(passphrase);
    run(app, move |app| {
        let dialog = desktop.dialog().file().add_filter("Sixboard backup", &[ENDING]);
        let chosen = dialog.set_file_name(app.backup_name()).blocking_save_file();
        let Some(chosen) = chosen else { return Ok(None) };
        app.back_up(&path_of(chosen)?, &passphrase).map(Some)
    })
    .await
}

/// Asks for a backup file and shows what restoring it would do; nothing when the person cancels.
#[tauri::command]
#[specta::specta]
pub async fn open_backup(
    app: State<'_, App>,
    desktop: AppHandle,
    passphrase: String,
) -> Answer<Option<PlanView>> {
    let passphrase = SecretText::new(passphrase);
    run(app, move |app| {
        let dialog = desktop.dialog().file().add_filter("Sixboard backup", &[ENDING]);
        let Some(chosen) = dialog.blocking_pick_file() else { return Ok(None) };
        app.open_backup(&path_of(chosen)?, &passphrase).map(Some)
    })
    .await
}

/// Restores what the plan showed.
#[tauri::command]
#[specta::specta]
pub async fn apply_plan(app: State<'_, App>, plan: String) -> Answer<DoneView> {
    run(app, move |app| app.apply_plan(&plan)).await
}

/// Stops a restore after the present account; it can be taken up again.
#[tauri::command]
#[specta::specta]
pub async fn cancel_work(app: State<'_, App>) -> Answer<()> {
    run(app, |app| {
        app.stop_restore();
        Ok(())
    })
    .await
}

/// Wipes an opened backup.
#[tauri::command]
#[specta::specta]
pub async fn discard_plan(app: State<'_, App>, plan: String) -> Answer<()> {
    run(app, move |app| {
        app.discard_plan(&plan);
        Ok(())
    })
    .await
}

pub(super) fn path_of(chosen: FilePath) -> app::error::Result<PathBuf> {
    chosen.into_path().map_err(|error| {
        app::Error::new("backup.file").with("cause", error.to_string()).because(error)
    })
}
