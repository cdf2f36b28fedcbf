import { fold, tokens } from './fold.ts';

/**
 * Finds the words of an admin's list in a text. Not with regular expressions: with one careless `(a+)+`, a comment could
 * block the process for hours. Words are compared token by token. Patterns have one wildcard, `*`, and are matched from
 * left to right without backtracking, in time proportional to the lengths of text and pattern.
 */

export type WordKind = 'word' | 'pattern';
export type WordAction = 'refuse' | 'hold' | 'report';

export interface Word {
  id: string;
  text: string;
  kind: WordKind;
  action: WordAction;
}

/** Most severe first: if several words match, the most severe decides. */
const BY_SEVERITY: WordAction[] = ['refuse', 'hold', 'report'];

/** Separates two texts. Equals no token and matches no pattern, so no match spans it. */
const BORDER = null;

/** Displays the following characters from right to left, in any script. */
const RIGHT_TO_LEFT = '\u202e';

/** The most severe matching word, the first in the list if there are several; null if none matches. */
export function findWord(words: Word[], texts: string[]): Word | null {
  const folded = texts.flatMap(readings).map(fold);
  const textTokens = folded.flatMap((text) => [...tokens(text), BORDER]);
  const positions = positionsOf(textTokens);
  const pieces = folded.flatMap((text) => [...text.split(/\s+/).filter(Boolean), BORDER]);
  for (const action of BY_SEVERITY)
    for (const word of words)
      if (word.action === action && wordMatches(word, { tokens: textTokens, positions, pieces })) return word;
  return null;
}

/** A text as written and, if it overrides its direction, also as displayed. */
function readings(text: string): string[] {
  return text.includes(RIGHT_TO_LEFT) ? [text, [...text].reverse().join('')] : [text];
}

interface Text {
  tokens: (string | null)[];
  /** The positions of each token. */
  positions: Map<string | null, number[]>;
  /** The parts between spaces. */
  pieces: (string | null)[];
}

function wordMatches({ text, kind }: Word, { tokens: textTokens, positions, pieces }: Text): boolean {
  if (kind === 'pattern') return patternMatches(compile(text), pieces);
  const wanted = tokens(fold(text));
  return (positions.get(wanted[0] ?? '') ?? []).some((at) =>
    wanted.every((token, i) => textTokens[at + i] === token),
  );
}

function positionsOf(all: (string | null)[]): Map<string | null, number[]> {
  const positions = new Map<string | null, number[]>();
  all.forEach((token, at) => {
    const known = positions.get(token);
    if (known) known.push(at);
    else positions.set(token, [at]);
  });
  return positions;
}

/** One glob for each piece between the pattern's spaces; a glob is its literals, split at the wildcards. */
type Pattern = string[][];

function compile(pattern: string): Pattern {
  return fold(pattern)
    .split(/\s+/)
    .filter(Boolean)
    .map((piece) => piece.split(/\*+/));
}

function patternMatches(pattern: Pattern, pieces: (string | null)[]): boolean {
  if (pattern.length === 0) return false;
  for (let at = 0; at + pattern.length <= pieces.length; at++)
    if (pattern.every((literals, i) => pieceMatches(literals, pieces[at + i]!))) return true;
  return false;
}

/** Also tries without surrounding punctuation, so that `*casino` matches the last word of a sentence. */
function pieceMatches(literals: string[], piece: string | null): boolean {
  if (piece === BORDER) return false;
  return globMatches(literals, piece) || globMatches(literals, bare(piece));
}

function bare(piece: string): string {
  const first = piece.search(/[\p{L}\p{M}\p{N}_]/u);
  if (first < 0) return piece;
  let last = piece.length;
  while (last > first && !/[\p{L}\p{M}\p{N}_]/u.test(charBefore(piece, last)))
    last -= charBefore(piece, last).length;
  return piece.slice(first, last);
}

/** The character that ends at `end`, including both halves of a surrogate pair. */
function charBefore(text: string, end: number): string {
  const low = text.charCodeAt(end - 1);
  const two = low >= 0xdc00 && low <= 0xdfff && end > 1;
  return text.slice(end - (two ? 2 : 1), end);
}

/** The text starts with the first literal and ends with the last. For those in between, the leftmost match is enough. */
function globMatches(literals: string[], text: string): boolean {
  const [head = '', ...rest] = literals;
  if (rest.length === 0) return text === head;
  const tail = rest.pop()!;
  if (!text.startsWith(head)) return false;
  let at = head.length;
  for (const literal of rest) {
    const found = text.indexOf(literal, at);
    if (found < 0) return false;
    at = found + literal.length;
  }
  return text.length - tail.length >= at && text.endsWith(tail);
}
