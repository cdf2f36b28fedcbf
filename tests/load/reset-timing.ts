// Whether the time of a response shows that an address is known: node tests/bench/reset-timing.ts, on a built site.
// Asks for reset links in turn for a known and an unknown address, and prints the medians and their difference, beside
// the difference of two halves of the same kind, which is noise.
import pg from 'pg';
import { databaseAddress, startSite } from '../support/site.ts';
import { ApiClient } from '../support/api-client.ts';

const PAIRS = Number(process.argv[2] ?? 600);
const KNOWN = 'known@example.org';

const site = await startSite({ env: { SAMPLE_DATA: 'off' } });
try {
  await ApiClient.signUp(site.url, 'ada');
  await confirmKnown(databaseAddress(site.dataDir));
  for (let warm = 0; warm < 50; warm++) await ask('warm@example.org');
  const times: { known: number[]; unknown: number[] } = { known: [], unknown: [] };
  for (let pair = 0; pair < PAIRS; pair++) {
    // Each is first in half of the pairs.
    const order = pair % 2 ? (['known', 'unknown'] as const) : (['unknown', 'known'] as const);
    for (const kind of order) times[kind].push(await ask(kind === 'known' ? KNOWN : `u${pair}@example.org`));
  }
  const [known, unknown] = [median(times.known), median(times.unknown)];
  const halves = [0, 1].map((half) => median(times.unknown.filter((_, at) => at % 2 === half)));
  console.log(
    `${PAIRS} each: known ${known.toFixed(3)} ms, unknown ${unknown.toFixed(3)} ms, ` +
      `difference ${(known - unknown).toFixed(3)} ms; two halves of unknown differ by ${(halves[0]! - halves[1]!).toFixed(3)} ms.`,
  );
} finally {
  await site.stop();
}

async function confirmKnown(database: string): Promise<void> {
  const client = new pg.Client(database);
  await client.connect();
  await client.query('UPDATE users SET email = $1, email_confirmed_at = now()', [KNOWN]);
  await client.end();
}

/** @returns milliseconds to the response */
async function ask(email: string): Promise<number> {
  const started = performance.now();
  const response = await fetch(`${site.url}/api/v1/password-resets`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email }),
  });
  await response.arrayBuffer();
  if (response.status !== 202) throw new Error(`asking was answered ${response.status}`);
  return performance.now() - started;
}

function median(times: number[]): number {
  return times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)]!;
}
