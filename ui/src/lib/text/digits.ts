/** How codes and hints are written and spoken. */

/** Dots in the place of a hidden code. */
export const HIDDEN_CODE = '••• •••';

/** Groups a code for the eye: 3 3 for six, 4 4 for eight, 3s from the left otherwise; five stay together. */
export function groupCode(code: string): string {
  if (code.length <= 5) return code;
  const size = code.length === 8 ? 4 : 3;
  const groups = code.match(new RegExp(`.{1,${size}}`, 'g')) ?? [];
  const last = groups[groups.length - 1];
  if (groups.length > 1 && last !== undefined && last.length === 1) groups.splice(-2, 2, `${groups[groups.length - 2] ?? ''}${last}`);
  return groups.join(' ');
}

/** Speaks a code one character at a time with a pause between groups: "4 8 2, 9 1 3". */
export function speakCode(code: string): string {
  return groupCode(code).split(' ').map(spaced).join(', ');
}

/** Spaces between characters: "0 9 2 2". */
export function spaced(text: string): string {
  return Array.from(text).join(' ');
}
