import { ApiClient } from './api-client.ts';

/** The name that tests/live/storm.test.ts still uses. */
export class Writer extends ApiClient {
  static override signUp(site: string, name: string): Promise<Writer> {
    return new Writer(site, name).signUp();
  }

  get username(): string {
    return this.name;
  }
}
