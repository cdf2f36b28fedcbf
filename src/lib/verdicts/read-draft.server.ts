import { isJsonSource } from './draft.ts';
import { readPage } from './parse/read-page.ts';
import type { Correction, ReadLine } from './parse/reading.ts';
import type { StructuredVerdict } from './verdict.ts';
import { structuredInput } from './verdict-input.ts';

export interface DraftFault {
  /** The line it is about, where the source has lines. */
  line: number | null;
  /** JSON pointer into a structured verdict. */
  path: string | null;
  message: string;
}

/** A draft's source as it would be published. Without faults there is a verdict. */
export interface DraftReading {
  format: 'page' | 'json';
  /** Empty where the source has none: JSON, or a text that can't be split into lines. */
  lines: ReadLine[];
  verdict: StructuredVerdict | null;
  faults: DraftFault[];
}

export interface DraftSource {
  source: string;
  fileName: string | null;
  corrections: Correction[];
}

/** Reads the source, with the checks that publishing makes. Throws nothing: what can't be read is a fault. */
export function readDraftSource({ source, fileName, corrections }: DraftSource): DraftReading {
  if (isJsonSource(source, fileName)) return { format: 'json', lines: [], ...readJson(source) };
  const { verdict, fault, lines } = readPage(source, corrections);
  const checked = verdict
    ? checkedVerdict(verdict)
    : { verdict: null, faults: [{ line: fault!.line, path: null, message: fault!.message }] };
  return { format: 'page', lines, ...checked };
}

function readJson(source: string): Pick<DraftReading, 'verdict' | 'faults'> {
  let value: unknown;
  try {
    value = JSON.parse(source);
  } catch (error) {
    const message = `This is not valid JSON: ${(error as Error).message}.`;
    return { verdict: null, faults: [{ line: null, path: null, message }] };
  }
  return checkedVerdict(value);
}

function checkedVerdict(value: unknown): Pick<DraftReading, 'verdict' | 'faults'> {
  const result = structuredInput.safeParse(value);
  if (result.success) return { verdict: result.data, faults: [] };
  const faults = result.error.issues.map(({ path, message }) => ({
    line: null,
    path: pointer(path),
    message,
  }));
  return { verdict: null, faults };
}

/** RFC 6901. */
function pointer(path: PropertyKey[]): string {
  return path.map((key) => `/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

const MAX_DRAFT_TITLE = 200;

/** What lists call the draft: its title, or the first line of a source that can't be read. */
export function draftTitle({ verdict, lines }: DraftReading, fileName: string | null): string {
  const first = lines.find(({ text }) => text.trim() !== '')?.text.trim();
  return (verdict?.title ?? first ?? fileName ?? 'Untitled').slice(0, MAX_DRAFT_TITLE).toWellFormed();
}
