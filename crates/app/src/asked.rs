//! How codes are to be made, where a person says so beside a key or a set-up code.

use otp::{Account, Algorithm, Digits, Kind, Params, Period};

use crate::Error;
use crate::error::Result;
use crate::view::CodeKind;

/// What a person says of the codes; `None` is what the service says, or else the default.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Asked {
    /// Kind of code.
    pub kind: Option<CodeKind>,
    /// Characters of a code.
    pub digits: Option<u64>,
    /// Seconds a code lasts.
    pub period: Option<u64>,
    /// Name of the hash, in any usual spelling.
    pub algorithm: Option<String>,
    /// The counter of the next code.
    pub counter: Option<u64>,
}

impl Asked {
    /// How the codes of a key alone are made.
    ///
    /// # Errors
    /// When a number is out of its range, a hash is not known, or something is said that codes of
    /// this kind do not have.
    pub fn params(&self) -> Result<Params> {
        match self.kind.unwrap_or(CodeKind::Totp) {
            CodeKind::Totp => {
                absent(self.counter, "totp", "counter")?;
                Ok(Params::totp(self.algorithm()?, self.digits()?, self.period()?))
            }
            CodeKind::Hotp => {
                absent(self.period, "hotp", "period")?;
                let counter = self.counter.unwrap_or_default();
                Ok(Params::hotp(self.algorithm()?, self.digits()?, counter))
            }
            CodeKind::Steam => {
                absent(self.counter, "steam", "counter")?;
                absent(self.period.filter(|period| *period != 30), "steam", "period")?;
                absent(self.digits.filter(|digits| *digits != 5), "steam", "digits")?;
                let sha1 = self.algorithm()? == Algorithm::Sha1;
                absent((!sha1).then_some(()), "steam", "algorithm")?;
                Ok(Params::steam())
            }
        }
    }

    /// Checks that a set-up code says the same: what a service says is never overruled, because
    /// its codes would be refused.
    ///
    /// # Errors
    /// When it says something else; which field, and both values.
    pub fn agrees(&self, account: &Account) -> Result<()> {
        let params = account.params;
        let counter = if let Kind::Hotp { counter } = params.kind { Some(counter) } else { None };
        let kind = self.kind.map(|kind| match kind {
            CodeKind::Totp => "totp",
            CodeKind::Hotp => "hotp",
            CodeKind::Steam => "steam",
        });
        let algorithm = self.algorithm.is_some().then(|| self.algorithm()).transpose()?;
        same("type", kind, Some(params.kind.name()))?;
        same("digits", self.digits, Some(params.digits.value().into()))?;
        same("period", self.period, params.period())?;
        same("counter", self.counter, counter)?;
        same("algorithm", algorithm.map(Algorithm::name), Some(params.algorithm.name()))
    }

    fn algorithm(&self) -> Result<Algorithm> {
        let Some(name) = &self.algorithm else { return Ok(Algorithm::Sha1) };
        Algorithm::from_name(name)
            .ok_or_else(|| Error::new("params.algorithm").with("value", name.as_str()))
    }

    fn digits(&self) -> Result<Digits> {
        let Some(digits) = self.digits else { return Ok(Digits::SIX) };
        Digits::new(digits)
            .ok_or_else(|| Error::new("params.digits").with("value", digits.to_string()))
    }

    fn period(&self) -> Result<Period> {
        let Some(period) = self.period else { return Ok(Period::THIRTY) };
        Period::new(period)
            .ok_or_else(|| Error::new("params.period").with("value", period.to_string()))
    }
}

fn absent<T>(value: Option<T>, kind: &str, field: &str) -> Result<()> {
    match value {
        None => Ok(()),
        Some(_) => Err(Error::new("params.not-of-kind").with("kind", kind).with("field", field)),
    }
}

fn same<T: PartialEq + ToString>(field: &str, ours: Option<T>, theirs: Option<T>) -> Result<()> {
    match ours {
        Some(ours) if theirs.as_ref() != Some(&ours) => Err(Error::new("params.differs")
            .with("field", field)
            .with("asked", ours.to_string())
            .with("said", theirs.map_or_else(|| "none".to_owned(), |theirs| theirs.to_string()))),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code<T>(result: Result<T>) -> &'static str {
        result.err().map_or("ok", |error| error.code())
    }

    #[test]
    fn nothing_said_is_the_default() {
        assert_eq!(Asked::default().params().unwrap(), Params::totp_default());
        let hotp = Asked { kind: Some(CodeKind::Hotp), counter: Some(7), ..Asked::default() };
        assert_eq!(hotp.params().unwrap(), Params::hotp(Algorithm::Sha1, Digits::SIX, 7));
        let steam = Asked { kind: Some(CodeKind::Steam), digits: Some(5), ..Asked::default() };
        assert_eq!(steam.params().unwrap(), Params::steam());
    }

    #[test]
    fn what_cannot_be_is_refused_and_named() {
        let no = Asked::default;
        let steam = Some(CodeKind::Steam);
        for (asked, refusal) in [
            (Asked { digits: Some(0), ..no() }, "params.digits"),
            (Asked { digits: Some(11), ..no() }, "params.digits"),
            (Asked { period: Some(0), ..no() }, "params.period"),
            (Asked { period: Some(86_401), ..no() }, "params.period"),
            (Asked { algorithm: Some("MD5".to_owned()), ..no() }, "params.algorithm"),
            (Asked { counter: Some(1), ..no() }, "params.not-of-kind"),
            (Asked { kind: steam, digits: Some(6), ..no() }, "params.not-of-kind"),
            (Asked { kind: Some(CodeKind::Hotp), period: Some(30), ..no() }, "params.not-of-kind"),
        ] {
            assert_eq!(code(asked.params()), refusal, "{asked:?}");
        }
    }

    #[test]
    fn a_service_is_never_overruled() {
        let account =
            otp::uri::parse("otpauth://totp/A:me?secret=JBSWY3DPEHPK3PXP&digits=8").unwrap();
        let no = Asked::default;
        for (asked, outcome) in [
            (no(), "ok"),
            (Asked { digits: Some(8), period: Some(30), ..no() }, "ok"),
            (Asked { algorithm: Some("sha-1".to_owned()), ..no() }, "ok"),
            (Asked { digits: Some(6), ..no() }, "params.differs"),
            (Asked { period: Some(60), ..no() }, "params.differs"),
            (Asked { algorithm: Some("SHA256".to_owned()), ..no() }, "params.differs"),
            (Asked { kind: Some(CodeKind::Steam), ..no() }, "params.differs"),
            (Asked { counter: Some(0), ..no() }, "params.differs"),
        ] {
            assert_eq!(code(asked.agrees(&account)), outcome, "{asked:?}");
        }
    }
}
