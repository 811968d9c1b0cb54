import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const tokens = readFileSync(join(import.meta.dirname, 'tokens.css'), 'utf8');

type Triple = [number, number, number];
type Matrix = [Triple, Triple, Triple];

/** How colours arrive where one kind of cone is missing: Machado, Oliveira and Fernandes 2009, severity 1. */
const EYES: Record<string, Matrix> = {
  usual: [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
  protan: [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
  deutan: [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.01182, 0.042940, 0.968881]],
  tritan: [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.3039]],
};

const dot = (a: Triple, b: Triple) => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
const apply = (matrix: Matrix, colour: Triple) => matrix.map((row) => dot(row, colour)) as Triple;

function linear(hex: string): Triple {
  const part = (at: number) => {
    const value = parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return [part(1), part(3), part(5)];
}

/** OKLab, with lightness from 0 to 100: distances in it are about as large as they look. */
function lab(colour: Triple): Triple {
  const cones = apply([[0.4122214708, 0.5363325363, 0.0514459929], [0.2119034982, 0.6806995451, 0.1073969566], [0.0883024619, 0.2817188376, 0.6299787005]], colour);
  const roots = cones.map((cone) => 100 * Math.cbrt(Math.max(0, cone))) as Triple;
  return apply([[0.2104542553, 0.793617785, -0.0040720468], [1.9779984951, -2.428592205, 0.4505937099], [0.0259040371, 0.7827717662, -0.808675766]], roots);
}

const luminance = (hex: string) => dot([0.2126, 0.7152, 0.0722], linear(hex));

function contrast(one: string, other: string): number {
  const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b) as [number, number];
  return (high + 0.05) / (low + 0.05);
}

/** The values of a token, light first. */
const values = (token: string) => [...tokens.matchAll(new RegExp(`--${token}: (#[0-9a-f]{6});`, 'g'))].map((match) => match[1] ?? '');

describe.each(['light', 'dark'])('the colours of services, %s', (theme) => {
  const at = theme === 'light' ? 0 : 1;
  const of = (token: string) => values(token)[at] ?? '';
  const colours = Array.from({ length: 8 }, (_, place) => of(`service-${place}`));

  it.each(Object.keys(EYES))('are told apart by %s eyes', (eyes) => {
    const seen = colours.map((colour) => lab(apply(EYES[eyes] as Matrix, linear(colour)).map((part) => Math.min(1, Math.max(0, part))) as Triple));
    const distances = seen.flatMap((one, place) => seen.slice(place + 1).map((other) => Math.hypot(...one.map((part, axis) => part - (other[axis] ?? 0)))));
    expect(Math.min(...distances)).toBeGreaterThan(12);
  });

  it('stand out from what is behind them, as graphics must (WCAG 1.4.11)', () => {
    expect(Math.min(...colours.map((colour) => contrast(colour, of('surface'))))).toBeGreaterThan(3);
    expect(contrast(of('accent'), of('bar-ground'))).toBeGreaterThan(3);
    expect(contrast(of('amber-line'), of('bar-ground'))).toBeGreaterThan(3);
  });
});
