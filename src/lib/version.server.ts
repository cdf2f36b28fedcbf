import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

/** The release that is running. Read from package.json, beside which every process of the site starts. */
export const { version: VERSION } = JSON.parse(readFileSync(resolve('package.json'), 'utf8')) as {
  version: string;
};
