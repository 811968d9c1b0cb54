import { expect, it } from 'vitest';
import { joinLabel, markWords, nameAmong, shortLabel, speakLabel, splitOffice } from './label';

const LABEL = 'HMRC online services – Income Tax – London';

it('marks the differing word and keeps every letter of the label', () => {
  const pieces = markWords(LABEL, ['london']);
  expect(pieces).toEqual([
    { text: 'HMRC online services – Income Tax – ', differs: false },
    { text: 'London', differs: true },
  ]);
  for (const words of [[], ['HMRC'], ['Income', 'London'], ['none']]) {
    expect(markWords(LABEL, words).map((piece) => piece.text).join('')).toBe(LABEL);
  }
});

it('does not mark a word that is only part of another', () => {
  expect(markWords('Taxes – Tax', ['Tax'])).toEqual([
    { text: 'Taxes – ', differs: false },
    { text: 'Tax', differs: true },
  ]);
});

it('marks a word beside brackets, commas and dashes, as the program cuts them', () => {
  const marked = (label: string, word: string) => markWords(label, [word]).filter((piece) => piece.differs).map((piece) => piece.text);
  expect(marked('HMRC (Leeds) – VAT', 'Leeds')).toEqual(['Leeds']);
  expect(marked('HMRC – VAT/PAYE, York-Hull', 'paye')).toEqual(['PAYE']);
  expect(marked('HMRC – VAT/PAYE, York-Hull', 'hull')).toEqual(['Hull']);
  expect(markWords('HMRC (Leeds) – VAT', ['Leeds']).map((piece) => piece.text).join('')).toBe('HMRC (Leeds) – VAT');
});

it('is shortened only where no other label would be called the same', () => {
  const all = ['HMRC online services – VAT – Leeds', 'HMRC agent services – VAT – leeds', 'Xero – Payroll – Leeds'];
  expect(all.map((label) => nameAmong(label, all))).toEqual([...all.slice(0, 2), 'Payroll – Leeds']);
});

it('parts the office only when the label ends with it', () => {
  expect(splitOffice(LABEL, 'London')).toEqual({ rest: 'HMRC online services – Income Tax', office: 'London' });
  expect(splitOffice('London', 'London')).toEqual({ rest: 'London', office: null });
  expect(splitOffice(LABEL, 'Leeds')).toEqual({ rest: LABEL, office: null });
  expect(splitOffice(LABEL, null)).toEqual({ rest: LABEL, office: null });
});

it('is spoken with commas and shortened without its service', () => {
  expect(speakLabel(LABEL)).toBe('HMRC online services, Income Tax, London');
  expect(shortLabel(LABEL)).toBe('Income Tax – London');
  expect(shortLabel('Companies House – filing')).toBe('Companies House – filing');
});

it('joins parts and leaves out the empty ones', () => {
  expect(joinLabel('HMRC', ' ', 'Leeds ')).toBe('HMRC – Leeds');
});
