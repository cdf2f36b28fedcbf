// The fuzzer: rounds of one attack on each target, and the checks after each.
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { io, type Socket } from 'socket.io-client';
import { ADDRESSES, attack, liveMessage, type Attack, type Choose, type HttpTarget } from './generate.ts';
import { send, type RawResponse, type RawRequest } from './http.ts';
import { readLiveEvents, readOperations, readRoutes, type LiveTarget } from './targets.ts';
import type { ActorName, World } from './world.ts';

export interface Fault {
  target: string;
  why: string;
  seed: number;
  round: number;
  actor: ActorName;
  /** Null for a live message. */
  attack: Attack | null;
  output: string;
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
  /** Targets of each kind. */
  targets: Record<string, number>;
  /** Requests or messages to each kind. */
  sent: Record<string, number>;
  statuses: Record<string, number>;
  /** Targets whose responses were all errors, so that only their first check was tested. */
  neverAccepted: string[];
  faults: Fault[];
  slow: Slow[];
}

export interface Plan {
  seed: number;
  /** Maximum number of rounds. */
  rounds: number;
  /** Time limit, as of `performance.now()`. */
  until?: number;
  onFault?: (fault: Fault) => void;
}

/** CPU milliseconds from which a response is reported as slow. */
export const SLOW_MS = 100;

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
  /** Characters of the site's output that were checked. */
  #read = 0;

  constructor(world: World, plan: Plan) {
    const { routes, live } = targets();
    this.#world = world;
    this.#plan = plan;
    this.#http = [...routes, ...readOperations(world.document), ...ADDRESSES];
    this.#live = live;
    this.report = {
      ...{ seed: plan.seed, rounds: 0, sent: {}, statuses: {}, faults: [], slow: [] },
      neverAccepted: this.#http.map(nameOf),
      targets: tally([...this.#http, ...live].map(({ kind }) => kind)),
    };
  }

  /** One attack on each target, and messages over one connection. */
  async round(): Promise<void> {
    const { report } = this;
    const [messages, ...choices] = fc.sample(fc.gen(), {
      seed: report.seed + report.rounds,
      numRuns: this.#http.length + 1,
    }) as unknown as Choose[];
    for (const [i, target] of this.#http.entries()) {
      const attacked = attack(choices[i]!, target, this.#world);
      const response = await this.#attack(attacked, nameOf(target));
      this.#count(target.kind);
      if (response && response.status < 400)
        report.neverAccepted = report.neverAccepted.filter((name) => name !== nameOf(target));
    }
    await this.#sendMessages(messages!);
    this.#readLog();
    try {
      await this.#world.renew();
    } catch (error) {
      const output = this.#world.site.output().slice(-1500);
      this.#fault({
        target: 'site',
        why: `renewing failed: ${String(error)}`,
        actor: 'admin',
        attack: null,
        output,
      });
    }
    report.rounds += 1;
  }

  async #attack(attacked: Attack, target: string): Promise<RawResponse | null> {
    const { report } = this;
    const { actor } = attacked;
    const { port, pid } = this.#world.site;
    const before = cpuMs(pid);
    let response: RawResponse;
    try {
      response = await send(port, attacked.request);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      this.#fault({ target, why, actor, attack: attacked, output: '' });
      return null;
    }
    const { status } = response;
    const cpu = cpuMs(pid) - before;
    if (cpu >= SLOW_MS) report.slow.push({ target, status, cpuMs: cpu, attack: attacked });
    report.statuses[status] = (report.statuses[status] ?? 0) + 1;
    const why = faultIn(attacked.request, response);
    if (why) this.#fault({ target, why, actor, attack: attacked, output: response.body });
    return response;
  }

  /** Messages over one connection. */
  async #sendMessages(g: Choose): Promise<void> {
    const actor = g(() => fc.constantFrom<ActorName>('anonymous', 'stale', 'reader', 'moderator'));
    const socket = this.#connect(actor);
    const fault = (target: string, why: string, output: string) =>
      this.#fault({ target, why, actor, attack: null, output });
    try {
      if (!(await connected(socket))) fault('live', 'no connection', '');
      for (let i = 0; i < MESSAGES && socket.connected; i++) {
        const target = g(() => fc.constantFrom(...this.#live));
        const { input, acknowledged } = liveMessage(g, target, this.#world);
        this.#count('live');
        const code = await emit(socket, target.event, { input, acknowledged });
        const problem = code === NO_ACK ? 'no acknowledgement' : code === 'internal-error' ? code : null;
        if (problem) fault(target.event, problem, JSON.stringify(input));
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

  /** Reports errors in the site's log, such as unhandled rejections. */
  #readLog(): void {
    const lines = this.#world.site.output().slice(this.#read).split('\n');
    this.#read = this.#world.site.output().length;
    for (const line of lines.filter((each) => /"level":(50|60)/.test(each))) {
      const { err, msg } = JSON.parse(line) as { err?: { message?: string }; msg: string };
      const why = `the log says: ${msg}: ${err?.message}`;
      this.#fault({ target: 'log', why, actor: 'anonymous', attack: null, output: line });
    }
  }

  #fault(found: Omit<Fault, 'seed' | 'round'>): void {
    const { seed, rounds: round, faults } = this.report;
    if (faults.some(({ target, why }) => target === found.target && why === found.why)) return;
    const fault = { ...found, seed, round, output: found.output.slice(0, 1500) };
    faults.push(fault);
    this.#plan.onFault?.(fault);
  }

  #count(kind: string): void {
    this.report.sent[kind] = (this.report.sent[kind] ?? 0) + 1;
  }
}

/** What is wrong with a response, or null. */
export function faultIn({ path, method }: RawRequest, { status, headers, body }: RawResponse): string | null {
  if (status >= 500) return `status ${status}`;
  if (!(status >= 101)) return 'no status';
  const empty = method === 'HEAD' || status === 204 || (status >= 300 && status < 400);
  // Node's parser refuses a request before it knows the path.
  const unparsed = [400, 431].includes(status) && !headers.has('content-type');
  if (!path.startsWith('/api/') || empty || unparsed) return null;
  const type = headers.get('content-type') ?? '';
  return /^application\/(problem\+)?json\b/.test(type) && isJson(body) ? null : `the API returned ${type}`;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

const ACK_MS = 5000;
const MESSAGES = 20;

function connected(socket: Socket): Promise<boolean> {
  return new Promise((resolve) => {
    socket.once('connect', () => resolve(true));
    socket.once('connect_error', () => resolve(false));
  });
}

const NO_ACK = Symbol('no acknowledgement');

/** The code of the acknowledgement; null if none is due or the server disconnected. */
async function emit(
  socket: Socket,
  event: string,
  { input, acknowledged }: { input: unknown; acknowledged: boolean },
): Promise<unknown> {
  if (!acknowledged || event === 'comment:typing') {
    socket.emit(event, input);
    return null;
  }
  const disconnected = new Promise<null>((resolve) => socket.once('disconnect', () => resolve(null)));
  const acknowledgement = socket.timeout(ACK_MS).emitWithAck(event, input) as Promise<{ code?: string }>;
  return Promise.race([
    acknowledgement.then(
      ({ code }) => code ?? null,
      () => (socket.connected ? NO_ACK : null),
    ),
    disconnected,
  ]);
}

/** CPU time of the process in steps of 10 ms, with all threads. */
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
