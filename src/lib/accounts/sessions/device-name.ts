/** Names a browser as "Firefox on Windows", only in words from this file: a User-Agent can't add its own. */

export const UNKNOWN_DEVICE = 'Unknown device';

/** Real ones have about 200 characters. Bounded because several patterns search it. */
const MAX_LENGTH = 512;

type Named = [name: string, pattern: RegExp];

/** The first match counts, because most browsers also name Chrome or Safari. */
const BROWSERS: Named[] = [
  ['Edge', /\bEdg(?:e|A|iOS)?\//],
  ['Opera', /\b(?:OPR|OPT|OPX|Opera)\//],
  ['Samsung Internet', /\bSamsungBrowser\//],
  ['Vivaldi', /\bVivaldi\//],
  ['Firefox', /\b(?:Firefox|FxiOS)\//],
  ['Chrome', /\b(?:Chrome|CriOS|HeadlessChrome)\//],
  ['Safari', /\bVersion\/[\d.]+ .*\bSafari\//],
  ['curl', /^curl\//],
];

/** Android and ChromeOS also name Linux; iPhones and iPads also name Mac OS X. */
const SYSTEMS: Named[] = [
  ['iPhone', /\biPhone\b/],
  ['iPad', /\biPad\b/],
  ['Android', /\bAndroid\b/],
  ['ChromeOS', /\bCrOS\b/],
  ['Windows', /\bWindows\b/],
  ['Mac', /\bMac(?:intosh| OS X)\b/],
  ['Linux', /\bLinux\b/],
];

export function deviceName(userAgent: string | null): string {
  const text = (userAgent ?? '').slice(0, MAX_LENGTH);
  const [browser, system] = [BROWSERS, SYSTEMS].map(
    (list) => list.find(([, pattern]) => pattern.test(text))?.[0],
  );
  if (browser && system) return `${browser} on ${system}`;
  return browser ?? system ?? UNKNOWN_DEVICE;
}
