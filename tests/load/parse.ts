// The cost of parsing ordinary and hostile verdict pages, and whether it grows linearly.
import { parseVerdict } from '#lib/verdicts/parse/parse-verdict.ts';
import { VerdictTextError } from '#lib/verdicts/parse/verdict-text-error.ts';
import { atLimitOfHtml, hostile, ordinary, type MakeText } from './parse-texts.ts';
import { atMost, figure, type Section, type Table } from './report.ts';
import type { Scenario } from './scenario.ts';
import { median } from './stats.ts';

/** Characters; the largest is the limit of a text. */
const SIZES = [1000, 20_000, 200_000];
const RUNS = 5;
/** Milliseconds of CPU time of each measurement, long enough for the clock's noise not to matter. */
const MEASURED_FOR = 20;
/** The highest cost ratio for ten times the text: above ten because of caches and garbage collection. */
const MOST_GROWTH = 15;
const MILLION = 1_000_000;

interface Measured {
  name: string;
  /** Whether the largest text parses as a verdict. */
  read: boolean;
  /** Milliseconds of each run, for each size. */
  times: number[][];
  /** The same for the baseline. */
  bare: number[][];
}

export const parse: Scenario = ({ options, progress }) => {
  const runs = options.runs ?? RUNS;
  const measured = (texts: Record<string, MakeText>) =>
    Object.entries(texts).map(([name, make]) => {
      progress(name);
      return measure(name, make, runs);
    });
  const pages = measured(ordinary);
  const attacks = measured(hostile);
  return Promise.resolve(section({ pages, attacks, over: overLimit(runs), runs }));
};

function measure(name: string, make: MakeText, runs: number): Measured {
  const texts = SIZES.map(make);
  const result: Measured = { name, read: isAccepted(texts.at(-1)!), times: [], bare: [] };
  for (const text of texts) {
    // Alternating, so that other load on the machine affects both.
    const pairs = Array.from(
      { length: runs + 1 },
      () => [millis(bareLoop, text), millis(isAccepted, text)] as const,
    );
    pairs.shift(); // compiles
    result.bare.push(pairs.map(([bare]) => bare));
    result.times.push(pairs.map(([, ours]) => ours));
  }
  return result;
}

/** The baseline: it reads every character once. */
function bareLoop(text: string): string[] {
  return text.split('\n').map((line) => line.trim().replace(/\s+/g, ' '));
}

function isAccepted(text: string): boolean {
  try {
    parseVerdict(text);
    return true;
  } catch (error) {
    if (error instanceof VerdictTextError) return false;
    throw error;
  }
}

/** Milliseconds of CPU time, which doesn't depend on other load. */
function millis(act: (text: string) => unknown, text: string): number {
  const started = process.cpuUsage();
  let times = 0;
  let took = 0;
  while (took < MEASURED_FOR) {
    act(text);
    times++;
    const { user, system } = process.cpuUsage(started);
    took = (user + system) / 1000;
  }
  return took / times;
}

/** Texts at and over the size limits. */
function overLimit(runs: number): Measured[] {
  const texts: Record<string, string> = {
    'a million dashes': '-'.repeat(MILLION),
    'a million lines': 'a\n'.repeat(MILLION),
    'a million dashes in HTML': `<p>${'-'.repeat(MILLION)}`,
    'a page at the limit of HTML, a fifth of it text': atLimitOfHtml(MILLION),
    'the limit of HTML, nearly all tags': `<p>a</p>${'<b></b>'.repeat((MILLION - 8) / 7)}`,
  };
  return Object.entries(texts).map(([name, text]) => ({
    name,
    read: isAccepted(text),
    times: [Array.from({ length: runs }, () => millis(isAccepted, text))],
    bare: [Array.from({ length: runs }, () => millis(bareLoop, text))],
  }));
}

function section(all: { pages: Measured[]; attacks: Measured[]; over: Measured[]; runs: number }): Section {
  const { pages, attacks, over, runs } = all;
  return {
    ran: [
      `parseVerdict on texts of ${SIZES.map(figure).join(', ')} characters; medians of ${runs} runs of at least ${MEASURED_FOR} ms of processor time, with the fastest and slowest at the largest size; growth is of the fastest.`,
      'Bare: splitting the same text into lines and collapsing the white space of each, alternating with the parser.',
    ],
    tables: [
      timesTable('Ordinary pages, milliseconds of processor time', pages),
      timesTable('Hostile texts, milliseconds of processor time', attacks),
      costTable('Cost: microseconds per 1,000 characters, and times the bare loop', [...pages, ...attacks]),
      overTable(over),
    ],
    targets: [...pages, ...attacks].map((each) =>
      atMost(`${each.name}: ${figure(SIZES.at(-1)!)} to ${figure(SIZES.at(-2)!)}`, MOST_GROWTH, growth(each)),
    ),
  };
}

/** Of the fastest runs, which garbage collection affects least. */
function growth({ times }: Measured): number {
  return Math.min(...times.at(-1)!) / Math.min(...times.at(-2)!);
}

function timesTable(caption: string, all: Measured[]): Table {
  return {
    caption,
    head: [
      '',
      ...SIZES.map(figure),
      'spread',
      `${figure(SIZES.at(-2)!)} to ${figure(SIZES.at(-1)!)}`,
      'result',
    ],
    rows: all.map((each) => [
      each.name,
      ...each.times.map(median),
      spread(each.times.at(-1)!),
      growth(each),
      each.read ? 'read' : 'refused',
    ]),
  };
}

function costTable(caption: string, all: Measured[]): Table {
  return {
    caption,
    head: [
      '',
      ...SIZES.map((size) => `µs, ${figure(size)}`),
      ...SIZES.map((size) => `× bare, ${figure(size)}`),
    ],
    rows: all.map(({ name, times, bare }) => [
      name,
      ...times.map((each, i) => (median(each) * 1000) / (SIZES[i]! / 1000)),
      ...times.map((each, i) => median(each) / median(bare[i]!)),
    ]),
  };
}

function overTable(all: Measured[]): Table {
  return {
    caption: 'At and over the limits, milliseconds of processor time',
    head: ['', 'median', 'spread', '× bare', 'result'],
    rows: all.map(({ name, times, bare, read }) => [
      name,
      median(times[0]!),
      spread(times[0]!),
      median(times[0]!) / median(bare[0]!),
      read ? 'read' : 'refused',
    ]),
  };
}

function spread(times: number[]): string {
  return `${figure(Math.min(...times))} to ${figure(Math.max(...times))}`;
}
