//! Days and times as a person types them.

use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;

/// A day, as `2027-03-14`: its last second, in this computer's time zone.
///
/// # Errors
/// Words that say how a day is written.
pub(crate) fn end_of_day(text: &str) -> Result<u64, String> {
    let written = || "a day is written as 2027-03-14".to_owned();
    let day: Date = Date::strptime("%Y-%m-%d", text.trim()).map_err(|_| written())?;
    seconds(day.at(23, 59, 59, 0)).ok_or_else(written)
}

/// Now, or the end of a day.
///
/// # Errors
/// As [`end_of_day`].
pub(crate) fn last_day(text: &str) -> Result<LastDay, String> {
    if text.trim().eq_ignore_ascii_case("now") {
        return Ok(LastDay(None));
    }
    end_of_day(text).map(|at| LastDay(Some(at)))
}

/// The end of somebody's last day; none for now.
#[derive(Clone, Copy)]
pub(crate) struct LastDay(pub(crate) Option<u64>);

fn seconds(local: DateTime) -> Option<u64> {
    let zoned = local.to_zoned(TimeZone::system()).ok()?;
    u64::try_from(zoned.timestamp().as_second()).ok()
}

/// A length of time in hours and minutes: "2 h 05 min".
pub(crate) fn hours(seconds: u64) -> String {
    format!("{} h {:02} min", seconds / 3600, seconds / 60 % 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_ends_with_its_last_second() {
        let day = end_of_day("2026-03-14").unwrap_or_default();
        let next = end_of_day(" 2026-03-15 ").unwrap_or_default();
        assert_eq!(next - day, 24 * 3600);
        for wrong in ["14/03/2026", "2026-02-30", "tomorrow", "", "2026-03-14T10:00"] {
            assert!(end_of_day(wrong).is_err(), "{wrong}");
        }
        assert!(last_day("Now").is_ok_and(|day| day.0.is_none()));
        assert!(last_day("soon").is_err());
    }

    #[test]
    fn a_length_is_in_hours_and_minutes() {
        assert_eq!(hours(59), "0 h 00 min");
        assert_eq!(hours(26 * 3600 + 61), "26 h 01 min");
    }
}
