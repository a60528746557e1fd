// SPDX-License-Identifier: Apache-2.0
// From an event of AWS Lambda to a Request, and from a Response to its result.

import { requestOfV1, resultOfV1 } from './gateway_v1.js';
import { requestOfV2, resultOfV2 } from './gateway_v2.js';

/** Makes a Lambda handler of a function from Request to Response; see index.d.ts. */
export function createLambdaHandler(handle) {
  return async (event) => {
    const isV2 = event?.version === '2.0';
    const isV1 = !isV2 && typeof event?.httpMethod === 'string';
    if (!isV1 && !isV2) throw new TypeError('this event comes from neither a function URL nor API Gateway');
    let request;
    try {
      request = isV2 ? requestOfV2(event) : requestOfV1(event);
    } catch {
      return { statusCode: 400, headers: {}, body: '', isBase64Encoded: false };
    }
    const response = await handle(request);
    return isV2 ? resultOfV2(response) : resultOfV1(response);
  };
}
