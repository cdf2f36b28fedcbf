import { checked } from '#lib/http/input/input.server.ts';
import { jsonErrorText, jsonError } from '#lib/http/input/json-error.ts';
import { Refusal } from '#lib/refusal.ts';
import { isJsonSource } from './draft.ts';
import { parsePage } from '#lib/verdicts/parse/parse-page.ts';
import type { Correction, ParsedLine } from '#lib/verdicts/parse/parsed-page.ts';
import { parseVerdictInput, type ParsedVerdict } from '#lib/verdicts/publish/parse-verdict-input.server.ts';
import type { StructuredVerdict } from '#lib/verdicts/verdict.ts';
import { structuredInput } from '#lib/verdicts/publish/verdict-input.ts';

export interface DraftError {
  line: number | null;
  path: string | null;
  message: string;
}

/** Exactly one of `verdict` and `errors` is empty. */
export interface ParsedDraft {
  format: 'page' | 'json';
  /** Empty for JSON, and for text that can't be split into lines. */
  lines: ParsedLine[];
  verdict: StructuredVerdict | null;
  faults: DraftError[];
}

export interface DraftSource {
  source: string;
  fileName: string | null;
  corrections: Correction[];
}

/** Parses the source with the checks of publishing. Doesn't throw: what can't be read is an error in the result. */
export function parseDraftSource({ source, fileName, corrections }: DraftSource): ParsedDraft {
  if (isJsonSource(source, fileName)) return { format: 'json', lines: [], ...parseJson(source) };
  const { verdict, error, lines } = parsePage(source, corrections);
  const result = verdict
    ? checkedVerdict(verdict)
    : { verdict: null, faults: [{ line: error!.line, path: null, message: error!.message }] };
  return { format: 'page', lines, ...result };
}

function parseJson(source: string): Pick<ParsedDraft, 'verdict' | 'faults'> {
  const broken = jsonError(source);
  if (broken)
    return { verdict: null, faults: [{ line: broken.line, path: null, message: jsonErrorText(broken) }] };
  return checkedVerdict(JSON.parse(source));
}

function checkedVerdict(value: unknown): Pick<ParsedDraft, 'verdict' | 'faults'> {
  try {
    return { verdict: checked(structuredInput, value), faults: [] };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const faults = error.errors.map(({ path, message }) => ({ line: null, path: pointerOf(path), message }));
    return { verdict: null, faults };
  }
}

/** RFC 6901. */
function pointerOf(path: string): string {
  if (path === '') return '';
  const keys = path.split('.').map((key) => key.replaceAll('~', '~0').replaceAll('/', '~1'));
  return `/${keys.join('/')}`;
}

/** @throws Refusal `verdict-unreadable`, `too-large`, `invalid-input` */
export function parseForPublishing({ source, fileName, corrections }: DraftSource): ParsedVerdict {
  if (!isJsonSource(source, fileName)) return parseVerdictInput({ text: source, corrections });
  const broken = jsonError(source);
  if (broken) throw new Refusal('verdict-unreadable', { message: jsonErrorText(broken) });
  return parseVerdictInput(JSON.parse(source));
}

const MAX_DRAFT_TITLE = 200;

/** The title, or the first line of a source that can't be read. */
export function draftTitle({ verdict, lines }: ParsedDraft, fileName: string | null): string {
  const first = lines.find(({ text }) => text.trim() !== '')?.text.trim();
  return (verdict?.title ?? first ?? fileName ?? 'Untitled verdict').slice(0, MAX_DRAFT_TITLE).toWellFormed();
}
