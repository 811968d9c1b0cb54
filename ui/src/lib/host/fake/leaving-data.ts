/** Believable leavers for pages opened in a browser and for their tests. */
import type { DepartureAccountView, DepartureView, QuestionView, ReplacingView } from '../types';
import { firmId } from './firm-data';

const DAY = 86_400;

/** An account of a leaver; `over` changes what matters. */
export function leaverAccount(label: string, state: ReplacingView, now: number, over: Partial<DepartureAccountView> = {}): DepartureAccountView {
  const copy = label.replace(/[^a-z0-9]/gi, '').toLowerCase().padEnd(32, '0').slice(0, 32);
  const ways = [{ route: 'app' as const, detail: 'Sam laptop', version: 1, since: now - 200 * DAY }];
  const isNew = state === 'captured' || state === 'replaced';
  const have = ['Dev Lowe, Dev PC', 'Priya Shah, Priya laptop', 'Sarah Hart, Office PC'];
  return {
    id: firmId(label.split(' – ').reverse().join()), copy, label, ways, state, version: isNew ? 2 : 1,
    replaced_by: isNew ? 'Dev Lowe' : null, replaced_at: isNew ? now - 3600 : null, begun_by: state === 'begun' ? 'Dev Lowe' : null, confirmed: state === 'replaced',
    have, lack: isNew ? ['Ann Cole, Ann laptop'] : [], password: null, old_method: null, copies: [], assigned: null, due: null, exception: state === 'excepted' ? 'The service is down until Monday' : null, ...over,
  };
}

const LABELS = {
  leeds: 'HMRC agent services – Leeds',
  london: 'HMRC online services – Income Tax – London',
  house: 'Companies House – filing',
  corporation: 'HMRC online services – Corporation Tax – London',
  bank: 'Bank of Yorkshire – payments',
  leedsTax: 'HMRC online services – Income Tax – Leeds',
};

/** Sam, cut off two days ago by the other administrator, with an account in each state. */
export function sampleDeparture(now: number, over: Partial<DepartureView> = {}): DepartureView {
  const phone = { route: 'phone' as const, detail: '', version: 1, since: now - 150 * DAY };
  const paper = { route: 'paper' as const, detail: '0012', version: 1, since: now - 90 * DAY };
  const ann = { id: firmId('annpaper'), label: LABELS.corporation, version: 1, in_use: false, person: 'Ann Cole', route: 'paper' as const, number: 17, by: 'Dev Lowe', at: now - 60 * DAY, due: null, reason: '', approved_by: null, fate: 'received' as const, outstanding: true };
  const app = { route: 'app' as const, detail: 'Sam laptop', version: 1, since: now - 200 * DAY };
  return settle({
    id: firmId('samleaves'), name: 'Sam Ode', device: null, kind: 'leaving', begun_at: now - 2 * DAY - 600, begun_by: 'Dev Lowe', last_day: now - 2 * DAY, note: '', removed_at: now - 2 * DAY, away: false,
    accounts: [
      leaverAccount(LABELS.bank, 'kept', now),
      leaverAccount(LABELS.house, 'captured', now, { ways: [paper] }),
      leaverAccount(LABELS.leeds, 'not_begun', now, { ways: [app, phone] }),
      leaverAccount(LABELS.corporation, 'replaced', now, { password: 'yes', old_method: 'not_needed', copies: [ann] }),
      leaverAccount(LABELS.london, 'begun', now, { assigned: 'Dev Lowe', due: now + DAY }),
      leaverAccount(LABELS.leedsTax, 'rivals', now),
    ],
    answers: [], open_since: now - 2 * DAY, open_until: null, left: [], signed_off_by: null, signed_off_at: null, may_sign_off: true, ...over,
  });
}

/** What is left, as the program derives it. */
export function settle(leaving: DepartureView): DepartureView {
  const { accounts } = leaving;
  const has = (...states: ReplacingView[]) => accounts.some((one) => states.includes(one.state));
  const goes = ['leaving', 'cut_off', 'lost_device'].includes(leaving.kind);
  const asked: QuestionView[] = ['anything_else', 'knew_passwords', 'service_administrator', 'phone_number', 'firm_phone', 'own_sign_ins', 'told'];
  const answered = (question: QuestionView) => leaving.answers.some((one) => one.question === question && one.account === null);
  const left: [string, boolean][] = [
    ['left-remove', goes && leaving.removed_at === null],
    ['left-keys', has('not_begun', 'begun', 'planned')],
    ['left-rivals', has('rivals')],
    ['left-confirm', has('captured')],
    ['left-passwords', accounts.some((one) => one.state === 'replaced' && (one.password === null || one.password === 'not_yet'))],
    ['left-questions', leaving.device === null && leaving.kind !== 'away' && !asked.every(answered)],
    ['left-away', leaving.kind === 'away' && leaving.away],
  ];
  const isOpen = has('not_begun', 'begun', 'planned', 'rivals', 'excepted');
  return { ...leaving, left: left.filter(([, is]) => is).map(([id]) => id), open_until: isOpen ? null : (leaving.open_until ?? leaving.open_since + 5 * 3600) };
}
