// Whether the response time of a password reset reveals that an address is known.
import { ApiClient } from '../support/api-client.ts';
import { figure } from './report.ts';
import type { Scenario } from './scenario.ts';
import { startBenchSite } from './servers.ts';
import { median } from './stats.ts';

const PAIRS = 600;
const WARM_UP = 50;
const KNOWN = 'known@example.org';

export const resetTiming: Scenario = async ({ options, database }) => {
  const pairs = options.full ? 10 * PAIRS : PAIRS;
  const ours = await startBenchSite(database, 'bench_reset_timing');
  try {
    await ApiClient.signUp(ours.url, 'ada');
    await ours.sql.query('UPDATE users SET email = $1, email_confirmed_at = now()', [KNOWN]);
    for (let i = 0; i < WARM_UP; i++) await requestReset(ours.url, 'warm@example.org');
    const times: Record<'known' | 'unknown', number[]> = { known: [], unknown: [] };
    for (let pair = 0; pair < pairs; pair++) {
      // Each kind is first in half of the pairs.
      const order = pair % 2 ? (['known', 'unknown'] as const) : (['unknown', 'known'] as const);
      for (const kind of order)
        times[kind].push(await requestReset(ours.url, kind === 'known' ? KNOWN : `u${pair}@example.org`));
    }
    const [known, unknown] = [median(times.known), median(times.unknown)];
    const halves = [0, 1].map((half) => median(times.unknown.filter((_, i) => i % 2 === half)));
    return {
      ran: [
        `${pairs} reset requests each for a known and an unknown address, in turn, one at a time. Noise is the difference between two halves of the unknown ones.`,
      ],
      tables: [
        {
          caption: 'Median response time, milliseconds',
          head: ['known', 'unknown', 'difference', 'noise'],
          rows: [[figure(known), unknown, known - unknown, halves[0]! - halves[1]!]],
        },
      ],
    };
  } finally {
    await ours.stop();
  }
};

/** @returns milliseconds to the end of the response */
async function requestReset(site: string, email: string): Promise<number> {
  const started = performance.now();
  const response = await fetch(`${site}/api/v1/password-resets`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email }),
  });
  await response.arrayBuffer();
  if (response.status !== 202) throw new Error(`a reset request returned ${response.status}`);
  return performance.now() - started;
}
