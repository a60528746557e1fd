// SPDX-License-Identifier: Apache-2.0
// The endpoints in the words of OpenAPI 3.1.

import * as flexprice from './openapi_flexprice.js';
import * as lago from './openapi_lago.js';
import { choice, flag, headers, REPORT, text } from './openapi_parts.js';
import * as seatsio from './openapi_seatsio.js';
import * as tallyfold from './openapi_tallyfold.js';

const SERVICES = { flexprice, lago, seatsio, tallyfold };
const TAGS = {
  flexprice: 'What Flexprice answers.',
  lago: 'What Lago answers.',
  seatsio: 'What seats.io answers.',
  tallyfold: 'Our own.',
};
const ABOUT =
  'Usage reports from raw events, in the words of the services. HEAD is answered where GET is.' +
  ' Bodies may be sent with `Content-Encoding: gzip` or `deflate`. A host without keys passes over them.';

const REFUSED = {
  400: 'The request is wrong.',
  401: 'The key is missing or wrong.',
  403: 'The key may not do this.',
  404: 'There is no such thing.',
  405: 'The path takes other methods.',
  408: 'The body did not arrive in time.',
  413: 'The body, or the answer, would be too large.',
  415: 'The body is not JSON, or not packed in a known way.',
  422: 'The request has values that cannot be.',
  500: 'Something went wrong inside.',
  503: 'Not now: the memory is full, or the host is busy.',
};
/** What a refusal may carry beside its body. */
const CARRIED = {
  400: ['Tallyfold-Complete'],
  401: ['WWW-Authenticate'],
  404: ['Tallyfold-Complete'],
  405: ['Allow'],
  413: ['Tallyfold-Complete'],
  422: ['Tallyfold-Complete'],
  503: ['Retry-After'],
};

const header = (description, schema = text) => ({ description, schema });
const HEADERS = {
  'X-Request-Id': { ...header('Of the request, or made up.'), required: true },
  'Tallyfold-Complete': header('Whether everything asked for could be counted.', flag),
  'Tallyfold-Notes': header('Rules of the mode as-is that changed the answer, between commas.'),
  ETag: header('Tag of the answer, for If-None-Match.'),
  'Retry-After': header('Seconds.'),
  Allow: header('What it takes.'),
  'WWW-Authenticate': header('The scheme.'),
};

const inHeader = (name, description, schema = text) => ({ name, in: 'header', description, schema });
const PARAMETERS = {
  mode: inHeader(
    'Tallyfold-Mode',
    'as-is (default) answers as the service does, quirks included; exact repairs what is a defect there.',
    choice('as-is', 'exact'),
  ),
  known: inHeader('If-None-Match', 'Tags of answers that are there already.'),
  id: inHeader('X-Request-Id', 'Comes back in the answer.'),
};

const SECURITY = {
  apiKey: { type: 'apiKey', in: 'header', name: 'x-api-key' },
  bearer: { type: 'http', scheme: 'bearer' },
  basic: { type: 'http', scheme: 'basic', description: 'The key is the user; there is no password.' },
};

// A refusal of a service is the same wherever it happens.
function responsesOf([service, { refusals }]) {
  return Object.entries(REFUSED).map(([status, description]) => {
    const isBare = refusals[401] === undefined && 401 in refusals && (status === '401' || status === '403');
    const schema = refusals[status] ?? refusals.other;
    const content = { 'application/json': { schema } };
    const response = { description, headers: headers(...(CARRIED[status] ?? [])) };
    return [`${service}${status}`, isBare ? response : { ...response, content }];
  });
}

const together = (member) => Object.assign({}, ...Object.values(SERVICES).map((each) => each[member]));

/** The description as JSON text. */
export function describe(version) {
  const responses = Object.fromEntries(Object.entries(SERVICES).flatMap(responsesOf));
  responses.unchanged = { description: 'It is as the tag says.', headers: headers('ETag', ...REPORT) };
  return JSON.stringify({
    openapi: '3.1.0',
    info: {
      title: 'Tallyfold',
      version,
      description: ABOUT,
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    tags: Object.entries(TAGS).map(([name, description]) => ({ name, description })),
    paths: together('paths'),
    components: {
      securitySchemes: SECURITY,
      headers: HEADERS,
      parameters: PARAMETERS,
      responses,
      schemas: together('schemas'),
    },
  });
}
