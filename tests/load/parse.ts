// How long reading a verdict's page takes, for pages as they are and for hostile ones, and whether cost grows linearly.
import { parseVerdict } from '#lib/verdicts/parse/parse-verdict.ts';
import { VerdictTextError } from '#lib/verdicts/parse/verdict-text-error.ts';
import { atLimitOfHtml, hostile, ordinary, type MakeText } from './parse-texts.ts';
import { atMost, figure, type Section, type Table } from './report.ts';
import type { Scenario } from './scenario.ts';
import { median } from './stats.ts';

/** Characters; the largest is the limit of a text. */
const SIZES = [1000, 20_000, 200_000];
const RUNS = 5;
/** Milliseconds of processor time that each measurement repeats its text for, because short ones are lost in the clock's noise. */
const MEASURED_FOR = 20;
/** Ten times the text may cost this many times as much: caches and garbage collection take their share. */
const MOST_GROWTH = 15;
const MILLION = 1_000_000;

interface Measured {
  name: string;
  /** Whether the largest is read as a verdict. */
  read: boolean;
  /** Milliseconds of each run, for each size. */
  times: number[][];
  /** The same of the bare loop. */
  bare: number[][];
}

export const parse: Scenario = ({ options, tell }) => {
  const runs = options.runs ?? RUNS;
  const measured = (texts: Record<string, MakeText>) =>
    Object.entries(texts).map(([name, make]) => {
      tell(name);
      return measure(name, make, runs);
    });
  const pages = measured(ordinary);
  const attacks = measured(hostile);
  return Promise.resolve(section({ pages, attacks, over: overLimit(runs), runs }));
};

function measure(name: string, make: MakeText, runs: number): Measured {
  const texts = SIZES.map(make);
  const result: Measured = { name, read: isRead(texts.at(-1)!), times: [], bare: [] };
  for (const text of texts) {
    // Alternating, so that a busy moment of the machine meets both.
    const pairs = Array.from(
      { length: runs + 1 },
      () => [millis(bareLoop, text), millis(isRead, text)] as const,
    );
    pairs.shift(); // compiles
    result.bare.push(pairs.map(([bare]) => bare));
    result.times.push(pairs.map(([, ours]) => ours));
  }
  return result;
}

/** The least that a parser of lines does: it looks at every character once. */
function bareLoop(text: string): string[] {
  return text.split('\n').map((line) => line.trim().replace(/\s+/g, ' '));
}

function isRead(text: string): boolean {
  try {
    parseVerdict(text);
    return true;
  } catch (error) {
    if (error instanceof VerdictTextError) return false;
    throw error;
  }
}

/** Milliseconds of processor time, which a busy machine doesn't stretch. */
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

/** Texts over the limits, which are refused for their size. */
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
    read: isRead(text),
    times: [Array.from({ length: runs }, () => millis(isRead, text))],
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

/** Of the fastest runs: collecting garbage stretches some of the others, the longer ones more. */
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
