import { expect, test } from 'vitest';
import { readViewerCookie, viewerCookieValue, type CookieViewer } from './viewer-cookie.ts';

test.each<CookieViewer>([
  { username: 'ada', role: 'reader' },
  { username: 'Ada_L-1815', role: 'moderator' },
  { username: 'x'.repeat(24), role: 'admin' },
])('$username, $role is read as it was written', (viewer) => {
  expect(readViewerCookie(viewerCookieValue(viewer))).toEqual(viewer);
});

test.each([
  undefined,
  '',
  'ada',
  '.ada',
  'reader.',
  'reader',
  'owner.ada',
  'constructor.ada',
  'Reader.ada',
  'reader.ab',
  `reader.${'x'.repeat(25)}`,
  'reader.ada lovelace',
  'reader.ada"]{}',
  'reader.%61da',
  'reader.ada\n',
  'reader.ada\nx',
  'reader.a.da',
  ' reader.ada',
])('%j names nobody', (value) => {
  expect(readViewerCookie(value)).toBeNull();
});
