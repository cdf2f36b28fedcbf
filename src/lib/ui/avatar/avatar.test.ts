import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

const css = readFileSync(new URL('avatar.css', import.meta.url), 'utf8');
/** All that a user name may consist of (accounts/username.ts), folded by case as the selectors are. */
const CHARACTERS = [...'abcdefghijklmnopqrstuvwxyz0123456789_-'];

/** The value of a property in the only rule with this selector. */
function valueOf(selector: string, property: string): string | undefined {
  const rules = [...css.matchAll(/([^{}]+)\{([^{}]+)\}/g)].filter(([, selectors]) =>
    selectors!.includes(selector),
  );
  expect(rules, selector).toHaveLength(1);
  return new RegExp(`${property}: ([^;]+);`).exec(rules[0]![2]!)?.[1];
}

describe('a name has one letter and one hue, from its first and its last character', () => {
  test.each(CHARACTERS.filter((character) => /[a-z0-9]/.test(character)))('%s begins a name', (character) => {
    for (const selector of [`.name[href^='/u/${character}' i]`, `.avatar[data-name^='${character}' i]`])
      expect(valueOf(selector, '--initial')).toBe(`'${character}'`);
  });

  test.each(CHARACTERS)('%s ends a name', (character) => {
    const hues = [`.name[href$='${character}' i]`, `.avatar[data-name$='${character}' i]`].map((selector) =>
      valueOf(selector, '--hue'),
    );
    expect(hues[0]).toMatch(/^\d+$/);
    expect(hues[1]).toBe(hues[0]);
  });
});

test('the letter has 4.5:1 on each hue, in both themes', () => {
  const hues = [...css.matchAll(/--hue: (\d+)/g)].map(([, hue]) => Number(hue));
  expect(new Set(hues).size).toBe(12);
  const pairOf = (property: string) =>
    [...css.matchAll(new RegExp(`^ {2}${property}: light-dark\\((.+)\\);`, 'gm'))].flatMap(([, pair]) =>
      [...pair!.matchAll(/oklch\(([\d.]+) ([\d.]+) /g)].map(([, l, c]) => [Number(l), Number(c)] as const),
    );
  const [backgrounds, letters] = [pairOf('background'), pairOf('color')];
  expect([backgrounds.length, letters.length]).toEqual([2, 2]);
  for (const hue of hues)
    for (const theme of [0, 1]) {
      const [light, dark] = [backgrounds[theme]!, letters[theme]!]
        .map(([lightness, chroma]) => luminance(lightness, chroma, hue))
        .sort((a, b) => b - a);
      expect((light! + 0.05) / (dark! + 0.05)).toBeGreaterThan(4.5);
    }
});

/** The relative luminance (WCAG) of an OKLCH colour. */
function luminance(lightness: number, chroma: number, hue: number): number {
  const [a, b] = [chroma * Math.cos((hue * Math.PI) / 180), chroma * Math.sin((hue * Math.PI) / 180)];
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  const linear = [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ].map((channel) => Math.min(1, Math.max(0, channel)));
  return 0.2126 * linear[0]! + 0.7152 * linear[1]! + 0.0722 * linear[2]!;
}
