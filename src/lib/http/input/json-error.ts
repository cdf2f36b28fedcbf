export interface JsonFault {
  /** From 1, as editors count. */
  line: number;
  column: number;
  expected: string;
  /** The text that stands there, cut; "the end" where the text ends. */
  found: string;
}

const SPACE = /[ \t\r\n]*/y;
const STRING = /"[^"\\\u0000-\u001f]*(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})[^"\\\u0000-\u001f]*)*"/y;
const SCALAR = /(?:-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\w.+-])|(?:true|false|null)(?!\w))/y;
const MAX_FOUND = 20;

type Place = 'value' | 'value or ]' | 'key' | 'key or }' | 'colon' | 'after' | 'end';

const EXPECTED: Record<Place, string> = {
  value: 'a value',
  'value or ]': 'a value or "]"',
  key: 'a field name in double quotes',
  'key or }': 'a field name in double quotes or "}"',
  colon: 'a colon',
  after: 'a comma or a closing bracket',
  end: 'nothing more',
};

/** Where a text stops being JSON; null where all of it is. `JSON.parse` says this only for some faults. */
export function jsonFault(text: string): JsonFault | null {
  const open: string[] = [];
  let place: Place = 'value';
  let at = skip(text, 0);
  while (at < text.length) {
    const end = tokenEnd(text, at, place);
    const next: Place | null = end > at ? placeAfter(text[at]!, place, open) : null;
    if (next === null) return faultAt(text, at, place);
    place = next;
    at = skip(text, end);
  }
  return place === 'end' ? null : faultAt(text, at, place);
}

/** Where the token ends that may stand here; the start itself where none may. */
function tokenEnd(text: string, at: number, place: Place): number {
  const char = text[at]!;
  if (char === '"') return place === 'colon' || place === 'after' ? at : matchEnd(STRING, text, at);
  if ('{}[],:'.includes(char)) return at + 1;
  return place.startsWith('value') ? matchEnd(SCALAR, text, at) : at;
}

/** What may come after a token that begins with `char`; null where the token may not stand here. */
function placeAfter(char: string, place: Place, open: string[]): Place | null {
  if (place === 'colon') return char === ':' ? 'value' : null;
  if (char === '"' && place.startsWith('key')) return 'colon';
  const closes = char === '}' ? place === 'key or }' : char === ']' && place === 'value or ]';
  if (closes || (place === 'after' && char === open.at(-1))) {
    open.pop();
    return open.length > 0 ? 'after' : 'end';
  }
  if (place === 'after') return char === ',' ? (open.at(-1) === '}' ? 'key' : 'value') : null;
  if (!place.startsWith('value') || '}],:'.includes(char)) return null;
  if (char === '{') return opened(open, '}', 'key or }');
  if (char === '[') return opened(open, ']', 'value or ]');
  return open.length > 0 ? 'after' : 'end';
}

function opened(open: string[], closing: string, place: Place): Place {
  open.push(closing);
  return place;
}

function skip(text: string, at: number): number {
  return matchEnd(SPACE, text, at);
}

function matchEnd(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return at + (pattern.exec(text)?.[0].length ?? 0);
}

/** The fault as a sentence. */
export function faultText({ line, column, expected, found }: JsonFault): string {
  return `Line ${line}, column ${column}: expected ${expected}, found ${found}.`;
}

function faultAt(text: string, at: number, place: Place): JsonFault {
  const before = text.slice(0, at);
  const lineStart = before.lastIndexOf('\n') + 1;
  const [found = ''] = text.slice(at, at + MAX_FOUND).split('\n');
  return {
    line: before.split('\n').length,
    column: at - lineStart + 1,
    expected: EXPECTED[place],
    found: found === '' ? 'the end' : found,
  };
}
