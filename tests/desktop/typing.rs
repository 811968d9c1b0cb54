//! Type-ahead over ten thousand accounts, measured in the browser engine of the window.

use std::net::TcpStream;
use std::process::Stdio;

use anyhow::{Context, Result};
use support::{Process, free_port, until};

use crate::window::{Desktop, LIMIT};

/// Types a query again and again, and tells how long the page works for a key, layout included.
const TYPE: &str = r#"
const done = arguments[arguments.length - 1];
const box = document.querySelector('[data-testid="search"]');
const works = [];
const key = async (text) => {
  const start = performance.now();
  box.value = text;
  box.dispatchEvent(new Event('input', { bubbles: true }));
  await Promise.resolve();
  document.body.getBoundingClientRect();
  works.push(performance.now() - start);
  await new Promise((next) => requestAnimationFrame(() => setTimeout(next, 20)));
};
(async () => {
  for (let round = 0; round < 3; round += 1) {
    for (const query of ['inc lon', 'vat york', 'paye', 'xyz']) {
      for (let end = 1; end <= query.length; end += 1) await key(query.slice(0, end));
      await key('');
    }
  }
  works.sort((one, other) => one - other);
  done([works[works.length >> 1], works[Math.floor(works.length * 0.95)], works.length]);
})();
"#;

#[test]
#[ignore = "a measurement, told by `cargo xtask bench`, which builds the page with sample accounts"]
fn typing_finds_among_ten_thousand_accounts() -> Result<()> {
    let port = free_port()?;
    let pages = support::root().join("target").join("sample-pages");
    let mut server = std::process::Command::new("npx");
    server.args(["vite", "preview", "--strictPort", "--port", &port.to_string(), "--outDir"]);
    server.arg(&pages).current_dir(support::root().join("ui"));
    server.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    let _server = Process::start("vite", &mut server)?;
    until("the page's server", LIMIT, || {
        Ok(TcpStream::connect(("localhost", port)).ok().map(drop))
    })?;

    let browser = Desktop::browse(&format!("http://localhost:{port}/?accounts=10000"))?;
    browser.find("list")?;
    let figures = browser.run_async(TYPE)?;
    let figure = |place: usize| figures[place].as_f64().context("no figure");
    println!("figures: {} {} {}", figure(0)?, figure(1)?, figure(2)?);
    Ok(())
}
