import type { Command } from 'commander';
import { Refusal } from '#lib/refusal.ts';
import { listVerdicts } from '#lib/verdicts/list/list-verdicts.server.ts';
import { publishParsed } from '#lib/verdicts/publish/publish-verdict.server.ts';
import { parsePage } from '#lib/verdicts/parse/parse-page.ts';
import type { ParsedLine } from '#lib/verdicts/parse/parsed-page.ts';
import { parseVerdictInput } from '#lib/verdicts/publish/parse-verdict-input.server.ts';
import type { StructuredVerdict } from '#lib/verdicts/verdict.ts';
import type { VerdictState } from '#lib/verdicts/verdict-state.ts';
import type { VerdictListItem } from '#lib/verdicts/list/list-item-view.ts';
import { columns, JSON_FLAG, print } from './print.ts';
import { FORMAT_GUIDE, formatErrors, inputErrors, type InputError } from './verdict-errors.ts';
import { readInput } from './verdict-file.ts';
import { formatLines } from './verdict-lines.ts';
import { addChangeCommands, verdictUrl } from './verdict-change.ts';
import { formatSummary } from './verdict-summary.ts';

interface Options {
  json?: boolean;
  dryRun?: boolean;
}

interface Outcome {
  file: string;
  outcome: 'published' | 'new version' | 'unchanged' | 'understood' | 'refused';
  slug?: string;
  address?: string;
  version?: number;
  verdict?: StructuredVerdict;
  /** On a dry run of a page text, also if it is refused. */
  lines?: ParsedLine[];
  reason?: string;
  faults?: InputError[];
}

export function addVerdictCommands(program: Command): void {
  const verdict = program.command('verdict').description('the Oracle’s verdicts');

  verdict
    .command('import <files...>')
    .description(
      `publish verdicts from files: page texts, or structured verdicts as JSON; ${FORMAT_GUIDE} describes both`,
    )
    .option('--dry-run', 'show line by line what is understood of the files, publish nothing')
    .addOption(JSON_FLAG())
    .action(importAll);

  verdict
    .command('list')
    .description('show the verdicts with their state, newest first')
    .addOption(JSON_FLAG())
    .action(async ({ json }: Options) => {
      const verdicts = await everyVerdict();
      print(json, verdicts, columns(verdicts.map(row)));
    });

  addChangeCommands(verdict);
}

/** A refused file doesn't stop the others; the command fails at the end. */
async function importAll(files: string[], { json, dryRun }: Options): Promise<void> {
  const outcomes: Outcome[] = [];
  for (const [i, file] of files.entries()) {
    const outcome = await importOne(file, dryRun === true);
    outcomes.push(outcome);
    if (!json) printOutcome(outcome, `[${i + 1}/${files.length}]`);
  }
  if (json) print(true, outcomes, '');
  const refused = outcomes.filter(({ outcome }) => outcome === 'refused').length;
  if (refused > 0)
    throw new Refusal('import-incomplete', { message: `Refused: ${refused} of ${files.length}.` });
}

async function importOne(file: string, dryRun: boolean): Promise<Outcome> {
  let lines: ParsedLine[] | undefined;
  try {
    const input = await readInput(file);
    if (dryRun) lines = parsedLines(input);
    const read = parseVerdictInput(input);
    if (dryRun) return { file, outcome: 'understood', verdict: read.content, ...(lines ? { lines } : {}) };
    const { verdict, created, changed, version } = await publishParsed(read, { now: new Date() });
    const outcome = created ? 'published' : changed ? 'new version' : 'unchanged';
    return { file, outcome, slug: verdict.slug, address: verdictUrl(verdict.slug), version };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { file, outcome: 'refused', ...whyRefused(error), ...(lines ? { lines } : {}) };
  }
}

function parsedLines(input: unknown): ParsedLine[] | undefined {
  const text = (input as { text?: unknown } | null)?.text;
  return typeof text === 'string' ? parsePage(text).lines : undefined;
}

/** Results go to standard output and refusals to standard error, each as soon as it is known. */
function printOutcome(
  { file, outcome, slug, address, version, verdict, reason, lines = [] }: Outcome,
  progress: string,
): void {
  if (verdict) console.log(`${progress} ${file}\n${formatSummary(verdict)}`);
  else if (reason) console.error(`${progress} ${file}: refused. ${reason}`);
  else
    console.log(
      `${progress} ${file}: ${outcome === 'new version' ? `version ${version}` : outcome}\n  ${slug}\n  ${address}`,
    );
  if (lines.length > 0) console.log(formatLines(lines));
}

function whyRefused({ errors, message, code }: Refusal): Pick<Outcome, 'reason' | 'faults'> {
  if (code !== 'invalid-input') return { reason: message };
  const faults = inputErrors(errors);
  return { reason: formatErrors(faults), faults };
}

type StatedItem = Omit<VerdictListItem, 'state'> & { state: VerdictState };

async function everyVerdict(): Promise<StatedItem[]> {
  const all: StatedItem[] = [];
  let cursor: string | undefined;
  do {
    const { items, next } = await listVerdicts({ sort: 'newest', limit: 100, cursor }, { everyState: true });
    all.push(...items.map((item) => ({ state: 'published' as const, ...item })));
    cursor = next ?? undefined;
  } while (cursor);
  return all;
}

function row({ state, publishedAt, publishedText, source, comments, slug }: StatedItem): string[] {
  const discussion = `${comments} ${comments === 1 ? 'comment' : 'comments'}`;
  return [
    state,
    publishedAt ?? publishedText ?? 'no date',
    source.feed ?? 'no source',
    discussion,
    verdictUrl(slug),
  ];
}
