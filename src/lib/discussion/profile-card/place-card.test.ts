import { expect, test } from 'vitest';
import { placeCard } from './place-card.ts';

const view = { width: 400, height: 800 };
const card = { width: 300, height: 200 };

test.each([
  ['below the name', { top: 100, bottom: 120, left: 40 }, { top: 126, left: 40 }],
  ['above it, if there is no room below', { top: 700, bottom: 720, left: 40 }, { top: 494, left: 40 }],
  ['within the window at its right edge', { top: 100, bottom: 120, left: 380 }, { top: 126, left: 92 }],
  ['within the window at its left edge', { top: 100, bottom: 120, left: -20 }, { top: 126, left: 8 }],
])('a card is %s', (_, name, place) => expect(placeCard(name, card, view)).toEqual(place));

test('a card that fits nowhere is where there is more room, and begins in a narrow window', () => {
  expect(placeCard({ top: 50, bottom: 70, left: 0 }, card, { width: 200, height: 240 })).toEqual({
    top: 76,
    left: 8,
  });
});
