//! A screen of our own: Xvfb with a window manager, its picture read straight from memory.
//!
//! Linux only.

use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use anyhow::{Context, Result, bail};

use crate::command;
use crate::poll;
use crate::process::Process;
use crate::session::PrivateSession;

const LIMIT: Duration = Duration::from_secs(20);

/// A window with fewer colours than this shows nothing yet: an empty page has one, a page with
/// smoothed text has many.
const COLOURS_OF_A_DRAWN_WINDOW: usize = 24;

/// Screens that differ in fewer bytes than this show the same page: a blinking caret, a shrinking
/// countdown.
const MORE_THAN_A_DETAIL: usize = 4_000;

/// How often the pointer stops on its way when something is dragged.
const DRAG_STEPS: usize = 12;

/// A running virtual display, 24 bits deep, with a window manager. Ended when dropped.
#[derive(Debug)]
pub struct VirtualDisplay {
    _manager: Process,
    _server: Process,
    name: String,
    memory: PathBuf,
}

/// A window's number, as the X server counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Window(String);

/// A part of the screen, in pixels from the top left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Area {
    /// Distance from the left edge.
    pub x: usize,
    /// Distance from the top edge.
    pub y: usize,
    /// How many pixels wide.
    pub width: usize,
    /// How many pixels high.
    pub height: usize,
}

impl VirtualDisplay {
    /// Starts a display of `width` x `height` pixels for `session`, on a free number.
    pub fn start(session: &PrivateSession, width: u32, height: u32) -> Result<Self> {
        let folder =
            tempfile::Builder::new().prefix("display-").tempdir_in(session.folder())?.keep();
        let (server, name) = start_server(session, &folder, width, height)?;
        let mut manager = session.command("openbox");
        manager.env("DISPLAY", &name).stdin(Stdio::null()).stdout(Stdio::null());
        manager.stderr(Stdio::null());
        let manager = Process::start("openbox", &mut manager)?;
        let memory = folder.join("Xvfb_screen0");
        let mut display = Self { _manager: manager, _server: server, name, memory };
        display.wait_for_manager()?;
        Ok(display)
    }

    /// Returns the display's name, such as `:1`.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Makes `command` draw on this display.
    pub fn enter(&self, command: &mut Command) {
        command.env_remove("WAYLAND_DISPLAY").env("DISPLAY", &self.name).env("GDK_BACKEND", "x11");
        command.env("NO_AT_BRIDGE", "1"); // nobody on our bus listens for a screen reader
    }

    /// Returns the visible window of exactly this title (a regular expression), if there is one.
    pub fn window(&self, title: &str) -> Result<Option<Window>> {
        let output = self
            .tool("xdotool")
            .args(["search", "--onlyvisible", "--name", &format!("^{title}$")])
            .output()?;
        let found = String::from_utf8_lossy(&output.stdout);
        Ok(found.lines().last().map(|number| Window(number.to_owned())))
    }

    /// Waits until `program` shows a window of this title.
    pub fn wait_for_window(
        &self,
        title: &str,
        limit: Duration,
        program: &mut Process,
    ) -> Result<Window> {
        poll::until(&format!("a window titled {title}"), limit, || {
            program.still_runs()?;
            self.window(title)
        })
    }

    /// Waits until more than an empty page is drawn in `window`.
    pub fn wait_until_drawn(&self, window: &Window, limit: Duration) -> Result<()> {
        poll::until("the window to be drawn", limit, || {
            let colours = self.colours(self.area(window)?)?;
            Ok((colours >= COLOURS_OF_A_DRAWN_WINDOW).then_some(()))
        })
    }

    /// Returns where a window's contents are.
    pub fn area(&self, window: &Window) -> Result<Area> {
        let mut tool = self.tool("xdotool");
        let text = command::capture(tool.args(["getwindowgeometry", "--shell", &window.0]))?;
        let read = |name: &str| -> Result<usize> {
            let value = text.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix('='));
            let value = value.with_context(|| format!("xdotool told no {name}"))?;
            Ok(value.parse::<i64>()?.try_into().unwrap_or(0))
        };
        Ok(Area { x: read("X")?, y: read("Y")?, width: read("WIDTH")?, height: read("HEIGHT")? })
    }

    /// Counts the different colours in a part of the screen.
    pub fn colours(&self, area: Area) -> Result<usize> {
        count_colours(&fs::read(&self.memory)?, area)
    }

    /// Returns the colours of a part of the screen, from the top left, line by line.
    pub fn pixels(&self, area: Area) -> Result<Vec<[u8; 3]>> {
        pixels_in(&fs::read(&self.memory)?, area)
    }

    /// Presses key combinations such as `ctrl+l` in `window`, one after the other.
    pub fn press(&self, window: &Window, keys: &str) -> Result<()> {
        let mut tool = self.tool("xdotool");
        tool.args(["windowfocus", "--sync", &window.0, "key", "--clearmodifiers"]);
        tool.args(keys.split(' '));
        command::capture(&mut tool).map(drop)
    }

    /// Types `text` into whatever has the keyboard in `window`.
    pub fn write(&self, window: &Window, text: &str) -> Result<()> {
        let mut tool = self.tool("xdotool");
        tool.args(["windowfocus", "--sync", &window.0, "type", "--delay", "20", text]);
        command::capture(&mut tool).map(drop)
    }

    /// Drags what is in the middle of one window to the middle of another, as a hand does: in steps.
    pub fn drag(&self, from: &Window, to: &Window) -> Result<()> {
        let middle = |area: Area| (area.x + area.width / 2, area.y + area.height / 2);
        let (start, end) = (middle(self.area(from)?), middle(self.area(to)?));
        let mut tool = self.tool("xdotool");
        tool.args([
            "windowraise",
            &from.0,
            "mousemove",
            &start.0.to_string(),
            &start.1.to_string(),
        ]);
        tool.args(["mousedown", "1"]);
        for step in 1..=DRAG_STEPS {
            let along = |a: usize, b: usize| (a * (DRAG_STEPS - step) + b * step) / DRAG_STEPS;
            let (x, y) = (along(start.0, end.0), along(start.1, end.1));
            tool.args(["mousemove", &x.to_string(), &y.to_string(), "sleep", "0.05"]);
        }
        tool.args(["sleep", "0.3", "mouseup", "1"]);
        command::capture(&mut tool).map(drop)
    }

    /// Does something that draws a new page, and waits until that page is there and stands still.
    pub fn turn_page(&self, act: impl FnOnce() -> Result<()>) -> Result<()> {
        let before = fs::read(&self.memory)?;
        act()?;
        poll::until("a new page", LIMIT, || {
            let now = fs::read(&self.memory)?;
            Ok((differences(&before, &now) > MORE_THAN_A_DETAIL).then_some(()))
        })?;
        let mut last = Vec::new();
        poll::until("the page to stand still", LIMIT, || {
            let now = fs::read(&self.memory)?;
            let still = differences(&last, &now) <= MORE_THAN_A_DETAIL;
            last = now;
            Ok(still.then_some(()))
        })
    }

    /// Minimises `window`.
    pub fn hide(&self, window: &Window) -> Result<()> {
        command::capture(self.tool("xdotool").args(["windowminimize", "--sync", &window.0]))
            .map(drop)
    }

    /// Brings a minimised `window` back.
    pub fn show(&self, window: &Window) -> Result<()> {
        command::capture(self.tool("xdotool").args(["windowactivate", "--sync", &window.0]))
            .map(drop)
    }

    /// Saves a picture of the whole screen as PNG.
    pub fn picture(&self, file: &Path) -> Result<()> {
        if let Some(folder) = file.parent() {
            fs::create_dir_all(folder)?;
        }
        command::capture(self.tool("import").args(["-window", "root"]).arg(file)).map(drop)
    }

    fn tool(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        command.env("DISPLAY", &self.name).stdin(Stdio::null());
        command
    }

    /// Waits for the window manager: it is there once it has told how many desktops there are.
    fn wait_for_manager(&mut self) -> Result<()> {
        poll::until("the window manager", LIMIT, || {
            self._manager.still_runs()?;
            let output = self.tool("xdotool").arg("get_num_desktops").output()?;
            Ok(output.status.success().then_some(()))
        })
    }
}

/// Starts the X server, which picks a free number, and returns it with that name.
fn start_server(
    session: &PrivateSession,
    folder: &Path,
    width: u32,
    height: u32,
) -> Result<(Process, String)> {
    let number = folder.join("number");
    let mut server = session.command("Xvfb");
    // Without a pointer, which would be counted among a window's colours.
    server.args(["-displayfd", "1", "-nolisten", "tcp", "-noreset", "-nocursor"]);
    server.args(["-screen", "0", &format!("{width}x{height}x24")]);
    server.arg("-fbdir").arg(folder);
    server.stdin(Stdio::null()).stdout(fs::File::create(&number)?).stderr(Stdio::null());
    let mut server = Process::start("Xvfb", &mut server)?;
    let name = poll::until("the virtual display", LIMIT, || {
        server.still_runs()?;
        Ok(fs::read_to_string(&number)?.strip_suffix('\n').map(|number| format!(":{number}")))
    })?;
    Ok((server, name))
}

/// Counts the bytes in which two screen dumps differ.
fn differences(before: &[u8], now: &[u8]) -> usize {
    let common = before.iter().zip(now).filter(|(before, now)| before != now).count();
    common + before.len().abs_diff(now.len())
}

fn count_colours(dump: &[u8], area: Area) -> Result<usize> {
    Ok(pixels_in(dump, area)?.into_iter().collect::<HashSet<_>>().len())
}

/// The pixels of `area` in a screen dump of X11's own format (xwd, 32 bits per pixel).
fn pixels_in(dump: &[u8], area: Area) -> Result<Vec<[u8; 3]>> {
    let field = |index: usize| -> Result<usize> {
        let bytes = dump.get(index * 4..index * 4 + 4).context("the screen dump is cut off")?;
        Ok(u32::from_be_bytes([bytes[0], bytes[1], bytes[2], bytes[3]]) as usize)
    };
    let (header, width, height) = (field(0)?, field(4)?, field(5)?);
    let (bits_per_pixel, line_length, map_entries) = (field(11)?, field(12)?, field(19)?);
    if bits_per_pixel != 32 {
        bail!("the virtual display has {bits_per_pixel} bits per pixel, not 32");
    }
    let pixels = dump.get(header + map_entries * 12..).context("the screen dump has no pixels")?;
    let mut colours = Vec::with_capacity(area.width * area.height);
    for y in area.y..(area.y + area.height).min(height) {
        let line = &pixels[y * line_length..];
        for x in area.x..(area.x + area.width).min(width) {
            colours.push([line[x * 4], line[x * 4 + 1], line[x * 4 + 2]]);
        }
    }
    Ok(colours)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_are_counted_only_inside_the_area() {
        let dump = dump(3, 2, &[1, 1, 9, 1, 2, 9]);
        assert_eq!(count_colours(&dump, area(0, 0, 2, 2)).unwrap(), 2);
        assert_eq!(count_colours(&dump, area(2, 0, 5, 5)).unwrap(), 1);
    }

    #[test]
    fn a_cut_off_screen_dump_is_an_error() {
        assert!(count_colours(&[0; 50], area(0, 0, 1, 1)).is_err());
    }

    #[test]
    fn a_drawn_window_is_told_from_an_empty_screen() {
        let session = PrivateSession::start_without_keyring().unwrap();
        let display = VirtualDisplay::start(&session, 800, 600).unwrap();
        assert_eq!(display.colours(area(0, 0, 800, 600)).unwrap(), 1);
        assert_eq!(display.window("A trial window").unwrap(), None);

        let mut command = session.command("display");
        display.enter(&mut command);
        command.args(["-title", "A trial window", "-size", "300x200", "gradient:red-blue"]);
        let mut program = Process::start("display", &mut command).unwrap();
        let window = display.wait_for_window("A trial window", LIMIT, &mut program).unwrap();
        display.wait_until_drawn(&window, LIMIT).unwrap();
        let picture = session.folder().join("picture.png");
        display.picture(&picture).unwrap();
        assert!(fs::metadata(&picture).unwrap().len() > 500);
    }

    fn area(x: usize, y: usize, width: usize, height: usize) -> Area {
        Area { x, y, width, height }
    }

    /// A dump as Xvfb writes it, with one colour-map entry and each pixel's blue as given.
    fn dump(width: u32, height: u32, blues: &[u8]) -> Vec<u8> {
        let mut fields = [0_u32; 25];
        (fields[0], fields[4], fields[5]) = (100, width, height);
        (fields[11], fields[12], fields[19]) = (32, width * 4, 1);
        let mut dump: Vec<u8> = fields.iter().flat_map(|field| field.to_be_bytes()).collect();
        dump.extend([0; 12]);
        dump.extend(blues.iter().flat_map(|blue| [*blue, 0, 0, 0]));
        dump
    }
}
