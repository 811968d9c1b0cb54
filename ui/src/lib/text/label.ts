/** Labels: "service – purpose – office", their parts, and the words that tell two of them apart. */

/** The en dash that parts a label. */
export const LABEL_DASH = ' – ';

/** A piece of a label; `differs` marks the words another label does not have. */
export interface LabelPiece {
  text: string;
  differs: boolean;
}

/** What stands between words, here as in the program, which tells the differing ones. */
const BETWEEN_WORDS = /([\p{White_Space}–,/()-]+)/u;

/** Cuts a label into pieces, marking `words`; joined again the pieces are the label, to the letter. */
export function markWords(label: string, words: readonly string[]): LabelPiece[] {
  const wanted = new Set(words.map((word) => word.toLowerCase()));
  const pieces: LabelPiece[] = [];
  for (const text of label.split(BETWEEN_WORDS)) {
    const differs = wanted.has(text.toLowerCase());
    const last = pieces[pieces.length - 1];
    if (last !== undefined && last.differs === differs) last.text += text;
    else pieces.push({ text, differs });
  }
  return pieces;
}

/** Parts the office tag from the rest; the rest keeps its words, the dash goes between. */
export function splitOffice(label: string, office: string | null): { rest: string; office: string | null } {
  const end = office === null ? '' : `${LABEL_DASH}${office}`;
  if (end === '' || !label.endsWith(end) || label.length === end.length) return { rest: label, office: null };
  return { rest: label.slice(0, -end.length), office };
}

/** As it is spoken: commas for dashes. */
export function speakLabel(label: string): string {
  return label.split(LABEL_DASH).join(', ');
}

/** Without the service in front, for a short notice: "Income Tax – London". */
export function shortLabel(label: string): string {
  const parts = label.split(LABEL_DASH);
  return parts.length > 2 ? parts.slice(1).join(LABEL_DASH) : label;
}

/** The short form of a label, or all of it where another one of `labels` would be called the same. */
export function nameAmong(label: string, labels: readonly string[]): string {
  const same = (other: string) => shortLabel(other).toLowerCase() === shortLabel(label).toLowerCase();
  return labels.some((other) => other !== label && same(other)) ? label : shortLabel(label);
}

/** Puts a label together, leaving out what is empty. */
export function joinLabel(...parts: string[]): string {
  return parts.map((part) => part.trim()).filter((part) => part !== '').join(LABEL_DASH);
}
