//! Breaking text into lines, and letters into glyphs.

use std::collections::HashMap;
use std::ops::Range;

use rustybuzz::{Direction, Script, ShapePlan, UnicodeBuffer};
use unicode_bidi::{BidiInfo, Level};
use zeroize::Zeroizing;

use super::legible::{face_of, is_isolate, is_right_to_left, legible};
use super::{Face, Glyph, Line, Run};

/// About how wide `[U+738B]` is.
const SPELLED_EMS: f32 = 5.0;

/// More than any two letters of the fonts are moved together, in em.
pub(crate) const KERNING: f32 = 0.2;

/// The longest title beside the document.
const TITLE_CHARS: usize = 200;

/// Makes lines, and remembers what all lines of a document share.
#[derive(Default)]
pub struct Shaper {
    plans: HashMap<(Face, bool, Script), ShapePlan>,
    spelled: bool,
}

impl Shaper {
    /// Whether any text so far held a character that had to be spelled out.
    pub fn has_spelled(&self) -> bool {
        self.spelled
    }

    /// `text` as it is drawn, for where a PDF wants text and no glyphs.
    pub fn legible(&mut self, text: &str, face: Face) -> Zeroizing<String> {
        let (shown, spelled) = legible(text, face);
        self.spelled |= spelled;
        shown
    }

    /// The same, cut to what readers show of a title: some refuse a file with longer ones.
    pub fn title(&mut self, text: &str, face: Face) -> String {
        let text = self.legible(text, face);
        if text.chars().count() <= TITLE_CHARS {
            return text.to_string();
        }
        text.chars().take(TITLE_CHARS).chain(['…']).collect()
    }

    /// Breaks `text` into lines of at most `ems` times the size of its letters. Breaks after
    /// spaces and hyphens; a word that is wider than a line is broken anywhere.
    ///
    /// Empty text has no lines. Only a single character that is wider than `ems` gives a line that
    /// is, and the kerning with the next line's first letter that a line does without.
    pub fn wrap(&mut self, text: &str, face: Face, ems: f32) -> Vec<Line> {
        let text = self.legible(text, face);
        let bidi =
            text.chars().any(is_right_to_left).then(|| BidiInfo::new(&text, Some(Level::ltr())));
        let whole = self.line(&text, 0..text.len(), face, bidi.as_ref());
        if whole.ems <= ems {
            return if text.is_empty() { Vec::new() } else { vec![whole] };
        }
        let ranges = breaks(&text, &advances(&whole), ems);
        let mut lines: Vec<Line> = Vec::with_capacity(ranges.len());
        for range in ranges {
            lines.push(self.line(&text, range, face, bidi.as_ref()));
        }
        lines
    }

    /// How wide `text` is and how wide its widest word, in em, before kerning: quick, for sharing a
    /// width out among columns.
    pub fn estimate(text: &str, face: Face) -> (f32, f32) {
        let (mut whole, mut word, mut widest) = (0.0, 0.0, 0.0_f32);
        let mut rest = text.chars();
        while let Some(c) = rest.next() {
            let own = face.loaded().advance(c);
            let advance = own.or_else(|| Face::Other.loaded().advance(c)).unwrap_or(SPELLED_EMS);
            whole += advance;
            word = if is_break(c, rest.clone().next()) { 0.0 } else { word + advance };
            widest = widest.max(word);
        }
        (whole, widest)
    }

    /// `text` on one line, however wide.
    pub fn one_line(&mut self, text: &str, face: Face) -> Line {
        self.wrap(text, face, f32::INFINITY).pop().unwrap_or_default()
    }

    fn line(
        &mut self,
        text: &str,
        range: Range<usize>,
        face: Face,
        bidi: Option<&BidiInfo>,
    ) -> Line {
        let mut line =
            Line { text: Zeroizing::new(text[range.clone()].to_owned()), ..Line::default() };
        for (part, rightward) in ordered(range.clone(), bidi) {
            let mut pieces = by_face(text, part, face);
            if !rightward {
                pieces.reverse();
            }
            for (piece, face) in pieces {
                let glyphs =
                    self.shape(&text[piece.clone()], piece.start - range.start, face, rightward);
                line.runs.push(Run { face, glyphs });
            }
        }
        let trailing = line.text.len() - line.text.trim_end_matches(' ').len();
        let end = line.text.len() - trailing;
        let seen = line.runs.iter().flat_map(|run| run.glyphs.iter());
        line.ems = seen.filter(|glyph| glyph.start < end).map(|glyph| glyph.advance).sum();
        line
    }

    fn shape(
        &mut self,
        text: &str,
        from: usize,
        face: Face,
        rightward: bool,
    ) -> Zeroizing<Vec<Glyph>> {
        let loaded = face.loaded();
        let mut buffer = UnicodeBuffer::new();
        buffer.push_str(text);
        buffer.guess_segment_properties();
        let direction = if rightward { Direction::LeftToRight } else { Direction::RightToLeft };
        buffer.set_direction(direction);
        let script = buffer.script();
        let plan = self
            .plans
            .entry((face, rightward, script))
            .or_insert_with(|| ShapePlan::new(&loaded.shapes, direction, Some(script), None, &[]));
        let shaped = rustybuzz::shape_with_plan(&loaded.shapes, plan, buffer);
        let places = shaped.glyph_infos().iter().zip(shaped.glyph_positions());
        let mut glyphs = Zeroizing::new(Vec::with_capacity(shaped.len()));
        glyphs.extend(places.map(|(info, position)| Glyph {
            id: info.glyph_id,
            start: info.cluster as usize,
            end: text.len(),
            advance: position.x_advance as f32 / loaded.em,
            right: position.x_offset as f32 / loaded.em,
            up: position.y_offset as f32 / loaded.em,
        }));
        set_ends(&mut glyphs, rightward);
        for glyph in glyphs.iter_mut() {
            glyph.start += from;
            glyph.end += from;
        }
        glyphs
    }
}

/// A glyph's characters end where the next cluster's start.
fn set_ends(glyphs: &mut [Glyph], rightward: bool) {
    if rightward {
        glyphs.reverse();
    }
    // Now the last characters come first.
    for at in 1..glyphs.len() {
        let before = glyphs[at - 1];
        glyphs[at].end = if glyphs[at].start == before.start { before.end } else { before.start };
    }
    if rightward {
        glyphs.reverse();
    }
}

/// The parts of `range` from left to right, each with whether it is read in that direction.
fn ordered(range: Range<usize>, bidi: Option<&BidiInfo>) -> Vec<(Range<usize>, bool)> {
    let Some(bidi) = bidi else { return vec![(range, true)] };
    let Some(paragraph) = bidi.paragraphs.iter().find(|one| one.range.contains(&range.start))
    else {
        return vec![(range, true)];
    };
    let (levels, runs) = bidi.visual_runs(paragraph, range);
    runs.into_iter().map(|run| (run.clone(), levels[run.start].is_ltr())).collect()
}

/// `range` in pieces of one face each, in reading order; what only steers is left out.
fn by_face(text: &str, range: Range<usize>, face: Face) -> Vec<(Range<usize>, Face)> {
    let mut pieces: Vec<(Range<usize>, Face)> = Vec::new();
    for (at, c) in text[range.clone()].char_indices() {
        if is_isolate(c) {
            continue;
        }
        let at = range.start + at;
        let drawn = face_of(c, face).unwrap_or(Face::Other);
        match pieces.last_mut() {
            Some((piece, last)) if *last == drawn && piece.end == at => piece.end += c.len_utf8(),
            _ => pieces.push((at..at + c.len_utf8(), drawn)),
        }
    }
    pieces
}

/// The places where a cluster starts, with how far it moves on, in reading order.
fn advances(line: &Line) -> Vec<(usize, f32)> {
    let glyphs = line.runs.iter().flat_map(|run| run.glyphs.iter());
    let mut places: Vec<(usize, f32)> = glyphs.map(|glyph| (glyph.start, glyph.advance)).collect();
    places.sort_by_key(|(at, _)| *at);
    places.dedup_by(|next, kept| {
        let same = next.0 == kept.0;
        if same {
            kept.1 += next.1;
        }
        same
    });
    places
}

/// Where the lines start and end.
fn breaks(text: &str, clusters: &[(usize, f32)], ems: f32) -> Vec<Range<usize>> {
    let mut lines = Vec::new();
    let (mut start, mut width) = (0, 0.0);
    let mut last_break = None;
    for (index, &(at, advance)) in clusters.iter().enumerate() {
        let end = clusters.get(index + 1).map_or(text.len(), |next| next.0);
        let last = text[at..end].chars().next_back().unwrap_or(' ');
        while last != ' ' && width + advance > ems && index > start {
            let next = last_break.take().unwrap_or(index);
            lines.push(clusters[start].0..clusters[next].0);
            start = next;
            width = clusters[start..index].iter().map(|(_, advance)| advance).sum();
        }
        width += advance;
        if is_break(last, text[end..].chars().next()) {
            last_break = Some(index + 1);
        }
    }
    lines.push(clusters.get(start).map_or(0, |one| one.0)..text.len());
    lines
}

/// Whether a line may end after `c`, before `next`: not within 2-7 or 22/11/2026.
fn is_break(c: char, next: Option<char>) -> bool {
    match c {
        ' ' | ']' | '·' => true,
        '-' | '–' | '—' | '/' => !next.is_some_and(|next| next.is_ascii_digit()),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::isolated;
    use super::*;

    fn lines(text: &str, ems: f32) -> Vec<String> {
        let mut shaper = Shaper::default();
        shaper.wrap(text, Face::Text, ems).iter().map(|line| line.text.to_string()).collect()
    }

    /// The glyphs of a line, from left to right, as the characters they stand for.
    fn seen(line: &Line) -> String {
        let glyphs = line.runs.iter().flat_map(|run| run.glyphs.iter());
        glyphs.map(|glyph| &line.text[glyph.start..glyph.end]).collect()
    }

    #[test]
    fn a_line_ends_after_a_space_a_hyphen_or_a_slash() {
        assert_eq!(lines("one two", 3.0), ["one ", "two"]);
        assert_eq!(lines("one-two", 3.0), ["one-", "two"]);
        assert_eq!(lines("one/two", 3.0), ["one/", "two"]);
        assert_eq!(lines("a 2-7", 2.0), ["a ", "2-7"]);
        assert_eq!(lines("", 3.0), [""; 0]);
    }

    #[test]
    fn a_word_that_is_wider_than_a_line_is_broken_anywhere() {
        let broken = lines(&"w".repeat(100), 8.0);
        assert!(broken.len() > 5, "{broken:?}");
        assert_eq!(broken.concat(), "w".repeat(100));
    }

    #[test]
    fn a_space_at_the_end_of_a_line_takes_no_room() {
        let mut shaper = Shaper::default();
        let with = shaper.one_line("one ", Face::Text);
        assert_eq!(with.ems, shaper.one_line("one", Face::Text).ems);
        assert_eq!(&**with.text, "one ");
    }

    #[test]
    fn hebrew_is_drawn_from_the_right_and_keeps_a_number_after_it_in_place() {
        let mut shaper = Shaper::default();
        let ring = format!("ring {} {} or", isolated("שרה"), "0113 496");
        assert_eq!(seen(&shaper.one_line(&ring, Face::Text)), "ring הרש 0113 496 or");
        let bare = shaper.one_line("ring שרה 0113 496 or", Face::Text);
        assert_eq!(seen(&bare), "ring 496 0113 הרש or", "the fault that isolating mends");
    }

    #[test]
    fn arabic_letters_join() {
        let mut shaper = Shaper::default();
        let joined = shaper.one_line("عبد", Face::Text);
        let apart = shaper.one_line("ع ب د", Face::Text);
        let ids = |line: &Line| -> Vec<u32> {
            let glyphs = line.runs.iter().flat_map(|run| run.glyphs.iter());
            glyphs.filter(|glyph| line.text[glyph.start..].trim() != "").map(|one| one.id).collect()
        };
        assert!(ids(&joined).iter().any(|id| !ids(&apart).contains(id)));
    }

    #[test]
    fn an_estimate_is_as_wide_as_the_line_give_or_take_kerning() {
        let mut shaper = Shaper::default();
        for text in ["HMRC online services – Income Tax", "AVAVAV", "Zoë £3", "שרה"] {
            let (whole, _) = Shaper::estimate(text, Face::Text);
            let exact = shaper.one_line(text, Face::Text).ems;
            assert!((whole - exact).abs() < 0.1 * exact, "{text}: {whole} {exact}");
        }
        assert!(
            Shaper::estimate("one twofold", Face::Text).1
                < Shaper::estimate("one twofold", Face::Text).0
        );
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(200))]

        #[test]
        fn no_character_is_lost_whatever_is_wrapped(text in any::<String>(), ems in 1.0_f32..40.0) {
            let mut shaper = Shaper::default();
            let wrapped = shaper.wrap(&text, Face::Text, ems);
            let said: String = wrapped.iter().map(|line| line.text.to_string()).collect();
            prop_assert_eq!(&said, &*shaper.legible(&text, Face::Text));
            for line in &wrapped {
                let glyphs: Vec<&Glyph> = line.runs.iter().flat_map(|run| run.glyphs.iter()).collect();
                prop_assert!(glyphs.iter().all(|glyph| glyph.id != 0), "{:?}", *line.text);
                for (at, c) in line.text.char_indices().filter(|(_, c)| !is_isolate(*c)) {
                    let covered = glyphs.iter().any(|glyph| (glyph.start..glyph.end).contains(&at));
                    prop_assert!(covered, "{c:?} of {:?}", *line.text);
                }
                let one = line.text.trim_end().chars().count() <= 1;
                prop_assert!(line.ems <= ems + KERNING || one || glyphs.len() == 1, "{:?}", *line.text);
            }
        }
    }
}
