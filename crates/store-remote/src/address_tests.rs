use proptest::prelude::*;

use super::*;

fn parse(text: &str) -> Result<Address, AddressError> {
    Address::parse(text)
}

#[test]
fn each_store_is_named_by_one_url() {
    let shown = |text: &str| parse(text).unwrap_or_else(|e| panic!("{text}: {e}")).to_string();
    assert_eq!(shown("s3://firm-codes/six/board"), "s3://firm-codes/six/board");
    assert_eq!(shown("s3://firm-codes"), "s3://firm-codes/");
    assert_eq!(shown("azure://firmcodes/six/board/"), "azure://firmcodes/six/board");
    assert_eq!(shown("gs://firm-codes/six"), "gs://firm-codes/six");
    assert_eq!(shown("https://dav.firm.example/six"), "https://dav.firm.example/six/");
    assert_eq!(shown("postgres://db.firm.example/codes"), "postgres://db.firm.example:5432/codes");
    assert_eq!(shown("postgresql://[::1]:6000/codes"), "postgres://::1:6000/codes");
}

#[cfg(unix)]
#[test]
fn a_folder_is_named_by_its_full_path_or_a_file_url() {
    assert_eq!(parse("/srv/firm codes"), Ok(Address::Folder("/srv/firm codes".into())));
    assert_eq!(parse("file:///srv/firm%20codes"), Ok(Address::Folder("/srv/firm codes".into())));
    for relative in ["firm", "./firm", "../firm", "", "~/firm", "file://server/share"] {
        assert_eq!(parse(relative), Err(AddressError::Neither), "{relative}");
    }
}

#[test]
fn the_parameters_of_an_s3_compatible_server_are_read() {
    let text = "s3://firm/six?endpoint=https://s3.firm.example:9000&region=eu-west-2";
    let Ok(Address::S3 { endpoint: Some(endpoint), region, .. }) = parse(text) else {
        panic!("not understood");
    };
    assert_eq!((endpoint.as_str(), &*region), ("https://s3.firm.example:9000/", "eu-west-2"));
}

#[test]
fn a_password_or_user_name_in_the_address_is_refused_and_not_repeated() {
    for text in [
        "https://ann:hunter2@dav.firm.example/",
        "https://ann:@dav.firm.example/",
        "postgres://ann:hunter2@db/codes",
        "s3://AKIA:hunter2@bucket/",
        "s3://firm/?endpoint=https://ann:hunter2@s3.firm.example",
    ] {
        let error = parse(text).unwrap_err();
        assert!(
            matches!(error, AddressError::Password | AddressError::UserName),
            "{text}: {error}"
        );
        assert!(!error.to_string().contains("hunter2"));
    }
    for text in ["https://ann@dav.firm.example/", "postgres://ann@db/codes", "gs://ann@bucket/"] {
        assert_eq!(parse(text), Err(AddressError::UserName), "{text}");
    }
}

#[test]
fn http_is_for_this_computer_only() {
    for text in [
        "http://127.0.0.1:8080/dav/",
        "http://localhost/dav/",
        "http://[::1]:80/",
        "s3://firm?endpoint=http://127.0.0.1:9000",
    ] {
        assert!(parse(text).is_ok(), "{text}");
    }
    for text in [
        "http://dav.firm.example/",
        "http://127.0.0.1.firm.example/",
        "http://localhost.firm.example/",
        "http://192.168.1.10/dav/",
        "gs://firm?endpoint=http://10.0.0.1",
        "azure://firm/six?endpoint=http://azure.example",
    ] {
        assert_eq!(parse(text), Err(AddressError::InTheClear), "{text}");
    }
}

#[test]
fn a_database_on_this_computer_is_told_from_one_elsewhere() {
    for (text, expected) in [
        ("postgres://127.0.0.1/codes", Reach::Loopback),
        ("postgres://localhost/codes", Reach::Loopback),
        ("postgres://[::1]/codes", Reach::Loopback),
        ("postgres://db.firm.example/codes", Reach::Network),
        ("postgres://127.0.0.1.example/codes", Reach::Network),
    ] {
        let Ok(Address::Postgres { reach, .. }) = parse(text) else { panic!("{text}") };
        assert_eq!(reach, expected, "{text}");
    }
}

#[test]
fn unknown_schemes_are_named_with_those_that_are_known() {
    for (text, scheme) in [("ftp://firm/", "ftp"), ("dav://firm/", "dav"), ("mem://x", "mem")] {
        let error = parse(text).unwrap_err();
        assert_eq!(error, AddressError::Scheme(scheme.to_owned()));
        assert!(error.to_string().contains("postgres"));
    }
}

#[test]
fn parameters_that_are_unknown_or_come_twice_are_refused_by_name_only() {
    for (text, name) in [
        ("s3://firm?secret=hunter2", "secret"),
        ("s3://firm?region=a&region=b", "region"),
        ("https://dav.example/?token=hunter2", "token"),
        ("postgres://db/codes?sslmode=disable", "sslmode"),
        ("https://dav.example/#x", "#"),
    ] {
        assert_eq!(parse(text), Err(AddressError::Parameter(name.to_owned())), "{text}");
    }
}

#[test]
fn missing_or_odd_parts_are_named() {
    for (text, part) in [
        ("s3:///six", "bucket"),
        ("s3://fi%20rm/", "bucket"),
        ("azure://firm", "container"),
        ("azure://firm/UPPER/", "container"),
        ("gs://firm/a//b", "folder"),
        ("gs://firm/a/.b", "folder"),
        ("gs://firm/a%2f..%2fb", "folder"),
        ("postgres://db", "database"),
        ("postgres://db/codes?schema=a%22b", "schema"),
        ("s3://firm?region=EU", "region"),
    ] {
        assert_eq!(parse(text), Err(AddressError::Part(part)), "{text}");
    }
    assert_eq!(parse("postgres:///codes"), Err(AddressError::NoServer));
}

proptest! {
    #[test]
    fn no_text_makes_the_reader_panic_or_repeat_a_password(user in "[a-z]{1,8}", rest in ".{0,40}") {
        for scheme in ["s3", "azure", "gs", "https", "postgres", "file", "x"] {
            let text = format!("{scheme}://{user}:hunter2@{rest}");
            if let Err(error) = parse(&text) {
                prop_assert!(!error.to_string().contains("hunter2"));
            } else {
                prop_assert!(false, "{} was accepted", text);
            }
            let _ = parse(&format!("{scheme}://{rest}"));
            let _ = parse(&rest);
        }
    }
}
