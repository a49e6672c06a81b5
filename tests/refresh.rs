//! `scripts/refresh.sh`, the scheduled job, against a server of the test's own.

#![cfg(unix)]

use std::io::{Read, Write};
use std::net::TcpListener;
use std::path::Path;
use std::process::{Command, Output};

use crate::fixtures::OpenData;
use crate::program::{folder, program};

/// Serves one file under one path, and nothing else, as often as it is asked.
fn serve(path: &'static str, content: String) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let Ok(mut stream) = stream else { continue };
            let mut request = [0; 4096];
            let read = stream.read(&mut request).unwrap_or(0);
            let request = String::from_utf8_lossy(&request[..read]);
            let is_known = request.starts_with(&format!("GET {path} "));
            let (status, body) = if is_known {
                ("200 OK", content.as_str())
            } else {
                ("404 Not Found", "")
            };
            let length = body.len();
            let head = format!(
                "HTTP/1.1 {status}\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n"
            );
            let _ = stream.write_all(head.as_bytes());
            let _ = stream.write_all(body.as_bytes());
        }
    });
    format!("http://{address}")
}

fn refresh(address: &str, report: &Path, out: &Path, data: &Path) -> Output {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("scripts/refresh.sh");
    let of_program = program();
    let mut command = Command::new("sh");
    for (name, value) in of_program.get_envs() {
        match value {
            Some(value) => command.env(name, value),
            None => command.env_remove(name),
        };
    }
    command
        .env("VAWG", of_program.get_program())
        .env("VAWG_DATA", data)
        .env("no_proxy", "127.0.0.1")
        .arg(script)
        .arg(address)
        .args([report, out])
        .output()
        .unwrap()
}

#[test]
fn a_scheduled_job_fetches_takes_in_and_says_what_changed() {
    if Command::new("curl").arg("--version").output().is_err() {
        let test = "a_scheduled_job_fetches_takes_in_and_says_what_changed";
        let _ = writeln!(std::io::stderr(), "SKIPPED {test}: there is no curl");
        return;
    }
    let work = folder();
    let at = |name: &str| work.path().join(name);
    std::fs::create_dir_all(at("data")).unwrap();
    std::fs::create_dir_all(at("report")).unwrap();
    let report = at("report").join("report.toml");
    std::fs::write(
        &report,
        "[report]\nid = 'own'\ntitle = 'Own'\npublisher = 'A police force'\npublished = '2026-01'\n\n[[figure]]\n\
         id = 'rape'\ntitle = 'Rape'\nrelease = 'home-office-open-data-2023-q1'\n\
         query = { kind = 'measures', measures = ['police-rape'] }\n",
    )
    .unwrap();
    let (out, data) = (at("out"), at("data"));
    let first = serve("/tables.csv", OpenData::all_rapes().text());
    let run = refresh(&format!("{first}/tables.csv"), &report, &out, &data);
    let said = |run: &Output| {
        format!(
            "{}\n{}",
            String::from_utf8_lossy(&run.stdout),
            String::from_utf8_lossy(&run.stderr)
        )
    };
    assert_eq!(run.status.code(), Some(0), "{}", said(&run));
    let written = std::fs::read(out.join("figure-rape.csv")).unwrap();

    // The same file again changes nothing.
    let run = refresh(&format!("{first}/tables.csv"), &report, &out, &data);
    assert_eq!(run.status.code(), Some(0), "{}", said(&run));
    assert!(said(&run).contains("differs"), "{}", said(&run));
    assert_eq!(std::fs::read(out.join("figure-rape.csv")).unwrap(), written);

    // A revised file: the number that changed is named, and the exit status says so.
    let revised = OpenData::all_rapes().with((1, "Kent", "19C"), 25).text();
    let second = serve("/tables.csv", revised);
    let run = refresh(&format!("{second}/tables.csv"), &report, &out, &data);
    assert_eq!(run.status.code(), Some(1), "{}", said(&run));
    assert_ne!(std::fs::read(out.join("figure-rape.csv")).unwrap(), written);

    // No such file yet: the report stays as it is.
    let written = std::fs::read(out.join("figure-rape.csv")).unwrap();
    let run = refresh(&format!("{second}/later.csv"), &report, &out, &data);
    assert_eq!(run.status.code(), Some(22), "{}", said(&run));
    assert_eq!(std::fs::read(out.join("figure-rape.csv")).unwrap(), written);

    // A file that cannot be trusted is refused.
    let third = serve("/tables.csv", "<html><body>Moved</body></html>".to_owned());
    let run = refresh(&format!("{third}/tables.csv"), &report, &out, &data);
    assert_eq!(run.status.code(), Some(1), "{}", said(&run));
    assert_eq!(std::fs::read(out.join("figure-rape.csv")).unwrap(), written);
}
