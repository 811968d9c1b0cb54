//! The services that the naming aid knows. An address on this list is the only one ever opened:
//! never one out of a QR code.

use crate::naming::SEPARATOR;
use crate::view::ServiceView;

/// What is known of one service.
pub(crate) struct Service {
    /// Stable id, stored with an account.
    pub id: &'static str,
    /// Name as labels start with it.
    pub name: &'static str,
    /// Two letters beside the colour bar.
    pub monogram: &'static str,
    /// Usual purposes, offered as the second part of a label.
    pub purposes: &'static [&'static str],
    /// Issuers that mean this service and no other, in lower case.
    pub issuers: &'static [&'static str],
    /// Sign-in page.
    pub page: Option<&'static str>,
    /// It says that it takes the previous code for one more step (docs/decisions/0005).
    pub grace: bool,
    /// It is somebody's own sign-in, never a firm's.
    pub personal: bool,
}

const PLAIN: Service = Service {
    id: "",
    name: "",
    monogram: "",
    purposes: &[],
    issuers: &[],
    page: None,
    grace: false,
    personal: false,
};

const SERVICES: &[Service] = &[
    Service {
        id: "hmrc-asa",
        name: "HMRC agent services",
        monogram: "AS",
        purposes: &["Agent services account"],
        page: Some("https://www.tax.service.gov.uk/agent-services-account"),
        grace: true,
        ..PLAIN
    },
    Service {
        id: "hmrc-osa",
        name: "HMRC online services",
        monogram: "OS",
        purposes: &["Income Tax", "Corporation Tax", "VAT", "PAYE", "Self Assessment"],
        page: Some("https://www.gov.uk/guidance/tax-agents-handbook/online-services-for-agents"),
        grace: true,
        ..PLAIN
    },
    Service {
        id: "hmrc-bta",
        name: "HMRC business tax account",
        monogram: "BT",
        purposes: &["Our own tax"],
        page: Some("https://www.tax.service.gov.uk/business-account"),
        grace: true,
        ..PLAIN
    },
    Service {
        id: "one-login",
        name: "GOV.UK One Login",
        monogram: "GO",
        issuers: &["gov.uk one login"],
        page: Some("https://home.account.gov.uk/"),
        ..PLAIN
    },
    Service {
        id: "govuk-pay",
        name: "GOV.UK Pay",
        monogram: "GP",
        issuers: &["gov.uk pay"],
        page: Some("https://selfservice.payments.service.gov.uk/"),
        ..PLAIN
    },
    Service {
        id: "companies-house",
        name: "Companies House",
        monogram: "CH",
        purposes: &["Filing"],
        issuers: &["companies house"],
        page: Some("https://find-and-update.company-information.service.gov.uk/"),
        ..PLAIN
    },
    Service {
        id: "nhsmail",
        name: "NHSmail",
        monogram: "NH",
        purposes: &["My own account"],
        page: Some("https://portal.nhs.net/"),
        personal: true,
        ..PLAIN
    },
    Service {
        id: "microsoft",
        name: "Microsoft 365",
        monogram: "MS",
        issuers: &["microsoft"],
        page: Some("https://mysignins.microsoft.com/security-info"),
        ..PLAIN
    },
    Service {
        id: "xero",
        name: "Xero",
        monogram: "XE",
        issuers: &["xero"],
        page: Some("https://login.xero.com/"),
        ..PLAIN
    },
    Service {
        id: "quickbooks",
        name: "QuickBooks",
        monogram: "QB",
        issuers: &["intuit", "quickbooks"],
        page: Some("https://accounts.intuit.com/"),
        ..PLAIN
    },
    Service {
        id: "sage",
        name: "Sage",
        monogram: "SA",
        issuers: &["sage"],
        page: Some("https://account.sage.com/"),
        ..PLAIN
    },
    Service {
        id: "freeagent",
        name: "FreeAgent",
        monogram: "FA",
        issuers: &["freeagent"],
        page: Some("https://login.freeagent.com/"),
        ..PLAIN
    },
    Service {
        id: "dext",
        name: "Dext",
        monogram: "DX",
        issuers: &["dext", "dext prepare"],
        page: Some("https://app.dext.com/"),
        ..PLAIN
    },
    Service { id: "taxcalc", name: "TaxCalc", monogram: "TC", issuers: &["taxcalc"], ..PLAIN },
    Service {
        id: "brightpay",
        name: "BrightPay",
        monogram: "BP",
        issuers: &["bright", "brightpay", "bright id"],
        ..PLAIN
    },
    Service { id: "iris", name: "IRIS", monogram: "IR", issuers: &["iris"], ..PLAIN },
];

/// The service with this id.
pub(crate) fn by_id(id: &str) -> Option<&'static Service> {
    SERVICES.iter().find(|service| service.id == id)
}

/// Where in the list a service is: new ones are added at its end, so that marks stay.
pub(crate) fn place(id: &str) -> Option<usize> {
    SERVICES.iter().position(|service| service.id == id)
}

/// The service whose name a label starts with, as the naming aid writes it.
pub(crate) fn by_label(label: &str) -> Option<&'static Service> {
    let first = label.split(SEPARATOR).next().unwrap_or_default().trim().to_lowercase();
    SERVICES.iter().find(|service| service.name.to_lowercase() == first)
}

/// The one service that an issuer surely means.
pub(crate) fn by_issuer(issuer: &str) -> Option<&'static Service> {
    let issuer = issuer.trim().to_lowercase();
    SERVICES.iter().find(|service| service.issuers.contains(&issuer.as_str()))
}

/// All services, for the naming aid.
pub(crate) fn views() -> Vec<ServiceView> {
    SERVICES
        .iter()
        .map(|service| ServiceView {
            id: service.id.to_owned(),
            name: service.name.to_owned(),
            monogram: service.monogram.to_owned(),
            purposes: service.purposes.iter().map(|purpose| (*purpose).to_owned()).collect(),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn ids_monograms_and_issuers_are_unique_and_pages_are_secure() {
        let unique = |all: Vec<&str>| all.iter().collect::<BTreeSet<_>>().len() == all.len();
        assert!(unique(SERVICES.iter().map(|service| service.id).collect()));
        assert!(unique(SERVICES.iter().map(|service| service.monogram).collect()));
        assert!(unique(SERVICES.iter().flat_map(|service| service.issuers.to_vec()).collect()));
        assert!(SERVICES.iter().filter_map(|s| s.page).all(|page| page.starts_with("https://")));
    }

    #[test]
    fn an_issuer_names_a_service_whatever_its_case() {
        assert_eq!(by_issuer(" GOV.UK One Login ").map(|s| s.id), Some("one-login"));
        assert!(by_issuer("HMRC").is_none(), "HMRC has several sign-ins: the person chooses");
        assert_eq!(by_label("hmrc online services – VAT").map(|s| s.id), Some("hmrc-osa"));
        assert!(by_label("HMRC online").is_none());
    }
}
