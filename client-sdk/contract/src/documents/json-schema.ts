/** Schemas of the contract as JSON Schema, for the documents that are made of them. */
import * as z from 'zod';
import { namedSchemas } from './named-schemas.ts';

export type JsonObject = { readonly [name: string]: unknown };

export interface SchemaOptions {
  /** `input`: what a sender may leave out; `output`: what a receiver finds. */
  readonly io: 'input' | 'output';
  readonly target: 'draft-07' | 'draft-2020-12';
}

type Override = NonNullable<z.core.ToJSONSchemaParams['override']>;

const nameOf = new Map<unknown, string>(Object.entries(namedSchemas).map(([name, schema]) => [schema, name]));

const replace = (target: object, members: object): void => {
  for (const name of Object.keys(target)) delete (target as Record<string, unknown>)[name];
  Object.assign(target, members);
};

/** Says what is meant, without what follows from it. */
const simplify =
  (io: SchemaOptions['io']): Override =>
  ({ zodSchema, jsonSchema, path }) => {
    const name = nameOf.get(zodSchema);
    if (name !== undefined && path.length > 0) return replace(jsonSchema, { $ref: `#/components/schemas/${name}` });
    // The format says it; the pattern would only repeat it.
    if (jsonSchema.format !== undefined) delete jsonSchema.pattern;
    if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
    if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
    // A receiver ignores members it does not know, so that a newer server does not break an older client.
    if (io === 'output' && jsonSchema.additionalProperties === false) delete jsonSchema.additionalProperties;
  };

/** Without `$schema`: the document that holds it says which dialect it is. */
const describe = (schema: z.ZodType, { io, target }: SchemaOptions): JsonObject => {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, {
    io,
    target,
    reused: 'inline',
    override: simplify(io),
  });
  return { ...rest };
};

/** A reference where the schema has a name of its own. */
export const jsonSchema = (schema: z.ZodType, options: SchemaOptions): JsonObject => {
  const name = nameOf.get(schema);
  return name === undefined ? describe(schema, options) : { $ref: `#/components/schemas/${name}` };
};

/** `components.schemas` of both documents. */
export const sharedSchemas = (target: SchemaOptions['target']): JsonObject =>
  Object.fromEntries(
    Object.entries(namedSchemas).map(([name, schema]) => [name, describe(schema, { io: 'output', target })]),
  );
