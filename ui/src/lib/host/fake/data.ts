/** Believable sample data for pages opened in a browser and for their tests. */
import type { AccountView, ServiceView, SettingsView } from '../types';

const DAY = 86_400;

/** One account with everything filled in; `over` changes what matters. */
export function sampleAccount(over: Partial<AccountView> & { label: string }, now: number): AccountView {
  const parts = over.label.split(' – ');
  return {
    id: over.label.replace(/[^a-z0-9]/gi, '').toLowerCase().padEnd(32, '0').slice(0, 32),
    userIdHint: null,
    note: null,
    service: null,
    issuer: parts[0] ?? over.label,
    account: 'office@example.co.uk',
    monogram: (parts[0] ?? over.label).slice(0, 2).toUpperCase(),
    colour: 0,
    pattern: 0,
    office: parts.length > 2 ? (parts[parts.length - 1] ?? null) : null,
    kind: 'totp',
    algorithm: 'SHA1',
    digits: 6,
    period: 30,
    versions: [{ number: 1, state: 'current', addedAt: now - 40 * DAY }],
    grace: false,
    signInPage: null,
    lastCopied: null,
    createdAt: now - 40 * DAY,
    lookAlike: null,
    practice: false,
    ofFirm: false,
    ...over,
  };
}

/** The accounts of a small practice. */
export function sampleAccounts(now: number): AccountView[] {
  const hmrc = { service: 'hmrc-online', monogram: 'OS', colour: 1, signInPage: 'https://www.access.service.gov.uk/' };
  return [
    sampleAccount({ label: 'HMRC agent services – Leeds', service: 'hmrc-asa', monogram: 'AS', colour: 0, office: 'Leeds', userIdHint: '4417', grace: true, lastCopied: now - 5400, signInPage: hmrc.signInPage }, now),
    sampleAccount({ ...hmrc, label: 'HMRC online services – Income Tax – London', userIdHint: '0922', lastCopied: now - 2 * DAY, lookAlike: { label: 'HMRC online services – Income Tax – Leeds', words: ['London'] } }, now),
    sampleAccount({ label: 'Companies House – filing', service: 'companies-house', monogram: 'CH', colour: 2, versions: [{ number: 2, state: 'unconfirmed', addedAt: now - 600 }, { number: 1, state: 'previous', addedAt: now - 90 * DAY }] }, now),
    sampleAccount({ ...hmrc, label: 'HMRC online services – Corporation Tax – London', userIdHint: '0929', note: 'Used by the year-end team' }, now),
    sampleAccount({ ...hmrc, label: 'HMRC online services – Income Tax – Leeds', userIdHint: '1184', lookAlike: { label: 'HMRC online services – Income Tax – London', words: ['Leeds'] } }, now),
    sampleAccount({ label: 'Bank of Yorkshire – payments', monogram: 'BY', colour: 4, period: 60, digits: 8 }, now),
    sampleAccount({ label: 'Payroll bureau – door fob', monogram: 'PB', colour: 5, kind: 'hotp', period: null }, now),
    sampleAccount({ label: 'Steam – training room', monogram: 'ST', colour: 6, kind: 'steam', digits: 5 }, now),
    sampleAccount({ label: 'Practice account – try copying', issuer: 'Sixboard', monogram: 'PR', colour: 7, practice: true }, now),
  ];
}

const PLACES = ['London', 'Leeds', 'York', 'Bath', 'Ely', 'Truro', 'Derby', 'Hull'];
const DUTIES = ['Income Tax', 'Corporation Tax', 'VAT', 'PAYE', 'Payroll', 'Pensions', 'Trusts'];

/** Many accounts, to see how the list bears them. */
export function manyAccounts(count: number, now: number): AccountView[] {
  return Array.from({ length: count }, (_, index) => {
    const place = `${PLACES[index % PLACES.length] ?? 'York'} ${Math.floor(index / 56) + 1}`;
    const label = `HMRC online services – ${DUTIES[index % DUTIES.length] ?? 'VAT'} – ${place}`;
    const id = index.toString(16).padStart(32, '0');
    return sampleAccount({ id, label, monogram: 'OS', colour: index % 8, pattern: Math.floor(index / 8) % 4, office: place }, now);
  });
}

/** The naming aid's services. */
export const SERVICES: ServiceView[] = [
  { id: 'hmrc-asa', name: 'HMRC agent services', monogram: 'AS', purposes: ['Agent services', 'Making Tax Digital'] },
  { id: 'hmrc-online', name: 'HMRC online services', monogram: 'OS', purposes: ['Income Tax', 'Corporation Tax', 'VAT', 'PAYE', 'Payroll'] },
  { id: 'companies-house', name: 'Companies House', monogram: 'CH', purposes: ['filing', 'WebFiling'] },
  { id: 'nhsmail', name: 'NHSmail', monogram: 'NH', purposes: ['shared mailbox'] },
];

/** Settings as they are at first, with two people who help. */
export function sampleSettings(): SettingsView {
  return {
    idleLockMinutes: 15,
    hideCodes: true,
    hideSeconds: false,
    singleKeys: true,
    theme: 'system',
    contacts: [
      { name: 'Sarah Hart', phone: '0113 496 0182' },
      { name: 'Dev Lowe', phone: '0113 496 0107' },
    ],
    lastBackup: null,
  };
}
