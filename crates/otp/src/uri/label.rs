//! The label between type and parameters: `Issuer:account`.

use super::query;

/// A label taken apart.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Label {
    pub(crate) issuer: String,
    pub(crate) account: String,
    pub(crate) label_issuer: Option<String>,
}

/// Takes the raw label of a URI apart. A `+` is a plus, except in Microsoft's prefix: Microsoft
/// form-encodes the organisation's name.
pub(super) fn read(raw: &str, issuer: String) -> Label {
    let mut label = split(&query::text(raw), issuer);
    if label.issuer == "Microsoft" && label.label_issuer.is_some() {
        let prefix = query::text(&raw_prefix(raw).replace('+', " ")).trim().to_owned();
        label.label_issuer = Some(prefix).filter(|prefix| !prefix.is_empty());
    }
    label
}

/// Takes decoded label text apart. `issuer` is the parameter, which wins over the label's prefix:
/// an exact `issuer:` goes first, so that names with colons survive; else the first colon splits.
pub(crate) fn split(text: &str, issuer: String) -> Label {
    let text = text.trim();
    if !issuer.is_empty()
        && let Some(account) = text.strip_prefix(&issuer).and_then(|rest| rest.strip_prefix(':'))
    {
        return Label { issuer, account: account.trim().to_owned(), label_issuer: None };
    }
    let Some((prefix, account)) = text.split_once(':') else {
        return Label { issuer, account: text.to_owned(), label_issuer: None };
    };
    let (prefix, account) = (prefix.trim().to_owned(), account.trim().to_owned());
    if issuer.is_empty() {
        return Label { issuer: prefix, account, label_issuer: None };
    }
    let differs = !prefix.is_empty() && prefix != issuer;
    Label { issuer, account, label_issuer: differs.then_some(prefix) }
}

/// What stands before the first colon, plain or as `%3A`.
fn raw_prefix(raw: &str) -> &str {
    let plain = raw.find(':').unwrap_or(raw.len());
    let escaped = raw.to_ascii_lowercase().find("%3a").unwrap_or(raw.len());
    &raw[..plain.min(escaped)]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(raw: &str, issuer: &str) -> (String, String, Option<String>) {
        let label = read(raw, issuer.to_owned());
        (label.issuer, label.account, label.label_issuer)
    }

    fn expected(
        issuer: &str,
        account: &str,
        prefix: Option<&str>,
    ) -> (String, String, Option<String>) {
        (issuer.to_owned(), account.to_owned(), prefix.map(str::to_owned))
    }

    #[test]
    fn an_exact_issuer_goes_before_the_first_colon() {
        assert_eq!(parts("A: B:me", "A: B"), expected("A: B", "me", None));
        assert_eq!(parts("A: B:me", ""), expected("A", "B:me", None));
        assert_eq!(parts("A:me", "X"), expected("X", "me", Some("A")));
        assert_eq!(parts(":me", "X"), expected("X", "me", None));
    }

    #[test]
    fn a_plus_is_a_space_in_microsofts_prefix_alone() {
        let label = expected("Microsoft", "me+x", Some("Some Co+"));
        assert_eq!(parts("Some+Co%2B%3ame+x", "Microsoft"), label);
        assert_eq!(parts("a+b:me+x", "Other"), expected("Other", "me+x", Some("a+b")));
        assert_eq!(parts("+:me", "Microsoft"), expected("Microsoft", "me", None));
    }

    #[test]
    fn a_label_equal_to_the_issuer_is_the_account() {
        assert_eq!(parts("My%20Code", "My Code"), expected("My Code", "My Code", None));
        assert_eq!(parts("", "X"), expected("X", "", None));
    }
}
