import { existsSync } from 'node:fs';
import { isIPv6 } from 'node:net';
import { resolve } from 'node:path';
import { z } from 'zod';

export class SettingsError extends Error {}

const onOff = z.enum(['on', 'off'], 'must be "on" or "off"').default('on');

const schema = z.object({
  HOST: z.string().min(1).default('127.0.0.1'),
  PORT: z.coerce
    .number('must be a port number, 1 to 65535')
    .int('must be a port number, 1 to 65535')
    .min(1, 'must be a port number, 1 to 65535')
    .max(65535, 'must be a port number, 1 to 65535')
    .default(3000),
  ORIGIN: z
    .string()
    .refine(isOrigin, 'must be the public address without a path, such as https://copecheck.example')
    .transform((origin) => new URL(origin).origin)
    .optional(),
  DATA_DIR: z.string().default('./data'),
  DATABASE_URL: address(['postgres:', 'postgresql:'], 'postgresql://user:password@host:5432/copecheck'),
  REDIS_URL: address(['redis:', 'rediss:'], 'redis://host:6379'),
  LIVE_ADAPTER: z.enum(['memory', 'postgres', 'redis'], 'must be "memory", "postgres" or "redis"').optional(),
  SMTP_URL: address(['smtp:', 'smtps:'], 'smtp://user:password@host:587'),
  MAIL_FROM: z
    .string()
    .regex(/^[^\r\n]*@[^\r\n]*$/, 'must be a mail address, such as CopeCheck <noreply@copecheck.example>')
    .default('CopeCheck <noreply@localhost>'),
  LOG_LEVEL: z
    .enum(
      ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'],
      'must be trace, debug, info, warn, error, fatal or silent',
    )
    .default('info'),
  TRUST_PROXY: z.coerce
    .number('must be the number of proxies in front, 0 to 10')
    .int('must be the number of proxies in front, 0 to 10')
    .min(0, 'must be the number of proxies in front, 0 to 10')
    .max(10, 'must be the number of proxies in front, 0 to 10')
    .default(0),
  METRICS_TOKEN: z
    .string()
    .regex(
      /^[\w.~+/=-]{16,}$/,
      'must be 16 or more letters, digits or . _ ~ + / = -, such as "openssl rand -hex 24" prints',
    )
    .optional(),
  REPORT_WEBHOOK_KEY: z
    .string()
    .regex(
      /^whsec_[A-Za-z0-9+/]{32,88}={0,2}$/,
      'must be whsec_ and 24 to 64 bytes in base64, such as "echo whsec_$(openssl rand -base64 32)" prints',
    )
    .optional(),
  BEEHIIV_API_KEY: z
    .string()
    .regex(/^[\x21-\x7e]+$/, 'must be the API key, without spaces')
    .optional(),
  BEEHIIV_PUBLICATION: z
    .string()
    .regex(/^[\w-]+$/, 'must be the id of the publication, such as pub_00000000-0000-0000-0000-000000000000')
    .optional(),
  BEEHIIV_API_URL: address(['http:', 'https:'], 'https://api.beehiiv.com'),
  FETCH_ALLOW: z
    .string()
    .default('')
    .transform((list) => list.split(',').map((entry) => entry.trim().toLowerCase()))
    .transform((entries) => entries.filter(Boolean))
    .refine(
      (entries) => entries.every(isHostWithPort),
      'must be hosts with port, separated by commas, such as 127.0.0.1:8080',
    ),
  SAMPLE_DATA: onOff,
  RATE_LIMITS: onOff,
});

export type Settings = ReturnType<typeof readSettings>;

/**
 * The checked settings with their defaults. `DATA_DIR` is absolute, `ORIGIN` has no slash at its end. An empty variable
 * counts as unset, as compose files write them.
 * @throws SettingsError for the first invalid setting
 */
export function readSettings(env: Record<string, string | undefined>) {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const parsed = schema.safeParse(given);
  if (!parsed.success) throw asSettingsError(parsed.error, given);
  const s = parsed.data;
  if (s.LIVE_ADAPTER === 'redis' && !s.REDIS_URL)
    throw new SettingsError('LIVE_ADAPTER is "redis", which needs REDIS_URL: set it to redis://host:6379');
  if (!s.BEEHIIV_API_KEY !== !s.BEEHIIV_PUBLICATION) {
    const missing = s.BEEHIIV_API_KEY ? 'BEEHIIV_PUBLICATION' : 'BEEHIIV_API_KEY';
    throw new SettingsError(
      `${missing} is not set: beehiiv needs BEEHIIV_API_KEY and BEEHIIV_PUBLICATION; set both, or neither`,
    );
  }
  const host = isIPv6(s.HOST) ? `[${s.HOST}]` : s.HOST;
  return {
    ...s,
    DATA_DIR: resolve(s.DATA_DIR),
    ORIGIN: s.ORIGIN ?? new URL(`http://${host}:${s.PORT}`).origin,
    LIVE_ADAPTER: s.LIVE_ADAPTER ?? defaultAdapter(s),
  };
}

/** With the embedded database there is only one process. */
function defaultAdapter(s: { REDIS_URL?: string; DATABASE_URL?: string }): 'memory' | 'postgres' | 'redis' {
  if (s.REDIS_URL) return 'redis';
  return s.DATABASE_URL ? 'postgres' : 'memory';
}

let known: Settings | undefined;

export function settings(): Settings {
  return (known ??= readSettings(environment()));
}

export function useDatabase(url: string, liveAdapter: Settings['LIVE_ADAPTER']): void {
  Object.assign(environment(), { DATABASE_URL: url, LIVE_ADAPTER: liveAdapter });
  known = undefined;
}

/** `process.env`, completed from `.env` in the working folder. */
export function environment(): NodeJS.ProcessEnv {
  if (!loaded && existsSync('.env')) process.loadEnvFile('.env');
  loaded = true;
  return process.env;
}
let loaded = false;

function isOrigin(text: string): boolean {
  const url = URL.parse(text);
  return !!url && /^https?:$/.test(url.protocol) && url.href === `${url.origin}/`;
}

/** As a URL has it, because requests are compared with it. */
function isHostWithPort(entry: string): boolean {
  const port = /:(\d{1,5})$/.exec(entry)?.[1];
  return port !== undefined && URL.parse(`http://${entry}`)?.hostname === entry.slice(0, -port.length - 1);
}

function address(protocols: string[], example: string) {
  return z
    .string()
    .refine((text) => protocols.includes(URL.parse(text)?.protocol ?? ''), `must look like ${example}`)
    .optional();
}

/** Values of addresses, tokens and keys are not shown, because a secret must not get into a terminal or a log. */
function asSettingsError(error: z.ZodError, given: Record<string, unknown>): SettingsError {
  const issue = error.issues[0]!;
  const name = String(issue.path[0]);
  const shown = /_(URL|TOKEN|KEY)$/.test(name) ? 'invalid' : JSON.stringify(given[name]);
  return new SettingsError(`${name} is ${shown}: it ${issue.message}`);
}
