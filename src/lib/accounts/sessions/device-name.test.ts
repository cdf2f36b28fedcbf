import { expect, test } from 'vitest';
import { deviceName, UNKNOWN_DEVICE } from './device-name.ts';

const MOZILLA = 'Mozilla/5.0';
const WEBKIT = 'AppleWebKit/537.36 (KHTML, like Gecko)';

test.each([
  ['Firefox on Windows', `${MOZILLA} (Windows NT 10.0; Win64; x64; rv:145.0) Gecko/20100101 Firefox/145.0`],
  [
    'Firefox on iPhone',
    `${MOZILLA} (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) FxiOS/145.0 Mobile/15E148 Safari/605.1.15`,
  ],
  ['Chrome on Android', `${MOZILLA} (Linux; Android 10; K) ${WEBKIT} Chrome/142.0.0.0 Mobile Safari/537.36`],
  ['Chrome on ChromeOS', `${MOZILLA} (X11; CrOS x86_64 14541.0.0) ${WEBKIT} Chrome/142.0.0.0 Safari/537.36`],
  ['Chrome on Linux', `${MOZILLA} (X11; Linux x86_64) ${WEBKIT} HeadlessChrome/142.0.0.0 Safari/537.36`],
  [
    'Edge on Windows',
    `${MOZILLA} (Windows NT 10.0; Win64; x64) ${WEBKIT} Chrome/142.0.0.0 Safari/537.36 Edg/142.0.0.0`,
  ],
  [
    'Opera on Mac',
    `${MOZILLA} (Macintosh; Intel Mac OS X 10_15_7) ${WEBKIT} Chrome/141.0.0.0 Safari/537.36 OPR/125.0.0.0`,
  ],
  [
    'Samsung Internet on Android',
    `${MOZILLA} (Linux; Android 10; K) ${WEBKIT} SamsungBrowser/28.0 Chrome/130.0.0.0 Mobile Safari/537.36`,
  ],
  [
    'Safari on Mac',
    `${MOZILLA} (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Safari/605.1.15`,
  ],
  [
    'Safari on iPad',
    `${MOZILLA} (iPad; CPU OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1`,
  ],
  ['curl', 'curl/8.14.1'],
])('%s', (name, userAgent) => {
  expect(deviceName(userAgent)).toBe(name);
});

test.each([
  ['nothing', null],
  ['an empty one', ''],
  ['markup', '<script>alert(1)</script>'],
  ['a browser’s name within a word', 'NotFirefox/1.0'],
  ['a name beyond the part that is read', `${'x'.repeat(600)} Firefox/1.0 Windows`],
])('%s has no name', (_, userAgent) => {
  expect(deviceName(userAgent)).toBe(UNKNOWN_DEVICE);
});

test('a hostile one adds no text and costs no time', () => {
  const started = performance.now();
  const hostile = `Version/1 ${'a '.repeat(1e6)}Safari`;
  expect(deviceName(hostile)).toBe(UNKNOWN_DEVICE);
  expect(deviceName(`<b>Firefox/1</b> ${'Version/1 '.repeat(1e5)}`)).toBe('Firefox');
  // Without the limit of its length, this takes more than a minute.
  expect(deviceName('Version/1 '.repeat(1e5))).toBe(UNKNOWN_DEVICE);
  expect(performance.now() - started).toBeLessThan(5_000);
});
