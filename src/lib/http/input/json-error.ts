export interface JsonError {
  /** From 1. */
  line: number;
  column: number;
  expected: string;
  found: string;
}

const SPACE = /[ \t\r\n]*/y;
const STRING = /"[^"\\\u0000-\u001f]*(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})[^"\\\u0000-\u001f]*)*"/y;
const SCALAR = /(?:-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\w.+-])|(?:true|false|null)(?!\w))/y;
const MAX_FOUND = 20;

type Expected = 'value' | 'value or ]' | 'key' | 'key or }' | 'colon' | 'after' | 'end';

const EXPECTED: Record<Expected, string> = {
  value: 'a value',
  'value or ]': 'a value or "]"',
  key: 'a field name in double quotes',
  'key or }': 'a field name in double quotes or "}"',
  colon: 'a colon',
  after: 'a comma or a closing bracket',
  end: 'nothing more',
};

/** Where a text stops being JSON; null if it is valid. `JSON.parse` says this only for some errors. */
export function jsonError(text: string): JsonError | null {
  const open: string[] = [];
  let expected: Expected = 'value';
  let at = skip(text, 0);
  while (at < text.length) {
    const end = tokenEnd(text, at, expected);
    const next: Expected | null = end > at ? expectedAfter(text[at]!, expected, open) : null;
    if (next === null) return errorAt(text, at, expected);
    expected = next;
    at = skip(text, end);
  }
  return expected === 'end' ? null : errorAt(text, at, expected);
}

/** The end of the token at `at`; `at` itself if no token is allowed there. */
function tokenEnd(text: string, at: number, expected: Expected): number {
  const char = text[at]!;
  if (char === '"') return expected === 'colon' || expected === 'after' ? at : matchEnd(STRING, text, at);
  if ('{}[],:'.includes(char)) return at + 1;
  return expected.startsWith('value') ? matchEnd(SCALAR, text, at) : at;
}

/** What may follow a token that begins with `char`; null if the token isn't allowed here. */
function expectedAfter(char: string, expected: Expected, open: string[]): Expected | null {
  if (expected === 'colon') return char === ':' ? 'value' : null;
  if (char === '"' && expected.startsWith('key')) return 'colon';
  const closes = char === '}' ? expected === 'key or }' : char === ']' && expected === 'value or ]';
  if (closes || (expected === 'after' && char === open.at(-1))) {
    open.pop();
    return open.length > 0 ? 'after' : 'end';
  }
  if (expected === 'after') return char === ',' ? (open.at(-1) === '}' ? 'key' : 'value') : null;
  if (!expected.startsWith('value') || '}],:'.includes(char)) return null;
  if (char === '{') return opened(open, '}', 'key or }');
  if (char === '[') return opened(open, ']', 'value or ]');
  return open.length > 0 ? 'after' : 'end';
}

function opened(open: string[], closing: string, expected: Expected): Expected {
  open.push(closing);
  return expected;
}

function skip(text: string, at: number): number {
  return matchEnd(SPACE, text, at);
}

function matchEnd(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return at + (pattern.exec(text)?.[0].length ?? 0);
}

export function jsonErrorText({ line, column, expected, found }: JsonError): string {
  return `Line ${line}, column ${column}: expected ${expected}, found ${found}.`;
}

function errorAt(text: string, at: number, expected: Expected): JsonError {
  const before = text.slice(0, at);
  const lineStart = before.lastIndexOf('\n') + 1;
  const [found = ''] = text.slice(at, at + MAX_FOUND).split('\n');
  return {
    line: before.split('\n').length,
    column: at - lineStart + 1,
    expected: EXPECTED[expected],
    found: found === '' ? 'the end' : found,
  };
}
