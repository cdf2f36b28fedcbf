// The fuzzer itself: rounds of one attack on each target, and what must hold after every one of them.
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { io, type Socket } from 'socket.io-client';
import { ADDRESSES, attack, liveMessage, type Attack, type Choose, type HttpTarget } from './generate.ts';
import { send, type RawAnswer, type RawRequest } from './http.ts';
import { readLiveEvents, readOperations, readRoutes, type LiveTarget } from './targets.ts';
import type { ActorName, World } from './world.ts';

export interface Fault {
  target: string;
  why: string;
  seed: number;
  round: number;
  actor: ActorName;
  /** The request as it was sent; null for a live message. */
  attack: Attack | null;
  said: string;
}

export interface Slow {
  target: string;
  status: number;
  cpuMs: number;
  attack: Attack;
}

export interface Report {
  seed: number;
  rounds: number;
  /** How many of each kind there are. */
  targets: Record<string, number>;
  /** How many requests or messages each kind was sent. */
  sent: Record<string, number>;
  statuses: Record<string, number>;
  /** Targets that never answered below 400, so that only their first check was tested. */
  shut: string[];
  faults: Fault[];
  slow: Slow[];
}

export interface Plan {
  seed: number;
  /** Rounds to run, unless the time is up first. */
  rounds: number;
  /** Of `performance.now()`. */
  until?: number;
  onFault?: (fault: Fault) => void;
}

/** CPU milliseconds of one answer from which it is reported. */
export const SLOW_MS = 100;

/** More of them tell nothing new. */
const MAX_FAULTS = 50;

export const targets = () => ({ routes: readRoutes(), live: readLiveEvents() });

export async function fuzz(world: World, plan: Plan): Promise<Report> {
  const run = new Run(world, plan);
  const { rounds, until = Infinity } = plan;
  while (run.report.rounds < rounds && performance.now() < until && run.report.faults.length < MAX_FAULTS)
    await run.round();
  return run.report;
}

class Run {
  readonly report: Report;
  readonly #world: World;
  readonly #plan: Plan;
  readonly #http: HttpTarget[];
  readonly #live: LiveTarget[];
  /** Characters of the site's output that were looked at. */
  #read = 0;

  constructor(world: World, plan: Plan) {
    const { routes, live } = targets();
    this.#world = world;
    this.#plan = plan;
    this.#http = [...routes, ...readOperations(world.document), ...ADDRESSES];
    this.#live = live;
    this.report = {
      ...{ seed: plan.seed, rounds: 0, sent: {}, statuses: {}, faults: [], slow: [] },
      shut: this.#http.map(nameOf),
      targets: tally([...this.#http, ...live].map(({ kind }) => kind)),
    };
  }

  /** One attack on each target, and the messages of one connection. */
  async round(): Promise<void> {
    const { report } = this;
    const [messages, ...choices] = fc.sample(fc.gen(), {
      seed: report.seed + report.rounds,
      numRuns: this.#http.length + 1,
    }) as unknown as Choose[];
    for (const [i, target] of this.#http.entries()) {
      const attacked = attack(choices[i]!, target, this.#world);
      const answer = await this.#attack(attacked, nameOf(target));
      this.#count(target.kind);
      if (answer && answer.status < 400) report.shut = report.shut.filter((name) => name !== nameOf(target));
    }
    await this.#talk(messages!);
    this.#readLog();
    try {
      await this.#world.renew();
    } catch (error) {
      const said = this.#world.site.output().slice(-1500);
      this.#fault({
        target: 'site',
        why: `renewing failed: ${String(error)}`,
        actor: 'admin',
        attack: null,
        said,
      });
    }
    report.rounds += 1;
  }

  async #attack(attacked: Attack, target: string): Promise<RawAnswer | null> {
    const { report } = this;
    const { actor } = attacked;
    const { port, pid } = this.#world.site;
    const before = cpuMs(pid);
    let answer: RawAnswer;
    try {
      answer = await send(port, attacked.request);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      this.#fault({ target, why, actor, attack: attacked, said: '' });
      return null;
    }
    const { status } = answer;
    const cpu = cpuMs(pid) - before;
    if (cpu >= SLOW_MS) report.slow.push({ target, status, cpuMs: cpu, attack: attacked });
    report.statuses[status] = (report.statuses[status] ?? 0) + 1;
    const why = faultIn(attacked.request, answer);
    if (why) this.#fault({ target, why, actor, attack: attacked, said: answer.body });
    return answer;
  }

  /** One connection of somebody, and messages over it. */
  async #talk(g: Choose): Promise<void> {
    const actor = g(() => fc.constantFrom<ActorName>('anonymous', 'stale', 'reader', 'moderator'));
    const socket = this.#connect(actor);
    const fault = (target: string, why: string, said: string) =>
      this.#fault({ target, why, actor, attack: null, said });
    try {
      if (!(await connected(socket))) fault('live', 'no connection', '');
      for (let i = 0; i < MESSAGES && socket.connected; i++) {
        const target = g(() => fc.constantFrom(...this.#live));
        const { input, acknowledged } = liveMessage(g, target, this.#world);
        this.#count('live');
        const answer = await ask(socket, target.event, { input, acknowledged });
        const bad = answer === SILENT ? 'no acknowledgement' : answer === 'internal-error' ? answer : null;
        if (bad) fault(target.event, bad, JSON.stringify(input));
      }
    } finally {
      socket.disconnect();
    }
  }

  #connect(actor: ActorName): Socket {
    const credential = this.#world.credential(actor);
    const { url } = this.#world.site;
    const extraHeaders = { origin: url, ...(credential ? { [credential[0]]: credential[1] } : {}) };
    return io(url, { transports: ['websocket'], extraHeaders, forceNew: true, reconnection: false });
  }

  /** Whatever the site itself noted as an error, such as a promise that nobody awaited. */
  #readLog(): void {
    const lines = this.#world.site.output().slice(this.#read).split('\n');
    this.#read = this.#world.site.output().length;
    for (const line of lines.filter((each) => /"level":(50|60)/.test(each))) {
      const { err, msg } = JSON.parse(line) as { err?: { message?: string }; msg: string };
      const why = `the log says: ${msg}: ${err?.message}`;
      this.#fault({ target: 'log', why, actor: 'anonymous', attack: null, said: line });
    }
  }

  #fault(found: Omit<Fault, 'seed' | 'round'>): void {
    const { seed, rounds: round, faults } = this.report;
    if (faults.some(({ target, why }) => target === found.target && why === found.why)) return;
    const fault = { ...found, seed, round, said: found.said.slice(0, 1500) };
    faults.push(fault);
    this.#plan.onFault?.(fault);
  }

  #count(kind: string): void {
    this.report.sent[kind] = (this.report.sent[kind] ?? 0) + 1;
  }
}

/** What must not be in any answer, or null. */
export function faultIn({ path, method }: RawRequest, { status, headers, body }: RawAnswer): string | null {
  if (status >= 500) return `status ${status}`;
  if (!(status >= 101)) return 'no status';
  const empty = method === 'HEAD' || status === 204 || (status >= 300 && status < 400);
  // Node's parser refuses a request before it knows the path.
  const unparsed = [400, 431].includes(status) && !headers.has('content-type');
  if (!path.startsWith('/api/') || empty || unparsed) return null;
  const type = headers.get('content-type') ?? '';
  return /^application\/(problem\+)?json\b/.test(type) && isJson(body) ? null : `the API answers ${type}`;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** How long an acknowledgement may take. */
const ACK_MS = 5000;
const MESSAGES = 20;

function connected(socket: Socket): Promise<boolean> {
  return new Promise((resolve) => {
    socket.once('connect', () => resolve(true));
    socket.once('connect_error', () => resolve(false));
  });
}

const SILENT = Symbol('silent');

/** The code of the answer; null where none was due, or the server hung up. */
async function ask(
  socket: Socket,
  event: string,
  { input, acknowledged }: { input: unknown; acknowledged: boolean },
): Promise<unknown> {
  if (!acknowledged || event === 'comment:typing') {
    socket.emit(event, input);
    return null;
  }
  const hungUp = new Promise<null>((resolve) => socket.once('disconnect', () => resolve(null)));
  const answer = socket.timeout(ACK_MS).emitWithAck(event, input) as Promise<{ code?: string }>;
  return Promise.race([
    answer.then(
      ({ code }) => code ?? null,
      () => (socket.connected ? SILENT : null),
    ),
    hungUp,
  ]);
}

/** All CPU time of the process so far, every thread included, in steps of 10 ms. */
function cpuMs(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ');
  return (Number(stat[11]) + Number(stat[12])) * 10;
}

function nameOf(target: HttpTarget): string {
  if (target.kind === 'form') return `form ${target.route} ${target.action ?? 'default'}`;
  if (target.kind === 'operation') return `${target.method} ${target.path}`;
  return target.kind === 'address' ? `address ${target.path}` : `${target.kind} ${target.route}`;
}

function tally(names: string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}
