/** What a list of sessions calls a browser: "Firefox on Windows". Only names from this file, so a User-Agent can't add its own. */

export const UNKNOWN_DEVICE = 'Unknown device';

/** Real ones have some 200 characters. Bounded because several patterns search it. */
const LONGEST = 512;

type Named = [name: string, pattern: RegExp];

/** The first match counts: most browsers also name the ones they descend from, Chrome and Safari last. */
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
  const text = (userAgent ?? '').slice(0, LONGEST);
  const [browser, system] = [BROWSERS, SYSTEMS].map(
    (list) => list.find(([, pattern]) => pattern.test(text))?.[0],
  );
  if (browser && system) return `${browser} on ${system}`;
  return browser ?? system ?? UNKNOWN_DEVICE;
}
