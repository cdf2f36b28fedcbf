import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { CORRECTIONS } from '#lib/verdicts/parse/parsed-page.ts';
import { structuredInput } from './verdict-input.ts';

interface Schema {
  properties?: Record<string, Schema>;
  required?: string[];
  anyOf?: Schema[];
  oneOf?: Schema[];
  items?: Schema;
  const?: string;
  enum?: string[];
}

const format = readFileSync(join(import.meta.dirname, '../../../../docs/verdict-format.md'), 'utf8');
const parts = new Map(
  format
    .split(/^#{2,3} /m)
    .map((part) => [part.slice(0, part.indexOf('\n')), part.slice(part.indexOf('\n'))] as const),
);
const verdict = z.toJSONSchema(structuredInput, { io: 'input' }) as Schema;
const objects = [...objectsOf(verdict, 'The verdict')];
const example: unknown = JSON.parse(/```json\n([^]*?)```/.exec(format)![1]!);

/** Every object of the schema, under the heading that describes it. */
function* objectsOf(schema: Schema, heading: string): Generator<{ heading: string; schema: Schema }> {
  if (schema.properties) {
    const type = schema.properties['type']?.const;
    yield { heading: type ? `Block \`${type}\`` : heading, schema };
    for (const [name, field] of Object.entries(schema.properties)) yield* objectsOf(field, `\`${name}\``);
  }
  for (const inner of [...(schema.anyOf ?? []), ...(schema.oneOf ?? []), schema.items])
    if (inner) yield* objectsOf(inner, heading);
}

test('the schema has the objects that the format describes', () => {
  expect(objects.map(({ heading }) => heading)).toEqual(
    [...parts.keys()].filter((heading) => objects.some((object) => object.heading === heading)),
  );
  expect(objects).toHaveLength(10);
});

test.each(objects)(
  'the format names every field of $heading, and which ones are required',
  ({ heading, schema }) => {
    const rows = [...parts.get(heading)!.matchAll(/^\| `(\w+)` +\| (yes|no) /gm)];
    const described = Object.fromEntries(rows.map(([, name, required]) => [name, required]));
    const fields = Object.keys(schema.properties!);
    expect(described).toEqual(
      Object.fromEntries(fields.map((name) => [name, schema.required?.includes(name) ? 'yes' : 'no'])),
    );
  },
);

test.each(objects)('the format names every value of the fields of $heading', ({ heading, schema }) => {
  for (const field of Object.values(schema.properties!))
    for (const value of [...(field.enum ?? []), ...(field.const ? [field.const] : [])])
      expect(parts.get(heading)).toContain(`\`${value}\``);
});

test('the format names every correction of a text', () => {
  for (const kind of CORRECTIONS) expect(parts.get('Page texts')).toContain(`\`${kind}\``);
});

test('the example is a verdict', () => {
  const read = structuredInput.parse(example);
  expect(read).toMatchObject(example as object);
  expect(structuredInput.parse(read)).toEqual(read);
});

test('the example has every field and every type of block', () => {
  const names = new Set<string>();
  JSON.stringify(example, (name: string, value: unknown) => {
    names.add(name === 'type' ? `Block \`${String(value)}\`` : name);
    return value;
  });
  for (const { heading, schema } of objects) {
    if (heading.startsWith('Block')) expect(names).toContain(heading);
    for (const name of Object.keys(schema.properties!)) if (name !== 'type') expect(names).toContain(name);
  }
});
