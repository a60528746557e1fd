// SPDX-License-Identifier: Apache-2.0
// S3 in memory, as far as conditional requests go: entity tags are quoted MD5 sums; a condition that does
// not hold is 412, If-Match on nothing is 404, and of two conditional writes of a key at once the second
// one is 409. Keys have versions, and the latest is what a request without one gets.

import { createHash } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';

export class S3Error extends Error {
  constructor(status, code) {
    super(code);
    this.status = status;
    this.code = code;
  }
}

export class MemoryS3 {
  #objects = new Map();
  #writing = new Set();
  /** How often each status was answered to a write. */
  counts = { 200: 0, 404: 0, 409: 0, 412: 0 };
  /** So many conditional writes to come are told that another one is under way. */
  conflicts = 0;
  /** Milliseconds that requests take, at random. */
  delay = 0;

  async get({ bucket, key, versionId }) {
    await this.#pause();
    const versions = this.#objects.get(`${bucket}/${key}`) ?? [];
    const found = versionId
      ? versions.find((version) => version.versionId === versionId)
      : versions.at(-1);
    if (!found) throw new S3Error(404, 'NoSuchKey');
    return found;
  }

  async put({ bucket, key }, bytes, { ifMatch, ifNoneMatch } = {}) {
    const name = `${bucket}/${key}`;
    const isConditional = ifMatch !== undefined || ifNoneMatch !== undefined;
    await this.#pause();
    if (isConditional && (this.#writing.has(name) || this.conflicts-- > 0))
      this.#refuse(409, 'ConditionalRequestConflict');
    const versions = this.#objects.get(name) ?? [];
    if (ifMatch !== undefined && versions.length === 0) this.#refuse(404, 'NoSuchKey');
    const isSame = ifMatch === undefined || versions.at(-1).etag === ifMatch;
    if (!isSame || (ifNoneMatch === '*' && versions.length > 0))
      this.#refuse(412, 'PreconditionFailed');
    this.#writing.add(name);
    await this.#pause();
    this.#writing.delete(name);
    const etag = `"${createHash('md5').update(bytes).digest('hex')}"`;
    const version = { bytes: Buffer.from(bytes), etag, versionId: `v${versions.length + 1}` };
    this.#objects.set(name, [...versions, version]);
    ++this.counts[200];
    return version;
  }

  #refuse(status, code) {
    ++this.counts[status];
    throw new S3Error(status, code);
  }

  #pause() {
    return wait(Math.random() * this.delay);
  }
}

/** The part of a notification that tells of one object, as S3 sends it. */
export function recordOf(bucket, key, { etag, bytes, versionId }, isVersioned = false) {
  return {
    eventVersion: '2.1',
    eventSource: 'aws:s3',
    awsRegion: 'eu-west-1',
    eventTime: '2024-06-01T08:00:00.000Z',
    eventName: 'ObjectCreated:Put',
    userIdentity: { principalId: 'AWS:AIDAEXAMPLE' },
    requestParameters: { sourceIPAddress: '192.0.2.1' },
    responseElements: { 'x-amz-request-id': 'C3D13FE58DE4C810', 'x-amz-id-2': 'FMyUVURIY8/IgAtTv8xRjskZ' },
    s3: {
      s3SchemaVersion: '1.0',
      configurationId: 'new-events',
      bucket: { name: bucket, ownerIdentity: { principalId: 'A3EXAMPLE' }, arn: `arn:aws:s3:::${bucket}` },
      object: {
        key: encodeURIComponent(key).replaceAll('%20', '+').replaceAll('%2F', '/'),
        size: bytes.length,
        eTag: etag.replaceAll('"', ''),
        ...(isVersioned && { versionId }),
        sequencer: '0055AED6DCD90281E5',
      },
    },
  };
}
