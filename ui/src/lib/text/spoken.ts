/** Codes as a screen reader says them. */
import { t } from '$lib/i18n/messages';
import { speakCode } from './digits';

/** "Code 4 8 2, 9 1 3. 22 seconds left."; without the seconds for a code that does not end by itself. */
export function spokenCode(code: string | null, left: number | null): string {
  const said = code === null ? t('speak-hidden') : t('speak-code', { code: speakCode(code) });
  return left === null ? said : `${said} ${t('speak-left', { left })}`;
}
