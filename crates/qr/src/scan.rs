//! One look at one grey picture: rxing, dark on light and light on dark, several codes.

use std::collections::HashSet;
use std::panic::{self, AssertUnwindSafe};

use rxing::common::HybridBinarizer;
use rxing::multi::{GenericMultipleBarcodeReader, MultipleBarcodeReader};
use rxing::qrcode::cpp_port::QrReader;
use rxing::{
    BarcodeFormat, BinaryBitmap, DecodeHints, Luma8Source, MultiUseMultiFormatReader, RXingResult,
    RXingResultMetadataType, RXingResultMetadataValue,
};
use secret::SecretText;

use crate::grey::Grey;

/// How hard one look tries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Effort {
    /// Every code that one pass over the whole picture shows, in either polarity.
    Quick,
    /// Also a second detector, and a search of the areas beside each code that was found.
    Thorough,
}

/// A code and where it was: left, top, right, bottom, in pixels of the picture looked at.
pub(crate) struct Found {
    pub(crate) text: SecretText,
    pub(crate) area: [f32; 4],
}

type Bitmap<'a> = BinaryBitmap<HybridBinarizer<Luma8Source<'a>>>;

/// Every code in `grey` that this effort finds; none if rxing breaks down on the picture.
pub(crate) fn scan(grey: &Grey, effort: Effort) -> Vec<Found> {
    // Hostile pictures: rxing documents that some of its steps may panic.
    let results = panic::catch_unwind(AssertUnwindSafe(|| match effort {
        Effort::Quick => quick(grey),
        Effort::Thorough => thorough(grey),
    }));
    results.unwrap_or_default().iter().filter_map(found).collect()
}

fn quick(grey: &Grey) -> Vec<RXingResult> {
    let Some(mut bitmap) = bitmap(grey) else { return Vec::new() };
    let mut reader = QrReader;
    let mut results = reader.decode_multiple_with_hints(&mut bitmap, &hints()).unwrap_or_default();
    bitmap.invert();
    results.extend(reader.decode_multiple_with_hints(&mut bitmap, &hints()).unwrap_or_default());
    results
}

fn thorough(grey: &Grey) -> Vec<RXingResult> {
    let Some(mut bitmap) = bitmap(grey) else { return Vec::new() };
    GenericMultipleBarcodeReader::new(MultiUseMultiFormatReader::default())
        .decode_multiple_with_hints(&mut bitmap, &hints())
        .unwrap_or_default()
}

fn bitmap(grey: &Grey) -> Option<Bitmap<'_>> {
    let width = u32::try_from(grey.width()).ok()?;
    let height = u32::try_from(grey.height()).ok()?;
    let source = Luma8Source::new_with_slice(grey.pixels(), width, height).ok()?;
    Some(BinaryBitmap::new(HybridBinarizer::new(source)))
}

fn hints() -> DecodeHints {
    DecodeHints {
        PossibleFormats: Some(HashSet::from([BarcodeFormat::QR_CODE])),
        TryHarder: Some(true),
        AlsoInverted: Some(true),
        ..DecodeHints::default()
    }
}

fn found(result: &RXingResult) -> Option<Found> {
    let text = text(result);
    if text.is_empty() {
        return None;
    }
    let mut area = [f32::MAX, f32::MAX, 0.0, 0.0];
    for point in result.getPoints() {
        area[0] = area[0].min(point.x);
        area[1] = area[1].min(point.y);
        area[2] = area[2].max(point.x);
        area[3] = area[3].max(point.y);
    }
    Some(Found { text: SecretText::copy_of(text), area })
}

/// The text as its maker meant it: UTF-8 wherever the bytes are UTF-8 and the code names no other
/// encoding (ISO/IEC 18004 says Latin-1, makers of otpauth codes write UTF-8); rxing's guess else.
fn text(result: &RXingResult) -> &str {
    let facts = result.getRXingResultMetadata();
    let no_encoding_named = matches!(
        facts.get(&RXingResultMetadataType::SYMBOLOGY_IDENTIFIER),
        Some(RXingResultMetadataValue::SymbologyIdentifier(name)) if name == "]Q1"
    );
    // The second detector's raw bytes are code words, and it then gives its segments too.
    let bytes_are_text = !facts.contains_key(&RXingResultMetadataType::BYTE_SEGMENTS);
    match std::str::from_utf8(result.getRawBytes()) {
        Ok(utf8) if no_encoding_named && bytes_are_text => utf8,
        _ => result.getText(),
    }
}
