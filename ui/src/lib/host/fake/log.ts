/** The sample host's part for the firm's log, reports and rules. */
import type { CouldView, Host, LogFilter, LogLine, LogView, ReportView } from '../types';
import type { FirmData } from './firm-data';
import { fakeError, type FakeVault } from './vault';

type LogCommands = Pick<Host, 'firmLog' | 'whoCould' | 'report' | 'saveReport' | 'saveLog' | 'checkLogFile' | 'setFirmRules'>;

const DAY = 86_400;
const READS_ALL: readonly (string | null)[] = ['administrator', 'auditor'];

/** What happened in the sample firm, the newest first. */
export function sampleLines(now: number, [first = '', second = '']: readonly string[]): LogLine[] {
  const line = (ago: number, person: string | null, device: string, what: string, over: Partial<LogLine> = {}): LogLine => ({ at: now - ago, person, device, what, account: null, name: null, detail: null, counts: true, routine: false, entry: 'e'.repeat(52), ...over });
  return [
    line(60, 'Ann Cole', 'Ann laptop', 'copied-code', { account: second, entry: null }),
    line(900, 'Sarah Hart', 'Office PC', 'copied-code', { account: first, entry: null }),
    line(DAY, 'Dev Lowe', 'Dev PC', 'key-new', { account: second, detail: 'key 2' }),
    line(DAY + 120, 'Dev Lowe', 'Dev PC', 'given-paper', { account: second, name: 'Ann Cole', detail: 'key 2, no. 17, No computer at home' }),
    line(20 * DAY, 'Sarah Hart', 'Office PC', 'person-removed', { name: 'Sam Ode', detail: 'Left the firm' }),
    line(20 * DAY + 60, 'Sam Ode', 'Sam laptop', 'shared', { account: first, name: 'Payroll', counts: false }),
    line(200 * DAY, 'Sarah Hart', 'Office PC', 'shared', { account: first, name: 'Tax' }),
    line(300 * DAY, 'Sarah Hart', 'Office PC', 'founded', { name: 'Hart & Lowe' }),
  ];
}

const WAYS: readonly CouldView[] = [
  { person: 'Ann Cole', left: false, key: 2, route: 'paper', detail: 'no. 17', since: 1_790_500_000 },
  { person: 'Sarah Hart', left: false, key: 2, route: 'administrator', detail: 'Office PC', since: 1_790_000_000 },
  { person: 'Sam Ode', left: true, key: 1, route: 'app', detail: 'Sam laptop', since: 1_787_000_000 },
];

/** The commands of the log. */
export function makeFakeLog(vault: FakeVault): LogCommands {
  const firm = (): FirmData => {
    if (vault.firm === null) throw fakeError('firm.none');
    return vault.firm;
  };
  const labels = () => [...new Set(firm().teams.flatMap((team) => team.accounts))];
  const isIn = (line: LogLine, { from, to }: LogFilter) => (from == null || line.at >= from) && (to == null || line.at <= to);
  const read = async (filter: LogFilter): Promise<LogView> => {
    const { view } = firm();
    const own = !READS_ALL.includes(view.role);
    const lines = sampleLines(vault.now(), labels()).filter((line) => isIn(line, filter) && (!own || line.person === view.person));
    const silent = own ? [] : [{ person: 'Tom Reid', device: 'Reception PC', last_seen: null }];
    return { lines, entries: 1284, since: vault.now() - 300 * DAY, own, uses_from: filter.from ?? vault.now() - 92 * DAY, unread: 0, is_part: false, unreached: null, silent, alarms: view.alarms };
  };
  const whoCould: Host['whoCould'] = async (account, at) => {
    if (!labels().includes(account)) throw fakeError('log.no-account', { label: account });
    return { id: 'a'.repeat(26), label: account, at: at ?? vault.now(), ways: [...WAYS] };
  };
  const report: Host['report'] = async (name, account, at): Promise<ReportView> => {
    const base = { name, firm: firm().view.name ?? '', made_at: vault.now(), made_by: firm().view.person ?? '' };
    if (name === 'who-could') {
      if (account === null) throw fakeError('report.account');
      const rows = (await whoCould(account, at)).ways.map((way) => [way.person, String(way.key), way.route]);
      return { ...base, title: `Who could make codes for '${account}'`, columns: ['Person', 'Key', 'How'], rows, notes: ['Whoever has both sheets of the recovery kit could, too.'] };
    }
    if (name === 'paper-and-phones') {
      const rows = firm().given.filter((given) => given.outstanding).map((given) => [String(given.number ?? ''), given.label, given.person]);
      return { ...base, title: 'Paper, files and phones outstanding', columns: ['Number', 'Account', 'Person'], rows, notes: [] };
    }
    return { ...base, title: 'Leavers, and the time until they were cut off', columns: ['Person', 'Begun'], rows: [], notes: ['Still open: 0.'] };
  };
  return {
    firmLog: read,
    whoCould,
    report,
    saveReport: async () => true,
    saveLog: async () => true,
    checkLogFile: async () => ({ log: { name: firm().view.name ?? '', first: 'f'.repeat(52), entries: 1284, writers: 7, since: vault.now() - 300 * DAY, last: vault.now(), void: 1, kept_back: [], compared: 12, people: 5, devices: 6, accounts: 3, exported_at: vault.now(), exported_by: 'Sarah Hart', exported_on: 'Office PC', team_code: '4821 9935', alarms: [] } }),
    setFirmRules: async (twoPeople, months) => {
      const { view } = firm();
      if (view.two_people && twoPeople === false) vault.mustBeFresh();
      const rules = { two_people: twoPeople ?? view.two_people, keep_use_months: months ?? view.keep_use_months };
      vault.firm = { ...firm(), twoPeople: rules.two_people, view: { ...view, ...rules } };
      return { value: null, unsent: null };
    },
  };
}
