import { appendFileSync, mkdirSync } from 'node:fs';

/** `npm run faults` runs everything at full length; `npm test` what is short. */
export const LONG = process.env['FAULTS'] === 'long';

/** One line of the table at the end: what was done, what came of it, and what was lost ("nothing", or what). */
export function report(fault: string, came: string, lost: string): void {
  mkdirSync('test-results', { recursive: true });
  appendFileSync('test-results/faults.jsonl', `${JSON.stringify({ fault, came, lost })}\n`);
  console.log(`${fault}: ${came}; lost: ${lost}`);
}

/** What of a storm was lost, in words. */
export function lostOf({ missing, apart }: { missing: number; apart: number }): string {
  if (missing + apart === 0) return 'nothing';
  return `${missing} accepted comments, ${apart} readers out of step`;
}

/** The value of a metric, summed over its labels where they contain `labels`. */
export async function metric(site: string, name: string, labels = ''): Promise<number> {
  const text = await (await fetch(`${site}/metrics`)).text();
  const lines = text.split('\n').filter((line) => line.startsWith(name) && line.includes(labels));
  return lines.reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0);
}
