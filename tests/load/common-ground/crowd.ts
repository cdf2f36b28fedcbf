// A crowd whose opinions are known: who is in which camp, and which comments are good.
import { randomOf, shuffled, type Random } from './random.ts';

/** Where a reader stands on the verdict's headline claim. */
export type Side = 'agree' | 'disagree';

/** `bridging` comments are the good ones: readers of both sides find them helpful. */
export type Kind = 'partisan' | 'bland' | 'bridging' | 'spam';

export interface Reader {
  /** What the reader thinks. */
  side: Side;
  /** The camp in which the site has the reader; null: no vote. */
  camp: Side | null;
  /** Rates spam as helpful, and other comments by chance. */
  spams: boolean;
}

export interface Post {
  kind: Kind;
  /** Of a partisan comment. */
  side: Side;
  /** Added to the chance that a reader who rates it finds it helpful. */
  quality: number;
}

export interface Rating {
  comment: number;
  reader: number;
  helpful: boolean;
}

export interface Crowd {
  readers: Reader[];
  comments: Post[];
  /** In the order in which they happen. */
  ratings: Rating[];
}

export interface Mix {
  name: string;
  /** Readers of each side. */
  agree: number;
  disagree: number;
  comments: Record<Kind, number>;
  /** Share of comments of their own side that readers rate, and of the other side’s. */
  own: number;
  other: number;
  /** Share of all other comments that they rate. */
  rest: number;
  /** Chance that a reader of either side finds a bridging comment helpful, if they rate it. */
  bridging: number;
  bland: number;
  /** Share of readers who have not voted on the headline claim, and of those who vote against their side. */
  silent: number;
  crossed: number;
  /** Accounts on each side that rate spam as helpful. */
  spammers: number;
}

/** Readers rate mostly their own side’s comments, and rarely bother with the other side’s: as people do. */
export const USUAL: Mix = {
  name: 'readers rate mostly their own side',
  ...{ agree: 300, disagree: 300 },
  comments: { partisan: 100, bland: 50, bridging: 20, spam: 30 },
  ...{ own: 0.35, other: 0.06, rest: 0.18 },
  ...{ bridging: 0.75, bland: 0.42, silent: 0, crossed: 0, spammers: 5 },
};

export const MIXES: Mix[] = [
  USUAL,
  { ...USUAL, name: 'readers reject the other side as often', other: 0.35 },
  { ...USUAL, name: 'one camp is four times the other', agree: 480, disagree: 120 },
  { ...USUAL, name: 'bridging comments convince fewer', bridging: 0.62 },
  { ...USUAL, name: 'bland comments divide by half', bland: 0.5 },
  { ...USUAL, name: 'a third don’t vote, a tenth vote against their side', silent: 0.33, crossed: 0.1 },
  { ...USUAL, name: 'a fifth vote against their side', crossed: 0.2 },
  { ...USUAL, name: 'forty accounts rate for spam', spammers: 20 },
  { ...USUAL, name: 'few ratings', own: 0.08, other: 0.02, rest: 0.04 },
];

/** The same mix and seed give the same crowd. */
export function crowdOf(mix: Mix, seed: number): Crowd {
  const random = randomOf(seed);
  const readers = (['agree', 'disagree'] as const).flatMap((side) =>
    Array.from({ length: mix[side] }, (_, i): Reader => ({
      side,
      camp: campOf(side, mix, random),
      spams: i < mix.spammers,
    })),
  );
  const kinds = Object.entries(mix.comments) as [Kind, number][];
  const comments = shuffled(
    kinds.flatMap(([kind, count]) =>
      Array.from({ length: count }, (_, i): Post => ({
        kind,
        side: i % 2 ? 'disagree' : 'agree',
        quality: (random() - 0.5) * 0.1,
      })),
    ),
    random,
  );
  const ratings = comments.flatMap((post, comment) =>
    readers.flatMap((reader, i): Rating[] => {
      const { rates, likes } = chances(mix, post, reader);
      return random() < rates ? [{ comment, reader: i, helpful: random() < likes }] : [];
    }),
  );
  return { readers, comments, ratings: shuffled(ratings, random) };
}

function campOf(side: Side, { silent, crossed }: Mix, random: Random): Side | null {
  if (random() < silent) return null;
  return random() < crossed ? otherSide(side) : side;
}

/** The chance that a reader rates a comment, and that the rating is “helpful”. */
function chances(mix: Mix, { kind, side, quality }: Post, reader: Reader): { rates: number; likes: number } {
  if (reader.spams) return kind === 'spam' ? { rates: 0.9, likes: 1 } : { rates: 0.1, likes: 0.5 };
  if (kind === 'partisan')
    return reader.side === side
      ? { rates: mix.own, likes: 0.92 + quality }
      : { rates: mix.other, likes: 0.1 + quality };
  const likes = { bridging: mix.bridging, bland: mix.bland, spam: 0.05 }[kind];
  return { rates: mix.rest, likes: likes + quality };
}

export const otherSide = (side: Side): Side => (side === 'agree' ? 'disagree' : 'agree');
