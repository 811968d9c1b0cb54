//! The people of the firm: who is in, who is invited, who leaves.

use app::App;
use app::firm::views::{
    DeviceView, Done, InviteView, LeaverView, PersonView, RequestView, RoleView, TeamView, VoidView,
};
use app::firm::{InviteRequest, Leaver};
use tauri::State;

use super::{Answer, picture, run};

/// The people of the firm.
#[tauri::command]
#[specta::specta]
pub async fn people(app: State<'_, App>) -> Answer<Vec<PersonView>> {
    run(app, App::people).await
}

/// The devices of the firm.
#[tauri::command]
#[specta::specta]
pub async fn devices(app: State<'_, App>) -> Answer<Vec<DeviceView>> {
    run(app, App::devices).await
}

/// The teams of the firm.
#[tauri::command]
#[specta::specta]
pub async fn teams(app: State<'_, App>) -> Answer<Vec<TeamView>> {
    run(app, App::teams).await
}

/// The open invites of this device.
#[tauri::command]
#[specta::specta]
pub async fn requests(app: State<'_, App>) -> Answer<Vec<RequestView>> {
    run(app, App::requests).await
}

/// Invites somebody; the code is kept to be shown once.
#[tauri::command]
#[specta::specta]
pub async fn invite(app: State<'_, App>, request: InviteRequest) -> Answer<Done<InviteView>> {
    run(app, move |app| app.invite_to_show(&request)).await
}

/// The invite's code, as a picture.
#[tauri::command]
#[specta::specta]
pub async fn invite_picture(app: State<'_, App>) -> Answer<String> {
    run(app, |app| app.draw_invite().map(|drawn| picture::address(&drawn))).await
}

/// Copies the invite's code.
#[tauri::command]
#[specta::specta]
pub async fn copy_invite(app: State<'_, App>) -> Answer<()> {
    run(app, App::copy_invite).await
}

/// Forgets the invite's code.
#[tauri::command]
#[specta::specta]
pub async fn forget_invite(app: State<'_, App>) -> Answer<()> {
    run(app, |app| {
        app.forget_invite();
        Ok(())
    })
    .await
}

/// The digits of the device that answered, to be compared side by side.
#[tauri::command]
#[specta::specta]
pub async fn answered_digits(app: State<'_, App>, name: String) -> Answer<String> {
    run(app, move |app| app.answered_digits(&name)).await
}

/// Lets a person in whose device has these digits: as they were typed, or as they were shown.
#[tauri::command]
#[specta::specta]
pub async fn approve(app: State<'_, App>, name: String, digits: String) -> Answer<Done<String>> {
    run(app, move |app| app.approve(&name, &digits)).await
}

/// Closes an invite.
#[tauri::command]
#[specta::specta]
pub async fn close_invite(app: State<'_, App>, name: String) -> Answer<()> {
    run(app, move |app| app.close_invite(&name)).await
}

/// Makes a team.
#[tauri::command]
#[specta::specta]
pub async fn create_team(app: State<'_, App>, name: String) -> Answer<Done<String>> {
    run(app, move |app| app.create_team(&name)).await
}

/// Puts people into a team.
#[tauri::command]
#[specta::specta]
pub async fn add_to_team(
    app: State<'_, App>,
    team: String,
    people: Vec<String>,
) -> Answer<Done<()>> {
    run(app, move |app| app.add_to_team(&team, &people)).await
}

/// Takes people out of a team.
#[tauri::command]
#[specta::specta]
pub async fn remove_from_team(
    app: State<'_, App>,
    team: String,
    people: Vec<String>,
) -> Answer<Done<()>> {
    run(app, move |app| app.remove_from_team(&team, &people)).await
}

/// What a removal would mean.
#[tauri::command]
#[specta::specta]
pub async fn preview_removal(app: State<'_, App>, leaver: Leaver) -> Answer<LeaverView> {
    run(app, move |app| app.preview_removal(&leaver)).await
}

/// Makes somebody of the firm a deputy or an administrator.
#[tauri::command]
#[specta::specta]
pub async fn appoint(app: State<'_, App>, person: String, role: RoleView) -> Answer<Done<()>> {
    run(app, move |app| app.appoint(&person, role)).await
}

/// Work that did not count, because whoever did it was out of the firm by then.
#[tauri::command]
#[specta::specta]
pub async fn void_work(app: State<'_, App>) -> Answer<Vec<VoidView>> {
    run(app, App::void_work).await
}

/// Does such work again, in this person's name.
#[tauri::command]
#[specta::specta]
pub async fn do_again(app: State<'_, App>, id: String) -> Answer<Done<()>> {
    run(app, move |app| app.do_again(&id)).await
}
