// npm runs this after `npm ci` and `npm install`.
import { prepare } from './setup.mjs';

await prepare();
