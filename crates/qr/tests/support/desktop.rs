//! A private X server, and the reader run inside it.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

use image::GrayImage;
use x11rb::connection::Connection;
use x11rb::protocol::xproto::{ConnectionExt, CreateGCAux, ImageFormat, Screen};
use x11rb::rust_connection::RustConnection;
use x11rb::wrapper::ConnectionExt as _;

/// A virtual display that ends with the test.
pub struct Display {
    server: Child,
    pub name: String,
}

impl Display {
    /// Starts Xvfb with screens like "1024x768x24", on a display number that is free.
    pub fn start(screens: &[&str]) -> Self {
        let mut command = Command::new("Xvfb");
        for (number, screen) in screens.iter().enumerate() {
            command.args(["-screen", &number.to_string(), screen]);
        }
        let mut server = command
            .args(["-displayfd", "1", "-noreset", "-nolisten", "tcp"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("Xvfb is needed for this test: install the package xvfb");
        let mut number = String::new();
        BufReader::new(server.stdout.take().unwrap()).read_line(&mut number).unwrap();
        assert!(!number.trim().is_empty(), "Xvfb did not start");
        Self { server, name: format!(":{}", number.trim()) }
    }

    /// Draws a picture on the root window of a screen, top left corner at `at`.
    pub fn draw(&self, screen: usize, picture: &GrayImage, at: (i16, i16)) {
        let (connection, _) = x11rb::connect(Some(&self.name)).unwrap();
        put(&connection, &connection.setup().roots[screen], picture, at);
        connection.sync().unwrap();
    }

    /// A command that finds this display, and no other desktop of the person who runs the test.
    pub fn command(&self, program: impl AsRef<std::ffi::OsStr>) -> Command {
        let mut command = Command::new(program);
        for name in ["WAYLAND_DISPLAY", "XDG_SESSION_TYPE", "XDG_RUNTIME_DIR"] {
            command.env_remove(name);
        }
        command.env("DISPLAY", &self.name);
        command.env("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent");
        command
    }
}

impl Drop for Display {
    fn drop(&mut self) {
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}

fn put(connection: &RustConnection, screen: &Screen, picture: &GrayImage, at: (i16, i16)) {
    let context = connection.generate_id().unwrap();
    connection.create_gc(context, screen.root, &CreateGCAux::new()).unwrap();
    let data: Vec<u8> = match screen.root_depth {
        24 => picture.iter().flat_map(|&level| [level, level, level, 0]).collect(),
        16 => {
            picture.iter().flat_map(|&level| if level > 127 { [255; 2] } else { [0; 2] }).collect()
        }
        depth => panic!("no pixels made for depth {depth}"),
    };
    let (width, height) = (picture.width() as u16, picture.height() as u16);
    let (kind, depth) = (ImageFormat::Z_PIXMAP, screen.root_depth);
    connection
        .put_image(kind, screen.root, context, width, height, at.0, at.1, 0, depth, &data)
        .unwrap()
        .check()
        .unwrap();
}
