// SPDX-License-Identifier: Apache-2.0
// The store of batch.mjs in S3. Lambda's Node runtimes bring @aws-sdk/client-s3.

import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';

/** Somebody else wrote: before this request (412), or while it was under way (409). */
const LOST = [409, 412];

/** @returns {import('./batch.mjs').Store} */
export function s3Store(client = new S3Client({})) {
  return {
    async get({ bucket, key, versionId }) {
      const command = new GetObjectCommand({ Bucket: bucket, Key: key, VersionId: versionId });
      try {
        const { Body: body, ETag: etag } = await client.send(command);
        return { body, etag };
      } catch (error) {
        if (error.name === 'NoSuchKey') return undefined;
        throw error;
      }
    },
    async put({ bucket, key }, bytes, { ifMatch, ifNoneMatch }) {
      const place = { Bucket: bucket, Key: key, Body: bytes };
      const command = new PutObjectCommand({ ...place, IfMatch: ifMatch, IfNoneMatch: ifNoneMatch });
      try {
        await client.send(command);
        return true;
      } catch (error) {
        if (LOST.includes(error.$metadata?.httpStatusCode)) return false;
        throw error;
      }
    },
  };
}
