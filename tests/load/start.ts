// The start-up time of a site: on a new folder, on a used one, and after kill -9.
import { execFileSync } from 'node:child_process';
import { performance } from 'node:perf_hooks';
import { rm } from 'node:fs/promises';
import { newDataDir, startSite, type Site } from '../support/site.ts';
import type { Section } from './report.ts';
import type { Scenario } from './scenario.ts';
import { startBare } from './servers.ts';
import { median } from './stats.ts';

interface Started {
  ready: number;
  firstPage: number;
}

export const start: Scenario = async ({ options, progress }) => {
  const runs = options.runs ?? 3;
  const all: Record<string, Started[]> = { cold: [], warm: [], 'after kill -9': [], 'bare node:http': [] };
  for (let run = 1; run <= runs; run++) {
    progress(`run ${run} of ${runs}`);
    const dataDir = await newDataDir();
    const cold = await timed(dataDir);
    all['cold']!.push(cold.took);
    await cold.site.stop();
    const warm = await timed(dataDir);
    all['warm']!.push(warm.took);
    await warm.site.kill('site and database');
    const again = await timed(dataDir);
    all['after kill -9']!.push(again.took);
    await again.site.stop();
    await rm(dataDir, { recursive: true, force: true });
    all['bare node:http']!.push(await timedBare());
  }
  return section(runs, all, await stopTime());
};

async function timed(dataDir: string): Promise<{ site: Site; took: Started }> {
  const begun = performance.now();
  const site = await startSite({ dataDir, env: { SAMPLE_DATA: 'on' } });
  const ready = performance.now() - begun;
  await getPage(site.url);
  return { site, took: { ready, firstPage: performance.now() - begun } };
}

async function timedBare(): Promise<Started> {
  const begun = performance.now();
  const bare = await startBare('http');
  const ready = performance.now() - begun;
  await getPage(bare.url);
  const firstPage = performance.now() - begun;
  await bare.stop();
  return { ready, firstPage };
}

async function getPage(url: string): Promise<void> {
  const response = await fetch(url, { headers: { accept: 'text/html' } });
  if (!response.ok) throw new Error(`${url} returned ${response.status}`);
  await response.text();
}

/** Milliseconds from SIGTERM to the exit, the database's included. */
async function stopTime(): Promise<number> {
  const site = await startSite({ env: { SAMPLE_DATA: 'on' } });
  const begun = performance.now();
  await site.stop();
  return performance.now() - begun;
}

function section(runs: number, all: Record<string, Started[]>, stopping: number): Section {
  const middle = (name: string, key: keyof Started) => median(all[name]!.map((each) => each[key]));
  const bare = middle('bare node:http', 'firstPage');
  return {
    ran: [
      `A built site with the embedded PostgreSQL, from the start of its process to the line that says it is ready, and to the front page fetched whole; medians of ${runs} runs. Cold is an empty DATA_DIR: initdb, migrations, sample verdicts.`,
      `Installing and building are not in it. The build weighs ${weight('build')} MB.`,
    ],
    tables: [
      {
        caption: 'Milliseconds',
        head: ['', 'ready', 'first page', 'to bare'],
        rows: [
          ...Object.keys(all).map((name) => [
            name,
            middle(name, 'ready'),
            middle(name, 'firstPage'),
            middle(name, 'firstPage') / bare,
          ]),
          ['SIGTERM to the end', stopping, '', ''],
        ],
      },
    ],
  };
}

function weight(folder: string): string {
  return (Number(execFileSync('du', ['-sk', folder], { encoding: 'utf8' }).split('\t')[0]) / 1024).toFixed(1);
}
