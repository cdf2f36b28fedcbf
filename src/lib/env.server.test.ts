import { describe, expect, it } from 'vitest';
import { readSettings, SettingsError } from './env.server.ts';

describe('settings', () => {
  it('have defaults', () => {
    expect(readSettings({})).toMatchObject({
      HOST: '127.0.0.1',
      PORT: 3000,
      ORIGIN: 'http://127.0.0.1:3000',
      LIVE_ADAPTER: 'memory',
      TRUST_PROXY: 0,
      SAMPLE_DATA: 'on',
      RATE_LIMITS: 'on',
    });
  });

  it('derive the public address from host and port, an IPv6 host in brackets', () => {
    expect(readSettings({ HOST: '::1', PORT: '8080' }).ORIGIN).toBe('http://[::1]:8080');
  });

  it('choose the adapter between processes by the other settings', () => {
    const DATABASE_URL = 'postgresql://db/copecheck';
    expect(readSettings({ DATABASE_URL }).LIVE_ADAPTER).toBe('postgres');
    expect(readSettings({ DATABASE_URL, REDIS_URL: 'redis://cache' }).LIVE_ADAPTER).toBe('redis');
    expect(readSettings({ DATABASE_URL, LIVE_ADAPTER: 'memory' }).LIVE_ADAPTER).toBe('memory');
  });

  it('allow hosts with port to be fetched, none by default', () => {
    expect(readSettings({}).FETCH_ALLOW).toEqual([]);
    expect(readSettings({ FETCH_ALLOW: '127.0.0.1:8080, Push.test:443,[::1]:9' }).FETCH_ALLOW).toEqual([
      '127.0.0.1:8080',
      'push.test:443',
      '[::1]:9',
    ]);
  });

  it('treat an empty variable as unset', () => {
    expect(readSettings({ PORT: '', DATABASE_URL: '' })).toMatchObject({
      PORT: 3000,
      LIVE_ADAPTER: 'memory',
    });
  });

  it.each([
    ['PORT', 'abc'],
    ['PORT', '0'],
    ['PORT', '70000'],
    ['ORIGIN', 'https://copecheck.example/path'],
    ['ORIGIN', 'copecheck.example'],
    ['DATABASE_URL', 'mysql://db'],
    ['REDIS_URL', 'cache:6379'],
    ['LIVE_ADAPTER', 'redis'],
    ['SMTP_URL', 'http://mail'],
    ['MAIL_FROM', 'nobody'],
    ['LOG_LEVEL', 'loud'],
    ['TRUST_PROXY', '-1'],
    ['METRICS_TOKEN', 'too-short'],
    ['REPORT_WEBHOOK_KEY', 'secret'],
    ['REPORT_WEBHOOK_KEY', 'whsec_short'],
    ['BEEHIIV_API_KEY', 'with spaces'],
    ['BEEHIIV_API_URL', 'api.beehiiv.com'],
    ['FETCH_ALLOW', '127.0.0.1'],
    ['FETCH_ALLOW', 'http://127.0.0.1:80'],
    ['FETCH_ALLOW', '127.1:80'],
    ['SAMPLE_DATA', 'yes'],
    ['RATE_LIMITS', 'false'],
  ])('refuse %s=%s in one line that begins with its name', (name, value) => {
    expect(() => readSettings({ [name]: value })).toThrow(SettingsError);
    expect(() => readSettings({ [name]: value })).toThrow(new RegExp(`^${name} is .+$`));
  });

  it('require beehiiv’s key and publication together, or neither', () => {
    expect(readSettings({ BEEHIIV_API_KEY: 'k', BEEHIIV_PUBLICATION: 'pub_1' })).toMatchObject({
      BEEHIIV_API_KEY: 'k',
    });
    expect(() => readSettings({ BEEHIIV_API_KEY: 'k' })).toThrow(/^BEEHIIV_PUBLICATION is not set.*neither$/);
    expect(() => readSettings({ BEEHIIV_PUBLICATION: 'pub_1' })).toThrow(/^BEEHIIV_API_KEY is not set/);
  });

  it('do not show addresses and tokens, which are secrets', () => {
    expect(() => readSettings({ DATABASE_URL: 'http://user:secret@db' })).toThrow(/^(?!.*secret)/s);
    expect(() => readSettings({ METRICS_TOKEN: 'secret' })).toThrow(/^(?!.*secret)/s);
    expect(() => readSettings({ REPORT_WEBHOOK_KEY: 'secret' })).toThrow(/^(?!.*secret)/s);
  });
});
