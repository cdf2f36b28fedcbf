import { fold, tokens } from './fold.ts';

/**
 * Finds an admin's words in a text. No regular expression is ever made of what an admin writes: one careless `(a+)+`
 * would let a comment hold the process for hours. A word is compared word by word; a pattern knows one wildcard, `*`,
 * and is searched from left to right without ever going back, so the time is bound by text times pattern.
 */

export type WordKind = 'word' | 'pattern';
export type WordAction = 'refuse' | 'hold' | 'report';

export interface Word {
  id: string;
  text: string;
  kind: WordKind;
  action: WordAction;
}

/** Most severe first: of several words in a text, the most severe decides. */
const GRAVITY: WordAction[] = ['refuse', 'hold', 'report'];

/** Between two texts. It equals no word and matches no pattern, so nothing is found across it. */
const BORDER = null;

/** Displays what follows from right to left, whatever its script. */
const RIGHT_TO_LEFT = '\u202e';

/** The first of the most severe words in `texts`, or null. No match spans two texts. */
export function findWord(words: Word[], texts: string[]): Word | null {
  const folded = texts.flatMap(readings).map(fold);
  const said = folded.flatMap((text) => [...tokens(text), BORDER]);
  const places = placesOf(said);
  const pieces = folded.flatMap((text) => [...text.split(/\s+/).filter(Boolean), BORDER]);
  for (const action of GRAVITY)
    for (const word of words)
      if (word.action === action && stands(word, { said, places, pieces })) return word;
  return null;
}

/** A text as written and, where it overrides its direction, as displayed. */
function readings(text: string): string[] {
  return text.includes(RIGHT_TO_LEFT) ? [text, [...text].reverse().join('')] : [text];
}

interface Text {
  said: (string | null)[];
  /** The positions of each word in `said`. */
  places: Map<string | null, number[]>;
  /** The parts between spaces. */
  pieces: (string | null)[];
}

function stands({ text, kind }: Word, { said, places, pieces }: Text): boolean {
  if (kind === 'pattern') return patternStands(compile(text), pieces);
  const wanted = tokens(fold(text));
  return (places.get(wanted[0] ?? '') ?? []).some((at) => wanted.every((token, i) => said[at + i] === token));
}

function placesOf(said: (string | null)[]): Map<string | null, number[]> {
  const places = new Map<string | null, number[]>();
  said.forEach((token, at) => {
    const known = places.get(token);
    if (known) known.push(at);
    else places.set(token, [at]);
  });
  return places;
}

/** One glob for each piece between the pattern's spaces; a glob is its literals, split at the wildcards. */
type Pattern = string[][];

function compile(pattern: string): Pattern {
  return fold(pattern)
    .split(/\s+/)
    .filter(Boolean)
    .map((piece) => piece.split(/\*+/));
}

function patternStands(pattern: Pattern, pieces: (string | null)[]): boolean {
  if (pattern.length === 0) return false;
  for (let at = 0; at + pattern.length <= pieces.length; at++)
    if (pattern.every((literals, i) => pieceMatches(literals, pieces[at + i]!))) return true;
  return false;
}

/** With or without the punctuation around it: `*casino` also matches the last word of a sentence. */
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

/** The first literal begins the text, the last ends it, those between follow each other: the leftmost place is always right. */
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
