// SPDX-License-Identifier: Apache-2.0

import { checkNames, text, wholeNumber } from './checks.js';

/** What a service answers with 401 or 403: `text` is the body as it is sent, empty for none. */
export function makeRefusal(instance, call) {
  checkNames(call, ['service', 'status'], 'refusal');
  const service = text(call.service, 'service');
  const status = wholeNumber(call.status, 'status', { least: 100 });
  const body = instance.run({ do: 'refusal', service, status });
  return { status, body: body === '' ? null : JSON.parse(body), text: body };
}
