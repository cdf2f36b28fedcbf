import pino from 'pino';
import pretty from 'pino-pretty';
import { environment } from './env.server.ts';

// On stderr: stdout belongs to what was asked for (the address, a command's answer, `--json`).
const STDERR = 2;

/** The log of this process: JSON lines on stderr, or readable ones where stderr is a terminal. */
export const log = pino(
  { level: level(), base: null },
  process.stderr.isTTY
    ? pretty({ sync: true, destination: STDERR })
    : pino.destination({ dest: STDERR, sync: true }),
);

/** A level that isn't one is the settings' business to refuse; a log that can't be made would hide that refusal. */
function level(): string {
  const wanted = environment()['LOG_LEVEL'] ?? '';
  return wanted === 'silent' || wanted in pino.levels.values ? wanted : 'info';
}
