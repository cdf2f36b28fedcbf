// npm run fuzz -- --minutes N [--seed S] [--replay FILE]: see README.md.
import { randomUUID } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { send } from './http.ts';
import { faultText, readRequest, reportText, requestText } from './report.ts';
import { faultIn, fuzz, targets, type Fault } from './run.ts';
import { World } from './world.ts';

const FOLDER = 'test-results/fuzz';

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '5' },
    seed: { type: 'string', default: '' },
    replay: { type: 'string' },
  },
});
const world = await World.create(targets().routes);
try {
  process.exitCode = values.replay ? await replay(values.replay) : await attackFor(Number(values.minutes));
} finally {
  await world.site.stop();
}

async function attackFor(minutes: number): Promise<number> {
  const seed = values.seed === '' ? Math.floor(Math.random() * 1e9) : Number(values.seed);
  const until = performance.now() + minutes * 60_000;
  const report = await fuzz(world, { seed, rounds: Infinity, until, onFault: save });
  console.log(reportText(report));
  return report.faults.length > 0 ? 1 : 0;
}

/** Prints a fault and writes its request to a file. */
function save(fault: Fault): void {
  console.log(faultText(fault));
  if (!fault.attack) return;
  mkdirSync(FOLDER, { recursive: true });
  const file = `${FOLDER}/seed-${fault.seed}-round-${fault.round}-${randomUUID().slice(0, 8)}.json`;
  writeFileSync(file, requestText(fault.attack));
  console.log(`npm run fuzz -- --replay ${file}`);
}

/** Sends a saved request to a new site as the same kind of user. */
async function replay(file: string): Promise<number> {
  const { actor, request } = readRequest(readFileSync(file, 'utf8'));
  const credential = world.credential(actor);
  const others = request.headers.filter(([name]) => !['host', 'origin', credential?.[0]].includes(name));
  const own: [string, string][] = [
    ['host', new URL(world.site.url).host],
    ['origin', world.site.url],
  ];
  const headers = [...own, ...(credential ? [credential] : []), ...others];
  const attack = { actor, request: { ...request, headers } };
  const response = await send(world.site.port, attack.request);
  console.log(`${response.status}\n${response.body}\n${world.site.output()}`);
  return faultIn(attack.request, response) ? 1 : 0;
}
