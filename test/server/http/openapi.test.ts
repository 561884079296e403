import { describe, expect, it } from 'vitest';
import { describeApi } from '../../../server/http/openapi.ts';
import { OPERATION_ROUTES, ROUTES } from '../../../server/http/routes/routes.ts';
import { SEALED_BEFORE_ACCEPTED } from '../../../server/http/schemas.ts';

interface Schema {
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
}

const document = describeApi(ROUTES);
const schemas = document.components!.schemas as Readonly<Record<string, Schema>>;

describe('the OpenAPI document', () => {
  it('explains why a record can be sealed before it was accepted wherever it describes one of both times', () => {
    const described = Object.values(schemas)
      .map(({ properties }) => properties?.['acceptedAt']?.description)
      .filter((description) => description !== undefined);
    expect(described.length).toBeGreaterThanOrEqual(3);
    for (const description of described) expect(description).toContain(SEALED_BEFORE_ACCEPTED);
    expect(schemas['BatchHeader']!.description).toContain(SEALED_BEFORE_ACCEPTED);
    expect(document.paths!['/v1/records/{id}']!.get!.description).toContain(SEALED_BEFORE_ACCEPTED);
  });

  it('says for each state of a dependent what it means', () => {
    expect(JSON.stringify(schemas['Impact'])).toMatch(
      /`stale`: .* `restated`: .* `unaffected`: .* `withdrawn`: /,
    );
  });

  it('of a process that serves a few routes has only the tags of these', () => {
    expect(describeApi(OPERATION_ROUTES).tags!.map(({ name }) => name)).toEqual(['Operation']);
  });
});
