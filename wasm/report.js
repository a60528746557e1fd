// SPDX-License-Identifier: Apache-2.0
// Report calls and their answers.

import { checkNames, instant, oneOf, text } from './checks.js';
import { TallyfoldError, misuse } from './errors.js';
import { catalogBytes, jsonText } from './json.js';

const CALL_OPTIONS = ['report', 'mode', 'request', 'requestText', 'now', 'catalog'];
const MODES = ['as-is', 'exact'];

/** What the engine takes: names, the request as JSON text, now; and beside it the catalog's bytes. */
export function readCall(call, where) {
  checkNames(call, CALL_OPTIONS, where);
  const report = text(call.report, 'report');
  if (!report)
    throw misuse(`${where} needs the name of a report, such as "flexprice.usage"`, '$.report');
  const asked = {
    report,
    mode: oneOf(call.mode, MODES, 'mode'),
    request: requestText(call),
    now: instant(call.now, 'now', new Date().toISOString()),
  };
  return { asked, catalog: catalogBytes(call.catalog) };
}

function requestText({ request, requestText: given }) {
  if ((request === undefined) === (given === undefined)) {
    throw misuse('give either request, an object, or requestText, its JSON text', '$.request');
  }
  if (given !== undefined) return text(given, 'requestText');
  if (request === null || typeof request !== 'object')
    throw misuse('request must be an object', '$.request');
  return jsonText(request, 'request', '$.request');
}

/** The answer: `text` is the exact bytes to send on, `body` the same as a value. */
export function makeReport({ text: answer, facts }) {
  const { status, complete, ledger, notes } = facts;
  return { status, body: JSON.parse(answer), text: answer, complete, ledger, notes };
}

/** A plan's bad request as an error that carries the problems instead of the service's answer. */
export function refusedRequest(error) {
  if (!(error instanceof TallyfoldError) || error.code !== 'invalid_request') return error;
  let body;
  try {
    body = JSON.parse(error.message);
  } catch {
    return error;
  }
  const problems = problemsOf(body);
  const said = body.message ?? body.messages?.join('; ') ?? lagoMessage(body, problems);
  return new TallyfoldError(error.code, said, { path: error.path, problems });
}

const lagoMessage = ({ error, code }, problems) =>
  [error, ...(problems.length > 0 ? problems.map((each) => `${each.path} ${each.message}`) : [code])]
    .filter(Boolean)
    .join(': ');

// Flexprice names problems as details by path; seats.io as a list of errors; our own query as what
// they are; Lago as codes by field.
function problemsOf({ details, errors, problems, error_details: fields }) {
  if (problems) return problems;
  if (fields)
    return Object.entries(fields).map(([path, codes]) => ({ path, message: [codes].flat().join(', ') }));
  if (errors) return errors.map(({ message, data }) => ({ path: data?.path ?? '', message }));
  return Object.entries(details ?? {}).map(([path, message]) => ({ path, message }));
}
