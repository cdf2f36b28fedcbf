import type { Block, Section } from '#lib/verdicts/verdict.ts';

// Edits of a verdict's text that keep track of each of its units, so that a test knows where a passage really is.

/** The text of one element of the page. `units`: for each UTF-16 unit its number in the original, or -1 if it is new. */
interface Piece {
  text: string;
  units: number[];
}

export interface EditedBlock {
  type: Block['type'];
  pieces: Piece[];
  block: Block;
}

export interface EditedSection {
  id: string;
  blocks: EditedBlock[];
}

export type Edit =
  'typos fixed' | 'sentence added' | 'sentence moved' | 'sentence removed' | 'several at once';
export const EDITS: Edit[] = [
  'typos fixed',
  'sentence added',
  'sentence moved',
  'sentence removed',
  'several at once',
];

export type Random = () => number;

/** Mulberry32. */
export function seeded(seed: number): Random {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

export const integer = (random: Random, below: number): number => Math.floor(random() * below);
export const oneOf = <T>(random: Random, items: readonly T[]): T => items[integer(random, items.length)]!;

const TEXTS = (block: Block): string[] => {
  if (block.type === 'list') return block.items;
  if (block.type === 'table') return [...(block.header ?? []), ...block.rows.flat()];
  if (block.type === 'assumption') return block.detail ? [block.label, block.detail] : [block.label];
  return [block.text];
};

export function tracked(sections: Section[]): EditedSection[] {
  let next = 0;
  return sections.map(({ id, blocks }) => ({
    id,
    blocks: blocks.map((block) => ({
      type: block.type,
      block,
      pieces: TEXTS(block).map((text) => ({
        text,
        units: Array.from(text, () => 0).length ? numbered(text) : [],
      })),
    })),
  }));
  function numbered(text: string): number[] {
    return Array.from({ length: text.length }, () => next++);
  }
}

/** As the parser would store the edited text. */
export function asSections(edited: EditedSection[]): { id: string; blocks: Block[] }[] {
  return edited.map(({ id, blocks }) => ({ id, blocks: blocks.map(asBlock) }));
}

function asBlock({ block, pieces }: EditedBlock): Block {
  const texts = pieces.map(({ text }) => text);
  if (block.type === 'list') return { ...block, items: texts };
  if (block.type === 'assumption') return { ...block, label: texts[0]!, detail: texts[1] ?? null };
  if (block.type !== 'table') return { ...block, text: texts[0]! };
  const header = block.header ? texts.splice(0, block.header.length) : null;
  const rows = block.rows.map((row) => texts.splice(0, row.length));
  return { ...block, header, rows };
}

/** The original's number of each unit of a section's text. Separators are -2. */
export function unitsOf({ blocks }: EditedSection): number[] {
  return blocks.flatMap(({ pieces }, b) =>
    pieces.flatMap(({ units }, p) => (b + p === 0 ? units : [-2, ...units])),
  );
}

const isText = ({ type }: EditedBlock) => type === 'paragraph' || type === 'list' || type === 'assumption';

export function edit(sections: EditedSection[], kind: Edit, random: Random): EditedSection[] {
  const copy = sections.map(({ id, blocks }) => ({
    id,
    blocks: blocks.map((each) => ({ ...each, pieces: each.pieces.map((piece) => ({ ...piece })) })),
  }));
  const kinds: Edit[] =
    kind === 'several at once' ? Array.from({ length: 6 }, () => oneOf(random, EDITS.slice(0, 4))) : [kind];
  for (const each of kinds) STEPS[each as keyof typeof STEPS](copy, random);
  return copy;
}

const STEPS = {
  'typos fixed': (sections: EditedSection[], random: Random) => {
    const [text, set] = somePiece(sections, random);
    let piece = text;
    for (let i = 0; i < 3; i++) piece = fixTypo(piece, random);
    set(piece);
  },
  'sentence added': (sections: EditedSection[], random: Random) => {
    const sentence = oneOf(random, NEW_SENTENCES);
    const [piece, set] = somePiece(sections, random);
    set(inserted(piece, { text: sentence, units: Array(sentence.length).fill(-1) }, random));
  },
  'sentence moved': (sections: EditedSection[], random: Random) => {
    const sentence = takeSentence(sections, random);
    const [piece, set] = somePiece(sections, random);
    if (sentence) set(inserted(piece, sentence, random));
  },
  'sentence removed': (sections: EditedSection[], random: Random) => void takeSentence(sections, random),
};

/** Some have the words of the samples, so that a passage could be mistaken for them. */
const NEW_SENTENCES = [
  'The study measures tasks, and not jobs.',
  'Whether the effect lasts is an open question.',
  'This is a partial truth, told with care.',
  'AI will change the work, but not the worker.',
  'Firms decide what happens to the time that is saved, and the paper does not ask them.',
  'It is a model, and the world is not.',
  'The authors say so themselves, in a footnote on page nine.',
];

function somePiece(sections: EditedSection[], random: Random): [Piece, (piece: Piece) => void] {
  const blocks = sections.flatMap((section) => section.blocks.filter(isText));
  const { pieces } = oneOf(random, blocks);
  const i = integer(random, pieces.length);
  return [pieces[i]!, (piece) => void (pieces[i] = piece)];
}

const part = ({ text, units }: Piece, from: number, to?: number): Piece => ({
  text: text.slice(from, to),
  units: units.slice(from, to),
});
const join = (...pieces: Piece[]): Piece => ({
  text: pieces.map(({ text }) => text).join(''),
  units: pieces.flatMap(({ units }) => units),
});
const SPACE: Piece = { text: ' ', units: [-1] };

/** One letter of a word is replaced, added or left out. */
function fixTypo(piece: Piece, random: Random): Piece {
  const letters = [...piece.text.matchAll(/[a-z]/g)].map(({ index }) => index);
  if (letters.length === 0) return piece;
  const at = oneOf(random, letters);
  const added = { text: oneOf(random, [...'aeinorst']), units: [-1] };
  const way = integer(random, 3);
  return join(part(piece, 0, at), ...(way === 2 ? [] : [added]), part(piece, way === 1 ? at : at + 1));
}

function sentencesOf({ text }: Piece): { from: number; to: number }[] {
  const starts = [
    0,
    ...[...text.matchAll(/(?<=[.!?]["”’]?)\s+(?=\S)/g)].map(({ 0: gap, index }) => index + gap.length),
  ];
  return starts.map((from, i) => ({ from, to: starts[i + 1] ?? text.length }));
}

function inserted(piece: Piece, sentence: Piece, random: Random): Piece {
  const places = [...sentencesOf(piece).map(({ from }) => from), piece.text.length];
  const at = oneOf(random, places);
  if (at === piece.text.length) return join(piece, SPACE, sentence);
  return join(part(piece, 0, at), sentence, SPACE, part(piece, at));
}

/** From a piece with at least two; null if this one has no more. */
function takeSentence(sections: EditedSection[], random: Random): Piece | null {
  const [piece, set] = somePiece(sections, random);
  const sentences = sentencesOf(piece);
  if (sentences.length < 2) return null;
  const { from, to } = oneOf(random, sentences);
  const before = part(piece, 0, from);
  const rest = join(before, part(piece, to));
  set(to === piece.text.length ? part(rest, 0, before.text.trimEnd().length) : rest);
  const { text } = part(piece, from, to);
  return part(piece, from, from + text.trimEnd().length);
}
