//! The window's commands: each translates, calls the application and maps the error.

pub mod accounts;
pub mod add;
pub mod backup;
pub mod codes;
pub mod firm;
pub mod giving;
pub mod kit;
pub mod leaving;
pub mod log;
pub mod page;
pub mod people;
mod picture;
pub mod settings;
pub mod sharing;
pub mod sheet;
pub mod vault;

use app::App;
use app::view::ErrorView;
use tauri::State;

/// What a command answers.
pub type Answer<T> = Result<T, ErrorView>;

/// Runs `act` where it may wait for a keyring, a disk or a picture, never on the window's thread.
pub async fn run<T: Send + 'static>(
    app: State<'_, App>,
    act: impl FnOnce(&App) -> app::error::Result<T> + Send + 'static,
) -> Answer<T> {
    let app = App::clone(&app);
    match tauri::async_runtime::spawn_blocking(move || act(&app)).await {
        Ok(answer) => answer.map_err(ErrorView::from),
        Err(error) => Err(app::Error::new("bug.unexpected").because(error).into()),
    }
}
