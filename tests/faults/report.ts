import { appendFileSync, mkdirSync } from 'node:fs';

/** `npm run faults` runs every test at full length, `npm test` a short form. */
export const LONG = process.env['FAULTS'] === 'long';

/** Adds a row to the table that `npm run faults` prints. */
export function report(fault: string, result: string, lost: string): void {
  mkdirSync('test-results', { recursive: true });
  appendFileSync('test-results/faults.jsonl', `${JSON.stringify({ fault, result, lost })}\n`);
  console.log(`${fault}: ${result}; lost: ${lost}`);
}

export function lostOf({ missing, diverged }: { missing: number; diverged: number }): string {
  if (missing + diverged === 0) return 'nothing';
  return `${missing} accepted comments, ${diverged} readers with another thread`;
}

/** The value of a metric, summed over the lines whose labels contain `labels`. */
export async function metric(site: string, name: string, labels = ''): Promise<number> {
  const text = await (await fetch(`${site}/metrics`)).text();
  const lines = text.split('\n').filter((line) => line.startsWith(name) && line.includes(labels));
  return lines.reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0);
}
