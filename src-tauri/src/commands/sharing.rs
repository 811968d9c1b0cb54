//! Sharing accounts.

use app::App;
use app::firm::With;
use app::firm::views::{Done, HoldersView};
use tauri::State;

use super::{Answer, run};

/// Who has an account of the firm.
#[tauri::command]
#[specta::specta]
pub async fn holders(app: State<'_, App>, id: String) -> Answer<HoldersView> {
    run(app, move |app| app.holders(&id)).await
}

/// Shares an account.
#[tauri::command]
#[specta::specta]
pub async fn share(app: State<'_, App>, id: String, to: With) -> Answer<Done<String>> {
    run(app, move |app| app.share(&id, &to)).await
}

/// Stops sharing an account; tells which keys are to be replaced.
#[tauri::command]
#[specta::specta]
pub async fn unshare(app: State<'_, App>, id: String, to: With) -> Answer<Done<Vec<String>>> {
    run(app, move |app| app.unshare(&id, &to)).await
}
