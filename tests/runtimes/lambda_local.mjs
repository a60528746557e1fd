// SPDX-License-Identifier: Apache-2.0
// Runs a function in lambda-local: rounds of events come as JSON, those of a round side by side, and the
// results go out in the same form. lambda.mjs starts it.
//
//   node lambda_local.mjs FILE HANDLER < rounds.json

import { writeSync } from 'node:fs';
import { text } from 'node:stream/consumers';

import lambdaLocal from 'lambda-local';

const [lambdaPath, lambdaHandler] = process.argv.slice(2);
lambdaLocal.getLogger().level = 'error';

const results = [];
for (const round of JSON.parse(await text(process.stdin))) results.push(await Promise.all(round.map(invoke)));
writeSync(1, JSON.stringify(results));

async function invoke(event) {
  try {
    const settings = { event, lambdaPath, lambdaHandler, timeoutMs: 30_000, verboseLevel: 0 };
    return { result: await lambdaLocal.execute(settings) };
  } catch (error) {
    return { error: String(error.errorMessage ?? error.message ?? error) };
  }
}
