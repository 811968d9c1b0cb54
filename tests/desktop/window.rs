//! The program in a session of its own, and a driver that clicks and types in its window.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use anyhow::{Context, Result};
use fantoccini::elements::Element;
use fantoccini::key::Key;
use fantoccini::{Client, ClientBuilder, Locator};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};
use support::{PrivateSession, Process, VirtualDisplay, free_port, program, until};
use tokio::runtime::Runtime;

/// Nothing on the screen takes longer than this.
pub const LIMIT: Duration = Duration::from_secs(30);

/// The program as the system lists it, cut to 15 letters.
pub const PROGRAM: &str = "sixboard-deskto";

/// The title of the system's dialog for one file, as GTK writes it.
const FILE_DIALOG: &str = "Open File";
pub const SAVE_DIALOG: &str = "Save File";

/// A running window. Dropping it ends the program and its session.
pub struct Desktop {
    runtime: Runtime,
    client: Option<Client>,
    driver: Option<Process>,
    display: VirtualDisplay,
    session: PrivateSession,
}

impl Desktop {
    /// A session with an empty keyring and no vault, and the window of its first run.
    pub fn start() -> Result<Self> {
        Self::start_in(PrivateSession::start()?)
    }

    /// A browser of the window's engine that shows a page, for what needs the page alone.
    pub fn browse(address: &str) -> Result<Self> {
        let mut browser = Self::without_window(PrivateSession::start_without_keyring()?)?;
        browser.drive(json!({}))?;
        browser.runtime.block_on(browser.client()?.goto(address))?;
        Ok(browser)
    }

    /// The window in a session that is there already.
    pub fn start_in(session: PrivateSession) -> Result<Self> {
        let mut desktop = Self::without_window(session)?;
        desktop.open()?;
        Ok(desktop)
    }

    fn without_window(session: PrivateSession) -> Result<Self> {
        let display = VirtualDisplay::start(&session, 1280, 900)?;
        let runtime =
            tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build()?;
        Ok(Self { runtime, client: None, driver: None, display, session })
    }

    /// Opens the program's window.
    pub fn open(&mut self) -> Result<()> {
        self.drive(json!({
            "webkitgtk:browserOptions": { "binary": program("sixboard-desktop")?, "args": [] },
        }))
    }

    fn drive(&mut self, wanted: Value) -> Result<()> {
        let port = free_port()?;
        let mut driver = self.command("WebKitWebDriver");
        driver.arg(format!("--port={port}")).env("TAURI_WEBVIEW_AUTOMATION", "true");
        let said = fs::File::options().create(true).append(true).open(self.log())?;
        driver.stdin(Stdio::null()).stdout(said.try_clone()?).stderr(said);
        self.driver = Some(Process::start("WebKitWebDriver", &mut driver)?);
        until("the driver of the window", LIMIT, || {
            Ok(std::net::TcpStream::connect(("127.0.0.1", port)).ok().map(drop))
        })?;
        let Value::Object(wanted) = wanted else { unreachable!("the callers write objects") };
        let mut builder = ClientBuilder::new(HttpConnector::new());
        builder.capabilities(wanted);
        let address = format!("http://127.0.0.1:{port}");
        // The driver never answers when the program ends while it starts.
        let connected = self
            .runtime
            .block_on(async { tokio::time::timeout(LIMIT, builder.connect(&address)).await });
        self.client = Some(connected.context("the window does not come")??);
        Ok(())
    }

    /// Kills the program where it stands, and opens it again.
    pub fn kill_and_open(&mut self) -> Result<()> {
        let is_program = |name: &str| name == PROGRAM || name.starts_with("WebKit");
        for (process, _) in
            self.session.processes()?.into_iter().filter(|(_, name)| name == PROGRAM)
        {
            self.command("kill").arg("-KILL").arg(process.to_string()).status()?;
        }
        (self.client, self.driver) = (None, None);
        until("the killed program to be gone", LIMIT, || {
            let runs = self.session.processes()?.iter().any(|(_, name)| is_program(name));
            Ok((!runs).then_some(()))
        })?;
        self.open()
    }

    /// Closes the window as a person does; the program ends.
    pub fn close(&mut self) -> Result<()> {
        if let Some(client) = self.client.take() {
            self.runtime.block_on(client.close())?;
        }
        // Before the driver does, which otherwise leaves it running.
        until("the program to end", LIMIT, || {
            let runs = self.session.processes()?.iter().any(|(_, name)| name == PROGRAM);
            Ok((!runs).then_some(()))
        })?;
        self.driver = None;
        Ok(())
    }

    /// The display that the window is on.
    pub fn display(&self) -> &VirtualDisplay {
        &self.display
    }

    /// The session that the window runs in.
    pub fn session(&mut self) -> &mut PrivateSession {
        &mut self.session
    }

    /// A command in the window's session and display.
    pub fn command(&self, program: impl AsRef<std::ffi::OsStr>) -> std::process::Command {
        let mut command = self.session.command(program);
        command.env("DISPLAY", self.display.name());
        command
    }

    /// What the program wrote on its outputs, and its driver with it.
    pub fn said(&self) -> Result<String> {
        Ok(String::from_utf8_lossy(&fs::read(self.log())?).into_owned())
    }

    fn log(&self) -> PathBuf {
        self.folder().join("window.log")
    }

    /// A folder for files that last as long as the session.
    pub fn folder(&self) -> &Path {
        self.session.folder()
    }

    /// Chooses a file in the system's dialog, which no WebDriver reaches.
    pub fn choose_file(&self, file: &Path) -> Result<()> {
        self.name_file(FILE_DIALOG, file)
    }

    /// Names the file to be written in the system's dialog.
    pub fn save_file(&self, file: &Path) -> Result<()> {
        self.name_file(SAVE_DIALOG, file)
    }

    fn name_file(&self, title: &str, file: &Path) -> Result<()> {
        until("the file dialog", LIMIT, || self.display.window(title))?;
        // The first slash opens the dialog's field for a path, and a letter after it may be lost
        // meanwhile: then the whole path once more.
        until("the dialog to take the path", LIMIT, || {
            let Some(dialog) = self.display.window(title)? else { return Ok(Some(())) };
            self.display.press(&dialog, "ctrl+a")?;
            self.display.write(&dialog, &file.display().to_string())?;
            self.display.press(&dialog, "Return")?;
            let gone = || Ok(self.display.window(title)?.is_none().then_some(()));
            Ok(until("the dialog to close", Duration::from_secs(2), gone).ok())
        })
    }

    /// Waits for the element with this test id.
    pub fn find(&self, id: &str) -> Result<Element> {
        let found = format!("[data-testid=\"{id}\"]");
        let client = self.client()?;
        self.patiently(&format!("{id} to appear"), || {
            Ok(self.runtime.block_on(client.find(Locator::Css(&found)))?)
        })
    }

    /// Tries until it works. A page that is being drawn anew may replace an element while the
    /// driver has it in hand, which is told as one fault or another.
    fn patiently<T>(&self, what: &str, act: impl Fn() -> Result<T>) -> Result<T> {
        let mut fault = None;
        let done = until(what, LIMIT, || Ok(act().map_err(|error| fault = Some(error)).ok()));
        done.with_context(|| {
            let seen = self.picture("gave-up").map(|file| file.display().to_string());
            format!("{fault:?}; what was on the screen: {seen:?}")
        })
    }

    /// Whether an element with this test id is there now.
    pub fn has(&self, id: &str) -> Result<bool> {
        let found = format!("[data-testid=\"{id}\"]");
        let there = "return document.querySelector(arguments[0]) !== null";
        Ok(self.run(there, vec![found.into()])? == true)
    }

    /// Clicks the element with this test id, once it is there.
    pub fn click(&self, id: &str) -> Result<()> {
        self.patiently(&format!("a click on {id}"), || {
            let element = self.find(id)?;
            Ok(self.runtime.block_on(element.click())?)
        })
    }

    /// Types into the field with this test id, in place of what is there.
    pub fn fill(&self, id: &str, text: &str) -> Result<()> {
        self.patiently(&format!("{id} to take text"), || {
            let element = self.find(id)?;
            self.runtime.block_on(async {
                element.clear().await?;
                element.send_keys(text).await
            })?;
            Ok(())
        })
    }

    /// Presses keys in whatever has the focus.
    pub fn press(&self, keys: &str) -> Result<()> {
        let active = self.runtime.block_on(self.client()?.active_element())?;
        Ok(self.runtime.block_on(active.send_keys(keys))?)
    }

    /// Presses one key together with Ctrl.
    pub fn press_with_ctrl(&self, key: char) -> Result<()> {
        self.press(&format!("{}{key}{}", char::from(Key::Control), char::from(Key::Null)))
    }

    /// The text of the element with this test id.
    pub fn text(&self, id: &str) -> Result<String> {
        self.patiently(&format!("the text of {id}"), || {
            let element = self.find(id)?;
            Ok(self.runtime.block_on(element.text())?)
        })
    }

    /// Waits until `seen` says yes of the text of an element.
    pub fn wait_for_text(&self, id: &str, seen: impl Fn(&str) -> bool) -> Result<String> {
        until(&format!("the text of {id}"), LIMIT, || {
            let text = self.text(id)?;
            Ok(seen(&text).then_some(text))
        })
    }

    /// Runs JavaScript in the page and gives what it returns.
    pub fn run(&self, script: &str, arguments: Vec<Value>) -> Result<Value> {
        Ok(self.runtime.block_on(self.client()?.execute(script, arguments))?)
    }

    /// Runs JavaScript that answers through its last argument.
    pub fn run_async(&self, script: &str) -> Result<Value> {
        Ok(self.runtime.block_on(self.client()?.execute_async(script, Vec::new()))?)
    }

    /// Makes the window so many pixels wide and high.
    pub fn resize(&self, width: u32, height: u32) -> Result<()> {
        Ok(self.runtime.block_on(self.client()?.set_window_size(width, height))?)
    }

    /// Waits until what the page holds now is drawn.
    pub fn wait_until_drawn(&self) -> Result<()> {
        let drawn = "const done = arguments[arguments.length - 1];
            requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 100)))";
        self.run_async(drawn).map(drop)
    }

    /// Opens another page of the program in the window.
    pub fn open_page(&self, page: &str) -> Result<()> {
        let address = format!("tauri://localhost/{page}");
        Ok(self.runtime.block_on(self.client()?.goto(&address))?)
    }

    /// Saves a picture of the window under `target/pictures`.
    pub fn picture(&self, name: &str) -> Result<PathBuf> {
        let folder = support::root().join("target").join("pictures");
        fs::create_dir_all(&folder)?;
        let file = folder.join(format!("{name}.png"));
        fs::write(&file, self.runtime.block_on(self.client()?.screenshot())?)?;
        Ok(file)
    }

    /// The text on the clipboard; empty when there is none.
    pub fn clipboard(&self) -> Result<String> {
        // An owner that ends while it is asked never answers.
        let mut ask = self.command("timeout");
        let output = ask.args(["5", "xclip", "-selection", "clipboard", "-o"]).output()?;
        Ok(String::from_utf8_lossy(&output.stdout).into_owned())
    }

    /// What the owner of the clipboard says of the text on it: the names of its forms and marks.
    pub fn clipboard_marks(&self) -> Result<String> {
        let mut ask = self.command("timeout");
        let arguments = ["5", "xclip", "-selection", "clipboard", "-t", "TARGETS", "-o"];
        let output = ask.args(arguments).output()?;
        Ok(String::from_utf8_lossy(&output.stdout).into_owned())
    }

    /// Makes a vault without a passphrase through the first-run page.
    pub fn first_run(&self) -> Result<()> {
        self.click("who-me")?;
        self.click("create")?;
        self.find("list").map(drop)
    }

    /// Adds an account by a typed key or otpauth text, and leaves the check for later.
    pub fn add(&self, text: &str, label: &str) -> Result<()> {
        self.add_and_stay(text, label)?;
        // What is pressed while a page is being drawn anew is lost.
        until("the check to be left", LIMIT, || {
            if !self.has("check-page")? {
                return Ok(Some(()));
            }
            if self.has("later")? {
                self.click("later")?;
            }
            Ok(None)
        })
    }

    /// Adds an account by a typed key or otpauth text, and stays on the check. The page on which the
    /// key was typed is replaced meanwhile: what is pressed before is lost.
    pub fn add_and_stay(&self, text: &str, label: &str) -> Result<()> {
        self.click("add")?;
        self.click("from-text")?;
        self.fill("key", text)?;
        self.click("key-continue")?;
        let born = || self.run("return performance.timeOrigin", Vec::new());
        let before = born()?;
        self.name(label)?;
        until("the page to be replaced", LIMIT, || {
            // A page that is on its way answers nothing.
            let is_new = born().is_ok_and(|now| now != before);
            Ok((is_new && self.has("check-page").unwrap_or(false)).then_some(()))
        })
    }

    /// Fills in the name page and adds.
    pub fn name(&self, label: &str) -> Result<()> {
        self.fill("label", label)?;
        self.click("add-go")?;
        self.find("check-page").map(drop)
    }

    fn client(&self) -> Result<&Client> {
        self.client.as_ref().context("the window is closed")
    }
}

impl Drop for Desktop {
    fn drop(&mut self) {
        // The driver ends the program it started only when its session is closed.
        if let Some(client) = self.client.take() {
            let _ = self.runtime.block_on(client.close());
        }
    }
}
