//! Moments as people type them.

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;

/// What was named: a day, a minute, or a second. Unix seconds, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moment {
    /// Its first second.
    pub first: u64,
    /// Its last second.
    pub last: u64,
}

/// Reads `2026-03-14`, `2026-03-14 10:40`, `2026-03-14T10:40:00Z` or Unix seconds. A day or a
/// time without a zone is in this computer's.
pub fn read(text: &str) -> Option<Moment> {
    read_in(text.trim(), &TimeZone::system())
}

fn read_in(text: &str, zone: &TimeZone) -> Option<Moment> {
    if let Ok(first) = text.parse::<u64>() {
        return Some(Moment { first, last: first });
    }
    if let Ok(at) = text.parse::<Timestamp>() {
        let first = u64::try_from(at.as_second()).ok()?;
        return Some(Moment { first, last: first });
    }
    let second = |at: DateTime| {
        let at = zone.to_zoned(at).ok()?.timestamp();
        u64::try_from(at.as_second()).ok()
    };
    if let Ok(day) = text.parse::<Date>()
        && !text.contains(['T', ' '])
    {
        let next = day.tomorrow().ok()?;
        let first = second(day.to_datetime(jiff::civil::Time::midnight()))?;
        let last = second(next.to_datetime(jiff::civil::Time::midnight()))? - 1;
        return Some(Moment { first, last });
    }
    let first = second(text.parse::<DateTime>().ok()?)?;
    let is_minute = text.matches(':').count() == 1;
    Some(Moment { first, last: if is_minute { first + 59 } else { first } })
}

/// A moment as everybody reads it alike: `2026-03-14T10:40:00Z`.
pub fn utc(unix_seconds: u64) -> String {
    let at = i64::try_from(unix_seconds).ok().and_then(|s| Timestamp::from_second(s).ok());
    at.map_or_else(|| unix_seconds.to_string(), |at| at.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_as_long_as_it_was_named() {
        let zone = TimeZone::UTC;
        let named = |text: &str| {
            read_in(text, &zone).map(|moment| (moment.first, moment.last - moment.first))
        };
        assert_eq!(named("2026-03-14"), Some((1_773_446_400, 24 * 3600 - 1)));
        assert_eq!(named("2026-03-14 10:40"), Some((1_773_484_800, 59)));
        assert_eq!(named("2026-03-14T10:40:05"), Some((1_773_484_805, 0)));
        assert_eq!(named("2026-03-14T10:40:00Z"), Some((1_773_484_800, 0)));
        assert_eq!(named("1773484800"), Some((1_773_484_800, 0)));
        for wrong in ["", "yesterday", "14/03/2026", "2026-13-01"] {
            assert_eq!(named(wrong), None, "{wrong}");
        }
        assert_eq!(utc(1_773_484_800), "2026-03-14T10:40:00Z");
    }
}
