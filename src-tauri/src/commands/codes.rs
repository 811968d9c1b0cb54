//! The list, codes to look at, and copying.

use app::App;
use app::view::{AccountsView, CodeView, CopyView, CopyWhen};
use tauri::State;

use super::{Answer, run};

/// The list of accounts.
#[tauri::command]
#[specta::specta]
pub async fn accounts(app: State<'_, App>) -> Answer<AccountsView> {
    run(app, App::accounts).await
}

/// The codes of the rows that are visible.
#[tauri::command]
#[specta::specta]
pub async fn codes(app: State<'_, App>, ids: Vec<String>) -> Answer<Vec<CodeView>> {
    run(app, move |app| app.codes(&ids)).await
}

/// The next code of a counter account.
#[tauri::command]
#[specta::specta]
pub async fn next_code(app: State<'_, App>, id: String) -> Answer<CodeView> {
    run(app, move |app| app.next_code(&id)).await
}

/// Copies a code.
#[tauri::command]
#[specta::specta]
pub async fn copy_code(app: State<'_, App>, id: String, when: CopyWhen) -> Answer<CopyView> {
    run(app, move |app| app.copy_code(&id, when)).await
}

/// Copies the last four characters of the user ID.
#[tauri::command]
#[specta::specta]
pub async fn copy_hint(app: State<'_, App>, id: String) -> Answer<()> {
    run(app, move |app| app.copy_hint(&id)).await
}

/// Stops waiting for a fresh code.
#[tauri::command]
#[specta::specta]
pub async fn cancel_copy(app: State<'_, App>) -> Answer<()> {
    run(app, |app| {
        app.cancel_copy();
        Ok(())
    })
    .await
}
