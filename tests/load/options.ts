import { parseArgs } from 'node:util';

export interface Options {
  /** Scenarios by name; all where none is named. */
  names: string[];
  /** The sizes of the issue instead of those that finish within two minutes. */
  full: boolean;
  /** Repetitions, of which the median is shown. */
  runs: number | null;
  /** Seconds of each measurement. */
  seconds: number | null;
  watchers: number[] | null;
  writers: number;
  /** Comments of a thread. */
  sizes: number[] | null;
  /** JSON files that each describe a peer by its address: see peer.ts. */
  peers: string[];
  waline: boolean;
  /** Where the page of results is written. */
  out: string;
}

const USAGE = `npm run bench [NAME…] -- [--full] [--runs N] [--seconds N] [--watchers 200,1000] [--writers 50]
                      [--sizes 0,50,1000] [--peer FILE.json] [--no-waline] [--out FILE]`;

/** @throws where an argument is not understood; the message says what there is */
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
      out: { type: 'string', default: 'docs/bench.md' },
    },
  });
  return {
    names: positionals,
    full: values.full,
    runs: one(values.runs),
    seconds: one(values.seconds),
    watchers: list(values.watchers),
    writers: one(values.writers)!,
    sizes: list(values.sizes),
    peers: values.peer,
    waline: values.waline,
    out: values.out,
  };
}

function one(text: string | undefined): number | null {
  return list(text)?.[0] ?? null;
}

function list(text: string | undefined): number[] | null {
  if (text === undefined) return null;
  const numbers = text.replaceAll('_', '').split(',').map(Number);
  if (numbers.some((number) => !Number.isFinite(number) || number < 0))
    throw new Error(`"${text}" is not a list of numbers.\n${USAGE}`);
  return numbers;
}
