//! Setting up a firm, joining one, and keeping in step with it.

use app::firm::views::{Done, FirmView, KitView, SyncView, Wants};
use app::firm::{FirmForm, PlaceForm, SignInForm};
use app::view::ErrorView;
use app::{App, Error};
use secret::SecretText;
use store_remote::{Address, Needed};
use tauri::{AppHandle, State};
use tauri_plugin_dialog::DialogExt;

use super::{Answer, run};

/// The firm of this vault; nothing when it is in none.
#[tauri::command]
#[specta::specta]
pub async fn firm(app: State<'_, App>) -> Answer<Option<FirmView>> {
    run(app, |app| match app.firm() {
        Err(error) if error.code() == "firm.none" => Ok(None),
        firm => firm.map(Some),
    })
    .await
}

/// Looks into the firm's folder, and puts there what waits.
#[tauri::command]
#[specta::specta]
pub async fn sync_firm(app: State<'_, App>) -> Answer<SyncView> {
    run(app, App::sync).await
}

/// Asks for a folder; nothing when the person cancels.
#[tauri::command]
#[specta::specta]
pub async fn choose_folder(app: State<'_, App>, desktop: AppHandle) -> Answer<Option<String>> {
    run(app, move |_| {
        let Some(chosen) = desktop.dialog().file().blocking_pick_folder() else { return Ok(None) };
        let path = chosen.into_path().map_err(|error| {
            Error::new("firm.address").with("cause", error.to_string()).because(error)
        })?;
        Ok(Some(path.display().to_string()))
    })
    .await
}

/// What the place at an address wants to see before it lets a device in.
#[tauri::command]
#[specta::specta]
pub async fn wants(app: State<'_, App>, address: String) -> Answer<Wants> {
    run(app, move |_| {
        let address = Address::parse(&address)
            .map_err(|error| Error::new("firm.address").with("cause", error.to_string()))?;
        Ok(match address.needed() {
            Needed::Nothing => Wants::Nothing,
            Needed::Password => Wants::Password,
            Needed::PasswordOrToken => Wants::PasswordOrToken,
            Needed::AccessKey => Wants::AccessKey,
            Needed::AzureKey => Wants::AzureKey,
            Needed::GoogleKey => Wants::GoogleKey,
        })
    })
    .await
}

/// Moves the firm to another place, for everybody; tells what kept the old one from being used.
#[tauri::command]
#[specta::specta]
pub async fn move_firm(app: State<'_, App>, place: PlaceForm) -> Answer<Done<Option<ErrorView>>> {
    run(app, move |app| app.move_firm(&place.into())).await
}

/// Says where the firm is for this device alone.
#[tauri::command]
#[specta::specta]
pub async fn set_place_here(app: State<'_, App>, place: PlaceForm) -> Answer<()> {
    run(app, move |app| app.set_place_here(&place.into())).await
}

/// Changes the sign-in to the firm's place, for everybody or on this device alone.
#[tauri::command]
#[specta::specta]
pub async fn set_sign_in(
    app: State<'_, App>,
    sign_in: SignInForm,
    for_all: bool,
) -> Answer<Done<()>> {
    let sign_in = SecretText::from(sign_in);
    run(app, move |app| {
        if for_all {
            return app.set_sign_in_for_all(&sign_in);
        }
        app.set_sign_in(&sign_in).map(|()| Done { value: (), unsent: None })
    })
    .await
}

/// Checks a firm that is to be set up, and makes its recovery kit.
#[tauri::command]
#[specta::specta]
pub async fn draft_firm(app: State<'_, App>, request: FirmForm) -> Answer<KitView> {
    run(app, move |app| app.draft_firm(request.into())).await
}

/// Sets the firm up, once both sheets were proven.
#[tauri::command]
#[specta::specta]
pub async fn found_firm(app: State<'_, App>) -> Answer<Done<()>> {
    run(app, App::found_firm).await
}

/// Answers an invite. The digits to read out are in the firm's view.
#[tauri::command]
#[specta::specta]
pub async fn join_firm(
    app: State<'_, App>,
    code: String,
    place: PlaceForm,
    device: String,
) -> Answer<()> {
    let code = SecretText::new(code);
    run(app, move |app| app.join(&code, &place.into(), &device).map(drop)).await
}

/// Gives up waiting to be let in.
#[tauri::command]
#[specta::specta]
pub async fn stop_joining(app: State<'_, App>) -> Answer<()> {
    run(app, App::stop_joining).await
}
