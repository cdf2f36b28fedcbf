// npm run bench: the named scenarios, or all. The last lines list the missed targets.
import { loadavg } from 'node:os';
import { clientSide } from './client.ts';
import { crowds } from './common-ground/compare.ts';
import { commonGround } from './common-ground/recompute.ts';
import { crowdApi } from './common-ground/through-api.ts';
import { counts } from './counts.ts';
import { fanOut } from './fan-out.ts';
import { growth } from './growth.ts';
import { mail } from './mail.ts';
import { readOptions } from './options.ts';
import { parse } from './parse.ts';
import { peers } from './peers.ts';
import { queue } from './queue.ts';
import { read } from './read.ts';
import { resetTiming } from './reset-timing.ts';
import { figure, machine, sectionText, writeSection } from './report.ts';
import type { Scenario } from './scenario.ts';
import { searchScenario } from './search.ts';
import { startDatabase, type Database } from './servers.ts';
import { start } from './start.ts';
import { storm } from './storm.ts';
import { votes } from './votes.ts';

const scenarios: Record<string, Scenario> = {
  'fan-out': fanOut,
  storm,
  read,
  growth,
  counts,
  'common-ground': commonGround,
  crowds,
  'crowd-api': crowdApi,
  votes,
  start,
  client: clientSide,
  peers,
  parse,
  mail,
  queue,
  'reset-timing': resetTiming,
  search: searchScenario,
};

/** Ratios, too, mean less on a busy machine, so a section says when it was one. */
function loadBefore(): string {
  const [load = 0] = loadavg();
  return load < 1
    ? ''
    : ` The machine was busy with other work: its load average was ${figure(load)} before.`;
}

/** PostgreSQL outlives this process unless it is stopped; the servers under load end with it. */
function stopOnSignal(database: Database): void {
  const stop = () => {
    process.on('uncaughtException', () => {}); // the scenario's connections break
    void database.stop().finally(() => process.exit(130));
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, stop);
  process.once('disconnect', stop);
}

try {
  const options = readOptions(process.argv.slice(2));
  const unknown = options.names.filter((name) => !(name in scenarios));
  if (unknown.length)
    throw new Error(
      `There is no scenario ${unknown.join(', ')}. There are: ${Object.keys(scenarios).join(', ')}.`,
    );
  const wanted = options.names.length ? options.names : Object.keys(scenarios);
  const missed: string[] = [];
  const database = await startDatabase();
  stopOnSignal(database);
  try {
    for (const name of wanted) {
      console.log(`\n── ${name}`);
      const started = Date.now();
      const others = loadBefore();
      const section = await scenarios[name]!({
        options,
        database,
        progress: (line) => console.log(`   ${line}`),
      });
      const took = `Took ${Math.round((Date.now() - started) / 1000)} s on ${new Date().toISOString().slice(0, 10)}: ${machine()}.${others}`;
      const text = sectionText({ ...section, ran: [...section.ran, took] });
      console.log(`\n${text}`);
      await writeSection(options.out, name, text);
      for (const { what, target, measured, met } of section.targets ?? [])
        if (met === false) missed.push(`${name}: ${what}: ${measured}, must be ${target}`);
    }
  } finally {
    await database.stop();
  }
  console.log(`\nWritten to ${options.out}. ${missed.length ? 'Missed:' : 'No target missed.'}`);
  for (const line of missed) console.log(`- ${line}`);
} catch (error) {
  console.error(error instanceof Error && !process.env['DEBUG'] ? error.message : error);
  process.exitCode = 2;
}
process.exit();
