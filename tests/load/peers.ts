// Peers with the same work in the same run: writing comments, reading the list, receiving live.
import { setTimeout as sleep } from 'node:timers/promises';
import { Clients, lostOf } from './clients.ts';
import { commentRequest, halfGuests, targetOfSite } from './crowd.ts';
import { Connection, runLoad, type HttpRequest } from './http.ts';
import { atLeast, figure, notReached, type Section, type Target } from './report.ts';
import type { Bench, Scenario } from './scenario.ts';
import { seedReaders, seedThread } from './seed.ts';
import { startBare, startBenchSite, type BenchSite, type Server } from './servers.ts';
import { medians } from './stats.ts';
import { walineLine, runWriters } from './storm.ts';
import { startWaline, type Waline } from './waline.ts';
import { readPeer, type Peer } from './peer.ts';

const CONNECTIONS = 10;
const LISTENERS = 100;
const COMMENTS = 5;

type Figures = Record<'written' | 'read' | 'bytes' | 'toBare' | 'p50' | 'p99' | 'lost', number>;

export const peers: Scenario = async (bench) => {
  const { options, database, progress } = bench;
  const comments = options.sizes?.[0] ?? 1000;
  const described = await Promise.all(options.peers.map(readPeer));
  const ours = await startBenchSite(database, 'bench_peers');
  const bare = await startBare('http');
  const waline = options.waline ? await startWaline(database).catch((error: Error) => error) : null;
  try {
    const cookies = await seedReaders(ours.sql, options.writers);
    await seedThread(ours.sql, ours.verdictId, { from: 0, to: comments });
    const all: Peer[] = [...siteAsPeers(ours, cookies)];
    if (waline && !(waline instanceof Error)) {
      await waline.seed(comments);
      all.push({ ...waline, name: 'Waline', cookies: [] });
    }
    all.push(...described);
    const runs = options.runs ?? 3;
    const figures = new Map<string, Figures[]>(all.map(({ name }) => [name, []]));
    for (let run = 1; run <= runs; run++) {
      for (const peer of all) {
        progress(`${peer.name}, run ${run} of ${runs}`);
        figures.get(peer.name)!.push(await measure(bench, peer, bare));
      }
    }
    return section(bench, {
      comments,
      figures: new Map([...figures].map(([name, each]) => [name, medians<keyof Figures>(each)])),
      waline,
    });
  } finally {
    if (waline && !(waline instanceof Error)) await waline.stop();
    await Promise.all([ours.stop(), bare.stop()]);
  }
};

/** Our site as two peers: others serve only the list, so ours is measured with and without the page. */
function siteAsPeers(ours: BenchSite, cookies: string[]): Peer[] {
  const common = { url: ours.url, cookies, isAccepted: ({ status }: { status: number }) => status === 201 };
  return [
    {
      ...common,
      name: 'CopeCheck, the list as JSON',
      post: (n) => commentRequest(ours, cookies[n % cookies.length]!, n),
      read: { path: `/api/v1/verdicts/${ours.slug}/comments?sort=newest&limit=50` },
      watch: targetOfSite(ours),
    },
    { ...common, name: 'CopeCheck, the whole page', read: { path: `/v/${ours.slug}` } },
  ];
}

async function measure({ options }: Bench, peer: Peer, bare: Server): Promise<Figures> {
  const seconds = options.seconds ?? 3;
  const reading = peer.read
    ? await readOf(peer.url, peer.read, bare)
    : { read: NaN, bytes: NaN, toBare: NaN };
  const delivery = peer.watch && peer.post ? await measureDelivery(peer) : { p50: NaN, p99: NaN, lost: NaN };
  let written = NaN;
  if (peer.post) {
    let n = 0;
    const requests = Array.from({ length: options.writers }, () => () => peer.post!((n += 1)));
    const {
      accepted,
      refused,
      seconds: took,
    } = await runWriters(peer.url, requests, seconds, peer.isAccepted);
    if (accepted === 0)
      throw new Error(
        `${peer.name} accepted none of ${refused} comments: see "accepted" of its description.`,
      );
    written = accepted / took;
  }
  return { written, ...reading, ...delivery };
}

async function readOf(url: string, request: HttpRequest, bare: Server) {
  const connection = await Connection.open(url);
  const { body, status, bytes } = await connection.request(request);
  connection.close();
  if (status !== 200) throw new Error(`${url}${request.path} returned ${status}`);
  await fetch(`${bare.url}/bytes`, { method: 'POST', body: new Uint8Array(body) });
  const load = { connections: CONNECTIONS, seconds: 1 };
  const { perSecond } = await runLoad(url, [request], load);
  const limit = await runLoad(bare.url, [{ path: '/' }], load);
  return { read: perSecond, bytes, toBare: perSecond / limit.perSecond };
}

/** Delivery times of one comment per second to a hundred listeners. */
async function measureDelivery({ url, watch, post, cookies, isAccepted }: Peer) {
  const clients = await Clients.connect(
    watch!,
    cookies.length ? halfGuests(cookies, LISTENERS) : Array<null>(LISTENERS).fill(null),
  );
  try {
    await sleep(500);
    for (let n = 1; n <= COMMENTS; n++, await sleep(1000)) {
      const connection = await Connection.open(url);
      const response = await connection.request(post!(n));
      connection.close();
      if (!isAccepted(response))
        throw new Error(`a comment returned ${response.status}: ${response.body.toString().slice(0, 200)}`);
    }
    const seen = await clients.settled(COMMENTS, 10_000);
    return { p50: seen.delivery.p50, p99: seen.delivery.p99, lost: lostOf(seen, COMMENTS) };
  } finally {
    await clients.stop();
  }
}

interface Results {
  comments: number;
  figures: Map<string, Figures>;
  waline: Waline | Error | null;
}

function section({ options }: Bench, { comments, figures, waline }: Results): Section {
  return {
    ran: [
      `All with ${figure(comments)} comments to begin with; ${options.writers} writers at full speed; ${CONNECTIONS} connections reading the newest 50; ${LISTENERS} listeners and a comment a second.`,
      walineLine(waline),
      options.peers.length
        ? `By address: ${options.peers.join(', ')}.`
        : 'No peer by address was named (--peer FILE.json: see tests/load/README.md).',
    ],
    tables: [
      {
        caption: 'The same work',
        head: [
          '',
          'written/s',
          'lists read/s',
          'bytes of a list',
          'to node:http',
          'received p50 ms',
          'p99 ms',
          'lost',
        ],
        rows: [...figures].map(([name, each]) => [
          name,
          ...[each.written, each.read, each.bytes, each.toBare, each.p50, each.p99, each.lost],
        ]),
      },
    ],
    targets: targetsOf(figures),
  };
}

function targetsOf(figures: Map<string, Figures>): Target[] {
  const ours = figures.get('CopeCheck, the list as JSON')!;
  const waline = figures.get('Waline');
  return [
    waline
      ? atLeast('written, to Waline', 5, ours.written / waline.written)
      : notReached('written, to Waline', '≥ 5', 'Waline did not run'),
  ];
}
