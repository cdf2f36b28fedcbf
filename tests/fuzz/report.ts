import type { Attack } from './generate.ts';
import type { Fault, Report, Slow } from './run.ts';

/** Responses that are expensive on purpose. */
const EXPENSIVE: { target: RegExp; why: string }[] = [
  {
    target: /sign-in|sign-up|settings password|admin\/first|\/(accounts|session)$/,
    why: 'argon2 hashes a password',
  },
];

export function reportText(report: Report): string {
  const { seed, rounds, targets, sent, statuses, neverAccepted, faults } = report;
  const total = Object.values(sent).reduce((sum, count) => sum + count, 0);
  const kinds = Object.keys(targets).map((kind) => `${sent[kind] ?? 0} on ${targets[kind]} × ${kind}`);
  return [
    `Seed ${seed}, ${rounds} rounds: ${total} requests and messages (${kinds.join(', ')}).`,
    `Statuses: ${Object.entries(statuses)
      .map(([status, count]) => `${status}: ${count}`)
      .join(', ')}.`,
    `Only errors from: ${neverAccepted.join('; ') || 'none'}.`,
    slowText(report.slow),
    `${faults.length} faults.`,
  ].join('\n');
}

function slowText(slow: Slow[]): string {
  const kinds = Map.groupBy(slow, ({ target, status }) => `${target} (${status})`);
  const lines = [...kinds].map(([kind, all]) => {
    const worst = all.reduce((one, other) => (other.cpuMs > one.cpuMs ? other : one));
    const known = EXPENSIVE.find(({ target }) => target.test(worst.target));
    const why = known?.why ?? `UNEXPLAINED\n  ${requestText(worst.attack)}`;
    return `  ${kind}: ${all.length} times, up to ${worst.cpuMs} ms: ${why}`;
  });
  return [`Responses with 100 ms of CPU or more: ${slow.length || 'none'}`, ...lines].join('\n');
}

export function faultText({ target, why, seed, round, actor, attack, output }: Fault): string {
  const request = attack ? `\n${requestText(attack)}` : '';
  return `\nFAULT ${target}: ${why} (seed ${seed}, round ${round}, as ${actor})${request}\n  ${output}`;
}

/** One line that `npm run fuzz -- --replay FILE` reads. */
export function requestText({ actor, request }: Attack): string {
  const { method, path, headers, body } = request;
  return JSON.stringify({ actor, method, path, headers, body: body?.toString('latin1') ?? null });
}

export function readRequest(text: string): Attack {
  const { actor, body, ...request } = JSON.parse(text) as {
    actor: Attack['actor'];
    body: string | null;
  } & Omit<Attack['request'], 'body'>;
  return { actor, request: { ...request, body: body === null ? null : Buffer.from(body, 'latin1') } };
}
