//! A private message bus with a desktop portal on it that answers as it is told.

use std::collections::HashMap;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use zbus::blocking::Connection;
use zbus::blocking::connection::Builder;
use zbus::message::Header;
use zbus::zvariant::{OwnedObjectPath, OwnedValue, Value};

const REQUEST: &str = "org.freedesktop.portal.Request";

/// What the person, or the system, answers.
#[derive(Clone, Copy)]
pub enum Answer {
    Yes = 0,
    No = 1,
    Failed = 2,
}

/// A message bus that ends with the test, and the portal on it.
pub struct Bus {
    daemon: Child,
    pub address: String,
    _portal: Connection,
}

impl Bus {
    /// Starts a bus whose portal gives this answer, and this file if the answer is yes.
    pub fn start(answer: Answer, picture: &Path) -> Self {
        let mut daemon = Command::new("dbus-daemon")
            .args(["--session", "--nofork", "--print-address"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("dbus-daemon is needed for this test: install the package dbus");
        let mut address = String::new();
        BufReader::new(daemon.stdout.take().unwrap()).read_line(&mut address).unwrap();
        let address = address.trim().to_owned();
        let portal = Portal { answer, uri: format!("file://{}", picture.display()) };
        let portal = Builder::address(address.as_str())
            .unwrap()
            .serve_at("/org/freedesktop/portal/desktop", portal)
            .unwrap()
            .name("org.freedesktop.portal.Desktop")
            .unwrap()
            .build()
            .unwrap();
        Self { daemon, address, _portal: portal }
    }
}

impl Drop for Bus {
    fn drop(&mut self) {
        let _ = self.daemon.kill();
        let _ = self.daemon.wait();
    }
}

struct Portal {
    answer: Answer,
    uri: String,
}

#[zbus::interface(name = "org.freedesktop.portal.Screenshot")]
impl Portal {
    #[zbus(property)]
    fn version(&self) -> u32 {
        2
    }

    async fn screenshot(
        &self,
        _parent_window: String,
        options: HashMap<String, OwnedValue>,
        #[zbus(header)] header: Header<'_>,
        #[zbus(connection)] connection: &zbus::Connection,
    ) -> OwnedObjectPath {
        let token: String = options["handle_token"].try_clone().unwrap().try_into().unwrap();
        let sender = header.sender().unwrap().trim_start_matches(':').replace('.', "_");
        let request = format!("/org/freedesktop/portal/desktop/request/{sender}/{token}");
        let request = OwnedObjectPath::try_from(request).unwrap();
        let mut results = HashMap::new();
        if matches!(self.answer, Answer::Yes) {
            results.insert("uri", Value::from(&self.uri));
        }
        let body = (self.answer as u32, results);
        connection.emit_signal(None::<&str>, &request, REQUEST, "Response", &body).await.unwrap();
        request
    }
}
