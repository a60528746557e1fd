// SPDX-License-Identifier: Apache-2.0

/**
 * A handler of tallyfold/fetch as an AWS Lambda function: behind a function URL, an HTTP API (payload 2.0) or
 * a REST API (payload 1.0) of API Gateway, whichever the event is of.
 *
 * ```js
 * import { createEngine } from 'tallyfold';
 * import { createFetchHandler } from 'tallyfold/fetch';
 * import { createLambdaHandler } from 'tallyfold/lambda';
 *
 * const ready = createEngine().then((engine) => createFetchHandler({ engine }));
 * export const handler = createLambdaHandler(async (request) => (await ready)(request));
 * ```
 *
 * @module tallyfold/lambda
 */

/**
 * Makes a Lambda handler of a function from Request to Response. An event that cannot be made a Request is answered
 * with 400. An event of anything else, such as a queue, throws a TypeError: it would be lost if it were answered.
 *
 * ```js
 * import { createLambdaHandler } from 'tallyfold/lambda';
 *
 * const handler = createLambdaHandler((request) => new Response(new URL(request.url).pathname));
 * const { statusCode, body } = await handler({ httpMethod: 'GET', path: '/healthz' });
 * [statusCode, body] // [200, '/healthz']
 * ```
 */
export function createLambdaHandler(
  handle: (request: Request) => Response | Promise<Response>,
): (event: LambdaHttpEvent) => Promise<LambdaHttpResult>;

/** What is read of an event of either format. */
export interface LambdaHttpEvent {
  /** `2.0` of function URLs and HTTP APIs, `1.0` of HTTP APIs that were told so; absent of REST APIs. */
  version?: string;
  /** Payload 1.0: the method. */
  httpMethod?: string;
  /** Payload 1.0: the path, behind the stage where it comes from an HTTP API. */
  path?: string;
  /** Headers; those that were sent several times between commas (2.0), or with the last value alone (1.0). */
  headers?: Record<string, string | undefined> | null;
  /** Payload 1.0: headers with all their values. Read instead of `headers` where it is there. */
  multiValueHeaders?: Record<string, string[] | undefined> | null;
  /** Payload 1.0: parameters of the query, decoded, with the last value alone. */
  queryStringParameters?: Record<string, string | undefined> | null;
  /** Payload 1.0: the same with all their values. Read instead where it is there. */
  multiValueQueryStringParameters?: Record<string, string[] | undefined> | null;
  /** Payload 2.0: the path, behind the stage unless that is `$default`. */
  rawPath?: string;
  /** Payload 2.0: the query as it was sent, without the question mark. */
  rawQueryString?: string;
  /** Payload 2.0: each cookie by itself. */
  cookies?: string[];
  /** The body; absent or null for none. */
  body?: string | null;
  /** Whether the body is bytes in base64. */
  isBase64Encoded?: boolean;
  /** What the gateway knows of the request. */
  requestContext?: {
    /** The host, where no header names it. */
    domainName?: string;
    /** The stage of an HTTP API, which is taken off the path. */
    stage?: string;
    /** Payload 2.0: what was asked. */
    http?: {
      /** The method. */
      method: string;
      /** The path, where there is no `rawPath`. */
      path: string;
    };
    [other: string]: unknown;
  };
  [other: string]: unknown;
}

/** What Lambda is given back, in the format of the event. */
export interface LambdaHttpResult {
  /** The HTTP status. */
  statusCode: number;
  /** Payload 2.0: headers but cookies. */
  headers?: Record<string, string>;
  /** Payload 1.0: headers, each with all its values. */
  multiValueHeaders?: Record<string, string[]>;
  /** Payload 2.0: each cookie by itself; absent when there are none. */
  cookies?: string[];
  /** The body; in base64 when it is no text. */
  body: string;
  /** Whether the body is bytes in base64. */
  isBase64Encoded: boolean;
}
