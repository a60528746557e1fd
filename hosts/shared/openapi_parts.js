// SPDX-License-Identifier: Apache-2.0
// Few words for what OpenAPI and JSON Schema need many for.

export const text = { type: 'string' };
export const name = { type: 'string', minLength: 1 };
export const textOrNull = { type: ['string', 'null'] };
export const flag = { type: 'boolean' };
export const whole = { type: 'integer' };
export const count = { type: 'integer', minimum: 0 };
export const number = { type: ['number', 'string'] };
export const instant = { type: 'string', format: 'date-time' };
export const day = { type: 'string', format: 'date' };
export const nothing = { type: 'null' };

export const ref = (schema) => ({ $ref: `#/components/schemas/${schema}` });
export const choice = (...values) => ({ type: 'string', enum: values });
export const list = (items, more) => ({ type: 'array', items, ...more });
export const map = (values) => ({ type: 'object', additionalProperties: values });
export const either = (...schemas) => ({ anyOf: schemas });
export const said = (description, schema) => ({ ...schema, description });

/** An object with the members that it has to have, and those that it may have. */
export function object(required, optional = {}, more = {}) {
  const names = Object.keys(required);
  return {
    type: 'object',
    ...(names.length > 0 && { required: names }),
    properties: { ...required, ...optional },
    ...more,
  };
}

/** Parameters of a query string by name; examples in `asked`. */
export function query(schemas, asked = {}) {
  return Object.entries(schemas).map(([of, { description, ...schema }]) => ({
    name: of,
    in: 'query',
    ...(description && { description }),
    schema,
    ...(of in asked && { example: asked[of] }),
  }));
}

/** A part of the path. */
export const part = (of, description, schema, example) => ({
  name: of,
  in: 'path',
  required: true,
  description,
  schema,
  example,
});

const header = (of) => [of, { $ref: `#/components/headers/${of}` }];
export const headers = (...names) => Object.fromEntries([...names, 'X-Request-Id'].map(header));
const parameter = (of) => ({ $ref: `#/components/parameters/${of}` });

export const REPORT = ['Tallyfold-Complete', 'Tallyfold-Notes'];
const SECURITY = {
  flexprice: [{ apiKey: [] }],
  lago: [{ bearer: [] }],
  seatsio: [{ basic: [] }],
  tallyfold: [{ apiKey: [] }, { bearer: [] }],
};

/** An operation: what its route answers when all is well, and with which statuses it refuses. */
function operation(method, of) {
  const { service, id, summary, description, body, asked, parameters = [], isFree } = of;
  const { status = 200, answer, answered, type = 'application/json', carries = [], refusals } = of;
  const isReport = carries === REPORT && service !== 'tallyfold';
  const isGet = method === 'get';
  const content = { [type]: { schema: answer, ...(answered !== undefined && { example: answered }) } };
  return {
    tags: [service],
    operationId: id,
    summary,
    ...(description && { description }),
    security: isFree ? [] : SECURITY[service],
    parameters: [
      ...parameters,
      ...[isReport && 'mode', isGet && 'known', 'id'].filter(Boolean).map(parameter),
    ],
    ...(body && {
      requestBody: { required: true, content: { 'application/json': { schema: body, example: asked } } },
    }),
    responses: {
      [status]: {
        description: 'As asked.',
        headers: headers(...carries, ...(isGet ? ['ETag'] : [])),
        content,
      },
      ...(isGet && { 304: { $ref: '#/components/responses/unchanged' } }),
      ...Object.fromEntries(
        refusals.map((each) => [each, { $ref: `#/components/responses/${service}${each}` }]),
      ),
    },
  };
}

export const get = (of) => ({ get: operation('get', of) });
export const post = (of) => ({ post: operation('post', of) });
