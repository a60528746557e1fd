// SPDX-License-Identifier: Apache-2.0

/**
 * The path of an event of an HTTP API. It has the name of the stage in front, unless that is $default, and
 * escapes are undone in it, so that what would end a path is escaped again.
 * @param {string} path
 * @param {string | undefined} stage
 */
export function pathOf(path, stage) {
  const isNamed = stage && stage !== '$default' && `${path}/`.startsWith(`/${stage}/`);
  const rest = isNamed ? path.slice(stage.length + 1) || '/' : path;
  return rest.replaceAll('?', '%3F').replaceAll('#', '%23');
}
