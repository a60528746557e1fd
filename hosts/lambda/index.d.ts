// SPDX-License-Identifier: Apache-2.0
// A handler of tallyfold/fetch as an AWS Lambda function: behind a function URL, an HTTP API (payload 2.0) or
// a REST API (payload 1.0) of API Gateway, whichever the event is of.
//
//   import { createEngine } from 'tallyfold';
//   import { createFetchHandler } from 'tallyfold/fetch';
//   import { createLambdaHandler } from 'tallyfold/lambda';
//
//   const ready = createEngine().then((engine) => createFetchHandler({ engine }));
//   export const handler = createLambdaHandler(async (request) => (await ready)(request));

/**
 * An event that cannot be made a Request is answered with 400. An event of anything else, such as a queue, throws a
 * TypeError: it would be lost if it were answered.
 */
export function createLambdaHandler(
  handle: (request: Request) => Response | Promise<Response>,
): (event: LambdaHttpEvent) => Promise<LambdaHttpResult>;

/** What is read of an event of either format. */
export interface LambdaHttpEvent {
  version?: string;
  httpMethod?: string;
  path?: string;
  headers?: Record<string, string | undefined> | null;
  multiValueHeaders?: Record<string, string[] | undefined> | null;
  queryStringParameters?: Record<string, string | undefined> | null;
  multiValueQueryStringParameters?: Record<string, string[] | undefined> | null;
  rawPath?: string;
  rawQueryString?: string;
  cookies?: string[];
  body?: string | null;
  isBase64Encoded?: boolean;
  requestContext?: {
    domainName?: string;
    http?: { method: string; path: string };
    [other: string]: unknown;
  };
  [other: string]: unknown;
}

export interface LambdaHttpResult {
  statusCode: number;
  headers?: Record<string, string>;
  multiValueHeaders?: Record<string, string[]>;
  cookies?: string[];
  body: string;
  isBase64Encoded: boolean;
}
