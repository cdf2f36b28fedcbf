// npm run bench crowd-api: the usual crowd votes, comments and rates on a real site, and reads both orders.
import type { CommentView } from '#lib/live/events.ts';
import type { VerdictView } from '#lib/verdicts/verdict-view.ts';
import { Connection, type HttpRequest } from '../http.ts';
import { atLeast, figure, type Section } from '../report.ts';
import type { Bench, Scenario } from '../scenario.ts';
import { seedReaders } from '../seed.ts';
import { startBenchSite, type BenchSite } from '../servers.ts';
import { crowdOf, USUAL, type Crowd, type Kind } from './crowd.ts';

const SEED = 20261129;
const CONNECTIONS = 16;
const FIRST = 10;
const KINDS: Kind[] = ['bridging', 'partisan', 'bland', 'spam'];

export const crowdApi: Scenario = async ({ database, progress }: Bench) => {
  const crowd = crowdOf(USUAL, SEED);
  const site = await startBenchSite(database, 'bench_crowd');
  const began = Date.now();
  try {
    const run = new Run(site, crowd, await seedReaders(site.sql, crowd.readers.length));
    progress(`${crowd.readers.length} votes`);
    await run.vote();
    progress(`${crowd.comments.length} comments`);
    await run.comment();
    progress(`${crowd.ratings.length} ratings`);
    await run.rate();
    const seconds = (Date.now() - began) / 1000;
    const orders = { ground: await run.list('common-ground'), top: await run.list('top') };
    progress(await run.command('factorize'));
    progress(await run.command('check'));
    return section(crowd, orders, seconds);
  } finally {
    await site.stop();
  }
};

/** What the site says of one comment, and which it is. */
interface Listed {
  kind: Kind;
  badge: boolean;
}

class Run {
  private readonly site: BenchSite;
  private readonly crowd: Crowd;
  private readonly cookies: string[];
  private ids: string[] = [];
  private authors: number[] = [];

  constructor(site: BenchSite, crowd: Crowd, cookies: string[]) {
    this.site = site;
    this.crowd = crowd;
    this.cookies = cookies;
  }

  async vote(): Promise<void> {
    const verdict = await this.read<VerdictView>(`/api/v1/verdicts/${this.site.slug}`);
    // The one on the stamp: this verdict has no score.
    const headline = verdict.claims.find(({ kind }) => kind === 'classification')!;
    await this.each(this.crowd.readers, ({ camp }, reader) =>
      camp ? this.write('PUT', `/api/v1/claims/${headline.id}/vote`, { stance: camp }, reader) : null,
    );
  }

  /** Partisan comments are by their own side, the others by either. */
  async comment(): Promise<void> {
    const { readers, comments } = this.crowd;
    this.authors = comments.map(({ side }, i) => {
      const own = readers.flatMap((reader, at) => (reader.side === side && !reader.spams ? [at] : []));
      return own[i % own.length]!;
    });
    // In order, because a comment's place in the thread counts until it is rated.
    await this.each(
      comments,
      ({ kind, side }, i) =>
        this.write(
          'POST',
          `/api/v1/verdicts/${this.site.slug}/comments`,
          {
            body: `No. ${i}: a ${kind} comment, ${side}. It says what a comment says, about as long as one is.`,
          },
          this.authors[i]!,
        ),
      { connections: 1, done: (body, i) => (this.ids[i] = (body as CommentView).id) },
    );
  }

  async rate(): Promise<void> {
    await this.each(this.crowd.ratings, ({ comment, reader, helpful }) =>
      this.authors[comment] === reader
        ? null
        : this.write('PUT', `/api/v1/comments/${this.ids[comment]}/rating`, { helpful }, reader),
    );
  }

  async list(sort: string): Promise<Listed[]> {
    const kinds = new Map(this.ids.map((id, i) => [id, this.crowd.comments[i]!.kind]));
    const found: Listed[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const query: string = cursor && `&cursor=${encodeURIComponent(cursor)}`;
      const page: { items: CommentView[]; next: string | null } = await this.read(
        `/api/v1/verdicts/${this.site.slug}/comments?sort=${sort}&limit=100${query}`,
      );
      for (const item of page.items)
        found.push({
          kind: kinds.get(item.id)!,
          badge: 'commonGround' in item && item.commonGround === true,
        });
      cursor = page.next;
    }
    return found;
  }

  /** What a command of the operator prints about this crowd. @throws if it fails */
  async command(name: string): Promise<string> {
    const { code, stdout, stderr } = await this.site.site.cli('common-ground', name);
    if (code !== 0) throw new Error(`common-ground ${name}: ${stderr || stdout}`);
    return `copecheck common-ground ${name}: ${stdout.trim()}`;
  }

  private write(method: string, path: string, body: object, reader: number): HttpRequest {
    const headers = {
      'content-type': 'application/json',
      cookie: this.cookies[reader]!,
      origin: this.site.url,
    };
    return { method, path, headers, body: JSON.stringify(body) };
  }

  private async read<T>(path: string): Promise<T> {
    const response = await fetch(this.site.url + path);
    if (!response.ok) throw new Error(`${path} returned ${response.status}`);
    return (await response.json()) as T;
  }

  /** Sends one request per item over a few connections. @throws if one is refused */
  private async each<T>(
    items: T[],
    requestOf: (item: T, i: number) => HttpRequest | null,
    { connections = CONNECTIONS, done = () => {} }: { connections?: number; done?: Done } = {},
  ): Promise<void> {
    let next = 0;
    const lines = await Promise.all(
      Array.from({ length: connections }, () => Connection.open(this.site.url)),
    );
    await Promise.all(
      lines.map(async (line) => {
        for (let i = next++; i < items.length; i = next++) {
          const request = requestOf(items[i]!, i);
          if (!request) continue;
          const { status, body } = await line.request(request);
          if (status !== 200 && status !== 201)
            throw new Error(`${request.path} returned ${status}: ${body.toString()}`);
          done(JSON.parse(body.toString()), i);
        }
      }),
    ).finally(() => lines.forEach((line) => line.close()));
  }
}

type Done = (body: unknown, i: number) => void;

function section(
  { readers, comments, ratings }: Crowd,
  { ground, top }: { ground: Listed[]; top: Listed[] },
  seconds: number,
): Section {
  const bridging = (listed: Listed[]) => listed.filter(({ kind }) => kind === 'bridging').length;
  const first = (listed: Listed[]) => listed.slice(0, FIRST);
  const badges = ground.filter(({ badge }) => badge);
  const [ours, theirs] = [bridging(first(ground)) / FIRST, bridging(first(top)) / FIRST];
  const rowOf = (name: string, listed: Listed[]) => [
    name,
    ...KINDS.map((wanted) => listed.filter(({ kind }) => kind === wanted).length),
  ];
  return {
    ran: [
      `${readers.length} readers in two camps vote on the headline claim of one verdict, post ${comments.length} comments and rate them ${figure(ratings.length)} times, all through the JSON API of one site with its limits off, in ${figure(seconds)} s. Readers rate a third of their own side’s comments and one in sixteen of the other side’s; tests/load/common-ground/crowd.ts has all chances.`,
      'Read through the API without signing in: the first ten of sort=common-ground and of sort=top, and all comments with the badge.',
    ],
    tables: [
      {
        caption: 'Comments by what they are',
        head: ['', ...KINDS],
        rows: [
          rowOf('all', ground),
          rowOf('first ten of sort=common-ground', first(ground)),
          rowOf('first ten of sort=top (Wilson)', first(top)),
          rowOf('with the badge', badges),
        ],
      },
    ],
    targets: [
      // At least one, so that twice none isn't enough.
      atLeast('share of bridging comments in the first ten', Math.max(2 * theirs, 0.1), ours),
      atLeast('precision of the badge', 0.9, badges.length ? bridging(badges) / badges.length : 0),
    ],
  };
}
