import { parseArgs } from 'node:util';

export interface Options {
  /** All scenarios if empty. */
  names: string[];
  /** The sizes that the targets are about, instead of those that finish within two minutes. */
  full: boolean;
  /** Repetitions; the report shows medians. */
  runs: number | null;
  /** Seconds of each measurement. */
  seconds: number | null;
  watchers: number[] | null;
  writers: number;
  /** Comments of a thread. */
  sizes: number[] | null;
  /** JSON files that describe peers: see peer.ts. */
  peers: string[];
  waline: boolean;
  /** Parts of a scenario; all if empty. */
  only: string[];
  /** Another checkout, built and with its own packages, that runs beside this one. */
  against: string | null;
  out: string;
}

const USAGE = `npm run bench [NAME…] -- [--full] [--runs N] [--seconds N] [--watchers 200,1000] [--writers 50]
                      [--sizes 0,50,1000] [--peer FILE.json] [--no-waline] [--only PART,…]
                      [--against DIR] [--out FILE]`;

/** @throws on an invalid argument */
export function readOptions(args: string[]): Options {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    allowNegative: true,
    options: {
      full: { type: 'boolean', default: false },
      runs: { type: 'string' },
      seconds: { type: 'string' },
      watchers: { type: 'string' },
      writers: { type: 'string', default: '50' },
      sizes: { type: 'string' },
      peer: { type: 'string', multiple: true, default: [] },
      waline: { type: 'boolean', default: true },
      only: { type: 'string', default: '' },
      against: { type: 'string' },
      out: { type: 'string', default: 'docs/bench.md' },
    },
  });
  return {
    names: positionals,
    full: values.full,
    runs: numberOf(values.runs),
    seconds: numberOf(values.seconds),
    watchers: numbersOf(values.watchers),
    writers: numberOf(values.writers)!,
    sizes: numbersOf(values.sizes),
    peers: values.peer,
    waline: values.waline,
    only: values.only.split(',').filter(Boolean),
    against: values.against ?? null,
    out: values.out,
  };
}

function numberOf(text: string | undefined): number | null {
  return numbersOf(text)?.[0] ?? null;
}

function numbersOf(text: string | undefined): number[] | null {
  if (text === undefined) return null;
  const numbers = text.replaceAll('_', '').split(',').map(Number);
  if (numbers.some((number) => !Number.isFinite(number) || number < 0))
    throw new Error(`"${text}" is not a list of numbers.\n${USAGE}`);
  return numbers;
}
