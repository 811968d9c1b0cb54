/** The sample host's part for somebody's leaving and for replacing keys. */
import type { AnswerRequest, DepartureAccountView, DepartureView, Done, Host, LeavingRequest, ReplacingView, RivalView, StepAnswerView, StepView } from '../types';
import { firmId, sampleHolders, type FirmData } from './firm-data';
import { leaverAccount, sampleDeparture, settle } from './leaving-data';
import { decimalCode } from './otp';
import { fakeError, type FakeVault } from './vault';

const DAY = 86_400;

type LeavingCommands = Pick<Host, 'startLeaving' | 'departures' | 'departure' | 'removeDeparting' | 'answerLeaving' | 'signOff' | 'saveCertificate' | 'replacing' | 'setStep' | 'rivalKeys' | 'chooseKey'>;

const done = <T>(value: T): Done<T> => ({ value, unsent: null });

/** The commands of leaving. */
export function makeFakeLeaving(vault: FakeVault): LeavingCommands {
  const firm = (): FirmData => {
    if (vault.firm === null) throw fakeError('firm.none');
    return vault.firm;
  };
  const put = (next: DepartureView): Done<DepartureView> => {
    const settled = settle(next);
    const { departures } = firm();
    vault.firm = { ...firm(), departures: [...departures.filter((one) => one.id !== settled.id), settled] };
    return done(settled);
  };
  const find = (id: string): DepartureView => {
    const found = firm().departures.find((one) => one.id === id);
    if (found === undefined) throw fakeError('leaver.none', { name: id });
    return found;
  };
  /** Every leaving in which an account is, changed. */
  const each = (account: string, change: (one: DepartureAccountView) => DepartureAccountView) => {
    for (const leaving of firm().departures) put({ ...leaving, accounts: leaving.accounts.map((one) => (one.id === account || one.label === account ? change(one) : one)) });
  };
  const removed = (name: string, device: string | null) => {
    const { people, devices, teams } = firm();
    const stops = (one: { name: string; person: string }) => (device === null ? one.person === name : one.name === device);
    vault.firm = { ...firm(), devices: devices.map((one) => (stops(one) ? { ...one, stopped_at: vault.now() } : one)) };
    if (device === null) vault.firm = { ...vault.firm, teams: teams.map((team) => ({ ...team, people: team.people.filter((one) => one !== name) })), people: people.map((one) => (one.name === name ? { ...one, role: null, teams: [], devices: 0, left_at: vault.now() } : one)) };
  };
  /** How an account stands: new keys that were taken in the add wizard count as captured. */
  const standing = (one: DepartureAccountView): DepartureAccountView => {
    const version = vault.list.accounts.find((held) => held.label === one.label)?.versions[0];
    if (version === undefined || version.number < 2 || !['not_begun', 'begun', 'captured'].includes(one.state)) return one;
    const captured = version.state === 'unconfirmed';
    return { ...one, state: captured ? 'captured' : 'replaced', replaced_by: firm().view.person, replaced_at: version.addedAt, confirmed: !captured };
  };
  const read = (leaving: DepartureView): DepartureView => settle({ ...leaving, accounts: leaving.accounts.map(standing) });
  const rivals = async (): Promise<RivalView[]> => {
    const step = Math.floor(vault.now() / 30);
    const one = async (id: string, by: string, ago: number) => ({ id, by, at: vault.now() - ago, code: await decimalCode(id, step, 6), valid_until: (step + 1) * 30 });
    return [await one('r'.repeat(26), 'Dev Lowe', 1200), await one('s'.repeat(26), 'Sarah Hart', 900)];
  };
  return {
    saveCertificate: async (id) => firm().departures.some((one) => one.id === id),
    startLeaving: async ({ who, kind, last_day, note, teams }: LeavingRequest) => {
      const { people, devices, view } = firm();
      const device = 'device' in who ? devices.find((one) => one.id === who.device) : undefined;
      const person = 'person' in who ? people.find((one) => one.id === who.person || one.name === who.person) : people.find((one) => one.name === device?.person);
      if (person === undefined) throw fakeError('firm.no-person', { name: '' });
      if (firm().departures.some((one) => one.name === person.name && one.kind === kind && one.signed_off_at === null)) throw fakeError('leaver.begun');
      const now = vault.now();
      const out = person.left_at !== null || kind === 'cut_off' || kind === 'lost_device' || (kind === 'leaving' && (last_day ?? now) <= now);
      const held = firm().teams.filter((team) => team.people.includes(person.name) || person.role === 'administrator').flatMap((team) => team.accounts);
      const state = (label: string): ReplacingView => {
        if (kind === 'away') return 'kept';
        if (kind === 'moving') return firm().teams.some((team) => teams.includes(team.name) && team.accounts.includes(label)) ? 'kept' : 'not_begun';
        return out ? 'not_begun' : 'planned';
      };
      const accounts = [...new Set(held)].map((label) => leaverAccount(label, state(label), now));
      if (out && person.left_at === null) removed(person.name, device?.name ?? null);
      return put({ ...sampleDeparture(now), id: firmId(`${person.name}${device?.name ?? ''}${kind}`), name: person.name, device: device?.name ?? null, kind, begun_at: now, begun_by: view.person ?? '', last_day: last_day ?? now, note, removed_at: out ? now : null, away: kind === 'away', accounts, open_since: last_day ?? now, may_sign_off: false });
    },
    departures: async () => firm().departures.map(read).sort((one, other) => Number(one.signed_off_at !== null) - Number(other.signed_off_at !== null)),
    departure: async (id) => read(find(id)),
    removeDeparting: async (id) => {
      const leaving = find(id);
      removed(leaving.name, leaving.device);
      return put({ ...leaving, removed_at: vault.now(), accounts: leaving.accounts.map((one) => (one.state === 'planned' ? { ...one, state: 'not_begun' } : one)) });
    },
    answerLeaving: async (id, { question, account, choice, person, due, text, route, key }: AnswerRequest) => {
      const leaving = read(find(id));
      if (question === 'exception' && choice === 'yes' && text.trim() === '') throw fakeError('leaver.reason');
      const meant = (one: DepartureAccountView) => account !== null && (one.id === account || one.label === account);
      const label = leaving.accounts.find(meant)?.label ?? account;
      const answer = { question, account: label, choice, person, due, text, by: firm().view.person ?? '', at: vault.now() };
      const answers = [...leaving.answers.filter((one) => one.question !== question || one.account !== label), answer];
      let accounts = leaving.accounts.map((one) => {
        if (!meant(one)) return one;
        if (question === 'assigned') return { ...one, assigned: person, due };
        if (question !== 'exception') return one;
        return choice === 'yes' ? { ...one, state: 'excepted' as const, exception: text } : { ...one, state: 'not_begun' as const, exception: null };
      });
      if (question === 'anything_else' && choice === 'yes' && route !== null) {
        const way = { route, detail: '', version: key ?? 1, since: vault.now() };
        if (label !== null && !accounts.some((one) => one.label === label)) accounts = [...accounts, leaverAccount(label, 'not_begun', vault.now(), { ways: [] })];
        accounts = accounts.map((one) => (label === null || one.label === label ? { ...one, ways: [...one.ways, way] } : one));
      }
      return put({ ...leaving, answers, accounts, away: leaving.away && !(question === 'returned' && choice === 'yes') });
    },
    signOff: async (id, _text) => {
      const leaving = read(find(id));
      if (leaving.left.length > 0) throw fakeError('leaver.not-done', { name: leaving.name });
      if (!leaving.may_sign_off) throw fakeError('leaver.second', { name: leaving.name });
      return put({ ...leaving, signed_off_by: firm().view.person, signed_off_at: vault.now() });
    },
    replacing: async (label) => {
      const of = vault.list.accounts.find((one) => one.label === label);
      if (of === undefined) throw fakeError('account.not-found', { label });
      const { devices } = sampleHolders(firm(), label);
      const steps = vault.steps.get(label) ?? {};
      const [newest] = of.versions;
      const fresh = newest !== undefined && newest.number > 1 && vault.now() - newest.addedAt < DAY;
      const state = newest?.state === 'unconfirmed' && newest.number > 1 ? 'captured' : fresh ? 'replaced' : steps.begun === 'yes' ? 'begun' : 'not_begun';
      return leaverAccount(label, state, vault.now(), { copy: of.id, ways: [], have: devices.map((one) => one.device), password: steps.password_changed ?? null, old_method: steps.old_method_removed ?? null, begun_by: state === 'begun' ? firm().view.person : null });
    },
    setStep: async (account: string, step: StepView, answer: StepAnswerView) => {
      vault.steps.set(account, { ...vault.steps.get(account), [step]: answer });
      each(account, (one) => {
        if (step === 'begun') return one.state === 'not_begun' ? { ...one, state: 'begun', begun_by: firm().view.person } : one;
        return step === 'password_changed' ? { ...one, password: answer } : { ...one, old_method: answer };
      });
      return done(null);
    },
    rivalKeys: rivals,
    chooseKey: async (account, key) => {
      if (!(await rivals()).some((one) => one.id === key)) throw fakeError('firm.unknown');
      each(account, (one) => ({ ...one, state: 'replaced', confirmed: true, version: one.version + 1, replaced_by: 'Dev Lowe', replaced_at: vault.now() }));
      return done(null);
    },
  };
}
