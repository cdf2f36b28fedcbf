import { readOptions } from './options.ts';
import { sectionText } from './report.ts';
import { startDatabase } from './servers.ts';
const [name, exported, ...rest] = process.argv.slice(2);
const database = await startDatabase();
try {
  const scenario = (await import(`./${name}.ts`))[exported!];
  console.log(sectionText(await scenario({ options: readOptions(rest), database, tell: console.log })));
} finally { await database.stop(); }
