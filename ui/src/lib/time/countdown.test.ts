import { describe, expect, it } from 'vitest';
import { announcement, barShare, enoughToType, isFresh, phaseOf, phaseWord, secondsLeft, showsNext, stepEnd } from './countdown';

describe('countdown', () => {
  it.each([
    [30, 'calm', false],
    [11, 'calm', false],
    [10, 'ending', true],
    [6, 'ending', true],
    [5, 'last', true],
    [3, 'last', true],
    [2, 'last', true],
    [1, 'last', true],
    [0, 'last', true],
  ] as const)('with %i s left is %s, shows the next code: %s', (left, phase, next) => {
    expect(phaseOf(left)).toBe(phase);
    expect(showsNext(left)).toBe(next);
  });

  it.each([
    [30, 30, 'count-fresh'],
    [29, 30, 'count-fresh'],
    [28, 30, null],
    [11, 30, null],
    [10, 30, 'count-ending'],
    [5, 30, 'count-last'],
    [60, 60, 'count-fresh'],
    [58, 60, null],
    [10, 10, 'count-fresh'],
    [8, 10, 'count-ending'],
    [4, 4, 'count-fresh'],
    [2, 4, 'count-last'],
    [2, 2, 'count-last'],
    [1, 1, 'count-last'],
  ] as const)('with %i s of %i left the word is %s', (left, period, word) => {
    expect(phaseWord(left, period)).toBe(word);
  });

  it('is spoken at ten, at five and at the change, and at no other second', () => {
    const spoken = Array.from({ length: 30 }, (_, index) => index + 1).filter((left) => announcement(left, 30) !== null);
    expect(spoken).toEqual([5, 10, 30]);
  });

  it('is not spoken each few seconds of a code that lasts no longer', () => {
    for (const period of [1, 2, 5]) {
      const spoken = Array.from({ length: period }, (_, index) => announcement(index + 1, period));
      expect(spoken.every((word) => word === null)).toBe(true);
    }
    expect([6, 5, 1].map((left) => announcement(left, 6))).toEqual(['say-fresh', 'say-five', null]);
  });

  it('ends a step at the next multiple of the period', () => {
    expect(stepEnd(59, 30)).toBe(60);
    expect(stepEnd(60, 30)).toBe(90);
    expect(secondsLeft(60, 61)).toBe(0);
  });

  it('moves the bar in blocks of five seconds when less motion is wanted', () => {
    expect(barShare(22, 30, true)).toBeCloseTo(25 / 30);
    expect(barShare(21, 30, true)).toBe(barShare(25, 30, true));
    expect(barShare(22, 30, false)).toBeCloseTo(22 / 30);
  });

  it('is fresh for two seconds and leaves fifteen for typing', () => {
    expect([30, 29, 28].map((left) => isFresh(left, 30))).toEqual([true, true, false]);
    expect([15, 14].map(enoughToType)).toEqual([true, false]);
  });
});
