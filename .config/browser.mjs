// Chromium for the tests, from an npm package: no other download, no system packages.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';

const { version } = JSON.parse(readFileSync('node_modules/@sparticuz/chromium/package.json', 'utf8'));
// Not in the shared temporary folder, where another user could have put a program of that name.
const home = resolve('node_modules/.cache', `chromium-${version}`);

/** Unpacks Chromium once. @returns {Promise<{executablePath: string, env: Record<string, string>}>} */
export async function chromium() {
  if (!existsSync(home)) await unpack();
  const executablePath = join(home, 'chromium');
  const own = { FONTCONFIG_PATH: join(home, 'fonts') };
  if (runs(executablePath, {})) return { executablePath, env: {} };
  // A bare machine lacks libraries that Chromium needs; the package contains them.
  const env = { ...own, LD_LIBRARY_PATH: join(home, 'al2023/lib') };
  if (runs(executablePath, env)) return { executablePath, env };
  throw new Error(
    `Chromium does not run on this machine: ${spawnSync(executablePath, ['--version']).stderr}`,
  );
}

async function unpack() {
  // Unpacked elsewhere first, so that an interrupted run leaves nothing that looks complete.
  const unfinished = `${home}.${process.pid}`;
  mkdirSync(unfinished, { recursive: true });
  const before = process.env['TMPDIR'];
  process.env['TMPDIR'] = unfinished; // the package unpacks there
  const { default: packed, inflate } = await import('@sparticuz/chromium');
  await packed.executablePath();
  await inflate(
    join(dirname(createRequire(import.meta.url).resolve('@sparticuz/chromium')), '../bin/al2023.tar.br'),
  );
  if (before === undefined) delete process.env['TMPDIR'];
  else process.env['TMPDIR'] = before;
  if (existsSync(home)) rmSync(unfinished, { recursive: true });
  else renameSync(unfinished, home);
}

/**
 * @param {string} executablePath
 * @param {Record<string, string>} env
 */
function runs(executablePath, env) {
  return spawnSync(executablePath, ['--version'], { env: { ...process.env, ...env } }).status === 0;
}
