import pino from 'pino';
import pretty from 'pino-pretty';
import { environment } from './env.server.ts';

// On stderr, because stdout is for results (the address, a command's output, `--json`).
const STDERR = 2;

/** JSON lines, or readable ones on a terminal. */
export const log = pino(
  { level: level(), base: null },
  process.stderr.isTTY
    ? pretty({ sync: true, destination: STDERR })
    : pino.destination({ dest: STDERR, sync: true }),
);

/** The settings refuse an invalid level; an error here would hide that message. */
function level(): string {
  const level = environment()['LOG_LEVEL'] ?? '';
  return level === 'silent' || level in pino.levels.values ? level : 'info';
}
